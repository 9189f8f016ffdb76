"""The nominated officer's approval of a move in Years 10 and 11: who told it, who confirmed it.

Nobody here is known to be the nominated officer: the authority nominates them, and most have no
account. So the approval is kept with their name and role as somebody tells it, and counts as
confirmed once an account has confirmed it that may (the Virtual School Head's).
Source: SI 2010/959 reg. 10(1) and (2), and reg. 2 ("nominated officer").
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import CareMove
from pupils.child_permissions import may_for, require_for
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date

from .move_checks import APPROVAL


def note_who_told(move: CareMove, answers: Mapping[str, Any], former: Any, *, actor: User) -> None:
    """Whose word the approval among these answers is: confirmed at once where they may confirm it;
    `former` is what stood there."""
    if "approved_on" not in answers or former == approval_of(move):
        return
    move.approval_told_by = move.approval_confirmed_by = move.approval_confirmed_on = None
    if move.approved_on is None:
        return
    if not move.approved_role:
        raise ValidationError({"approved_role": "Enter the role of the nominated officer"})
    check_who_approved(move, actor=actor)
    move.approval_told_by = actor
    if may_for(actor, Permission.CONFIRM_APPROVAL, move.pupil):
        move.approval_confirmed_by, move.approval_confirmed_on = actor, today()


def check_who_approved(move: CareMove, *, actor: User) -> None:
    """Who records a move does not approve it, unless they are one who may confirm an approval."""
    if move.approved_on is None or not _is_named(actor, move.approved_by):
        return
    if not may_for(actor, Permission.CONFIRM_APPROVAL, move.pupil):
        raise ValidationError(
            {
                "approved_by": "You record this move, so you cannot be the one who approved it "
                "(reg. 10(1)). Enter the nominated officer"
            }
        )


@transaction.atomic
def confirm_approval(*, actor: User, move: CareMove, version: int) -> CareMove:
    """Put on record that the nominated officer did approve, as it was told."""
    pupil = lock_visible_pupil(move.pupil, actor=actor)
    require_for(actor, Permission.CONFIRM_APPROVAL, pupil)
    found: CareMove | None = CareMove.objects.filter(pk=move.pk, pupil=pupil).first()
    if found is None:
        raise StaleRecordError("this move is no longer on record")
    if found.version != version:
        raise StaleRecordError(approval_on_record(found))
    if not found.waits_for_confirmation:
        raise ValidationError("There is no approval that waits to be confirmed.")
    found.pupil = pupil
    found.approval_confirmed_by, found.approval_confirmed_on = actor, today()
    found.version += 1
    found.full_clean()
    found.save()
    return found


def approval_of(move: CareMove) -> tuple[Any, ...]:
    """What is told of the approval."""
    return tuple(getattr(move, name) for name in APPROVAL)


def approval_on_record(move: CareMove) -> str:
    """The approval as a refusal names it."""
    if move.approved_on is None:
        return "no approval"
    return f"approved by {move.approved_by} on {long_date(move.approved_on)}"


def _is_named(actor: User, name: str) -> bool:
    return actor.name.casefold().split() == name.casefold().split()
