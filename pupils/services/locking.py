"""Every write about a child first locks the child's row: writers queue and never deadlock."""

from django.core.exceptions import PermissionDenied

from vsh.accounts.models import User

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


def lock_visible_pupil(pupil: Pupil, *, actor: User) -> Pupil:
    """The same for a child whom `actor` may see; refused for any other."""
    visible = Pupil.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Pupil | None = visible.filter(pk=pupil.pk).first()
    if locked is None:
        raise PermissionDenied
    return locked
