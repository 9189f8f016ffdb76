"""Every write about a child first locks the child's row: writers queue and never deadlock."""

from ..models import Pupil


class StaleRecordError(Exception):
    """The record has been saved by somebody else since the page showed it; `now` is what is on
    record, in words, to stand beside what the person typed."""

    def __init__(self, now: str) -> None:
        super().__init__(now)
        self.now = now


def lock_pupil(pupil: Pupil) -> Pupil:
    """The child's row, held until the transaction ends."""
    locked: Pupil = Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    return locked
