"""A child's UPN, year group or being unaccompanied that was told wrongly, or by nobody: put right.

Names and dates of birth stay those of the council's case system. What stood there stays in the
history with the reason, and no later file brings it back (`pupils.imports.told_of_children`).
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.history.context import noted
from vsh.tables.identifiers import UNKNOWN_UPN_CODES, is_upn, upn_check_letter

from ..child_permissions import require_for
from ..models import Pupil
from ..rules.ages import eighteenth_birthday
from .enrolments import facts_changed
from .locking import StaleRecordError, lock_visible_pupil
from .row_versions import version_of


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The UPN and the year group as they should stand; empty where there is none."""

    upn: str
    nc_year: int | None


@dataclass(frozen=True, kw_only=True)
class Unaccompanied:
    """Whether the child is an unaccompanied asylum-seeking child, and the day on which that
    ceased or will cease; without one at the latest the 18th birthday."""

    is_uasc: bool
    uasc_until: date | None = None


@transaction.atomic
def correct_numbers(
    *, actor: User, pupil: Pupil, version: int, reason: str, right: Numbers
) -> Pupil:
    """Put the UPN or the year group right. A wrong UPN is not kept as a former one: it never was
    the child's. Rows of files that waited for the UPN find the child at the next load."""
    pupil = _locked(pupil, actor, version, Permission.CHECK_DATA)
    if right.upn != pupil.upn:
        _check_upn(pupil, right.upn, actor)
    return _write(pupil, asdict(right), reason)


@transaction.atomic
def correct_unaccompanied(
    *, actor: User, pupil: Pupil, version: int, reason: str, right: Unaccompanied
) -> Pupil:
    """Put right whether the child is unaccompanied, and until when."""
    pupil = _locked(pupil, actor, version, Permission.CORRECT_CARE)
    until = right.uasc_until
    if until is not None and not right.is_uasc:
        words = "Leave the day empty: on record the child is then not unaccompanied at all."
        raise ValidationError({"uasc_until": words})
    if until is not None and until <= pupil.date_of_birth:
        raise ValidationError({"uasc_until": "The child was not yet born on that day."})
    if until is not None and until > eighteenth_birthday(pupil.date_of_birth):
        words = "It ends at the latest on the 18th birthday. Enter an earlier day, or none."
        raise ValidationError({"uasc_until": words})
    return _write(pupil, asdict(right), reason)


def version_of_child(pupil: Pupil) -> int:
    """What the form carries, and a service compares under the lock."""
    return version_of(pupil)


def _locked(pupil: Pupil, actor: User, version: int, permission: Permission) -> Pupil:
    locked = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, permission, locked)
    if version_of(locked) != version:
        raise StaleRecordError("see the page of the child anew")
    return locked


def _write(pupil: Pupil, values: dict[str, Any], reason: str) -> Pupil:
    changes = {name: value for name, value in values.items() if getattr(pupil, name) != value}
    if not changes:
        raise ValidationError("This is what is on record already. Change what is wrong.")
    for name, value in changes.items():
        setattr(pupil, name, value)
    pupil.full_clean()
    with noted(reason=reason):
        pupil.save(update_fields=list(changes))
    facts_changed(pupil)
    return pupil


def _check_upn(pupil: Pupil, upn: str, actor: User) -> None:
    """The shape, the check letter, and that no other child of the authority has it; a child whom
    the actor may not see is not named."""
    if upn in ("", *UNKNOWN_UPN_CODES):
        return
    if not is_upn(upn):
        words = "Enter a letter and 12 digits, or a letter, 11 digits and a letter"
        raise ValidationError({"upn": f"This is not a UPN. {words}."})
    if upn[0] != (letter := upn_check_letter(upn)):
        words = f"The first letter should be {letter}: check the number for a slip."
        raise ValidationError({"upn": words})
    same = Pupil.objects.filter(authority=pupil.authority_id, upn=upn, merged_into=None)
    other = same.exclude(pk=pupil.pk).first()
    if other is None:
        return
    if Pupil.objects.visible_to(actor).filter(pk=other.pk).exists():
        who = f"The child with the ID {other.child_id} has this UPN on record"
    else:
        who = "Another record has this UPN"
    raise ValidationError(
        {"upn": f"{who}: check which is right, or whether one child is on record twice."}
    )
