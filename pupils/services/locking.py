"""Every write about a child first locks the child's row: writers queue and never deadlock.

Whether somebody may write is asked below the lock: who waited for the row asks of what those
before them have left, such as an allocation that has just ended.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction

from vsh.accounts.models import User

from ..models import Pupil
from .sweeps import is_held

HELD_CODE = "held"
HELD = (
    "A file that is being loaded, or somebody else, is writing this record just now. Nothing was "
    "saved. What you entered is still here: save it again in a minute."
)


class StaleRecordError(Exception):
    """The record has been saved by somebody else since the page showed it; `now` is what is on
    record, in words, to stand beside what the person typed."""

    def __init__(self, now: str) -> None:
        super().__init__(now)
        self.now = now


class MergedMeanwhileError(PermissionDenied):
    """The record was merged into another before its row was free: nothing was written."""


def lock_pupil(pupil: Pupil) -> Pupil:
    """The child's row, held until the transaction ends; that of the record into which theirs was
    merged before it was free."""
    locked = lock_row(pupil)
    while locked.merged_into is not None:
        locked = lock_row(locked.merged_into)
    return locked


def lock_row(pupil: Pupil) -> Pupil:
    """The row of this very record, whatever it was merged into."""
    locked: Pupil = Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    return locked


def lock_visible_pupil(pupil: Pupil, *, actor: User) -> Pupil:
    """The same for a child whom `actor` may see, with the roles in which they do; refused for any
    other.

    Two statements: one that both locks and asks has read the allocations before its wait.
    """
    list(Pupil.objects.select_for_update(of=("self",)).filter(pk=pupil.pk).values_list("pk"))
    found = Pupil.objects.visible_to(actor).with_roles_of(actor).filter(pk=pupil.pk).first()
    if found is None:
        is_merged = Pupil.objects.filter(pk=pupil.pk, merged_into__isnull=False).exists()
        raise MergedMeanwhileError if is_merged else PermissionDenied
    return found


@contextmanager
def refused_when_held() -> Iterator[None]:
    """A transaction that is refused in words where others hold a row for longer than a lock waits,
    or would wait for this one crosswise."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if not is_held(error):
            raise
        raise ValidationError(HELD, code=HELD_CODE) from error
