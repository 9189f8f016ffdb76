"""A record is restricted to named people, or open again; an address is hidden, or shown.

`actor` is None on the command line, for who runs the system.
"""

from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.history.context import note

from ..child_permissions import require_for
from ..models import CarePlacement, Pupil, RestrictedAccess
from .locking import lock_pupil, lock_visible_pupil


@transaction.atomic
def restrict_record(
    *, actor: User | None, pupil: Pupil, reason: str, named: Collection[User] = ()
) -> Pupil:
    """Close a record to all but the people named; the head may still open it with a reason.

    A person named sees it only while a role of theirs reaches the child. On the command line
    nobody grants the access but who is named, as when a head opens a record for themselves.
    """
    pupil = _locked(pupil, actor=actor, permission=Permission.OPEN_RESTRICTED_RECORD)
    reason = reason.strip()
    if not reason or len(reason) > 500:
        raise ValidationError({"reason": "Give a reason of up to 500 characters."})
    note(reason=reason)
    if not pupil.is_restricted:
        pupil.is_restricted = True
        pupil.save(update_fields=["is_restricted"])
    day = today()
    for user in named:
        access = RestrictedAccess.objects.filter(pupil=pupil, user=user, started_on__lte=day)
        if not access.filter(ended_on__isnull=True).exists():
            RestrictedAccess.objects.create(
                pupil=pupil, user=user, reason=reason, granted_by=actor or user, started_on=day
            )
    return pupil


@transaction.atomic
def lift_restriction(*, actor: User | None, pupil: Pupil, reason: str = "") -> Pupil:
    """Open a record to everybody whose role reaches the child; nobody stays named for it."""
    pupil = _locked(pupil, actor=actor, permission=Permission.OPEN_RESTRICTED_RECORD)
    note(reason=reason.strip())
    pupil.is_restricted = False
    pupil.save(update_fields=["is_restricted"])
    day = today()
    open_ended = RestrictedAccess.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    open_ended = open_ended.filter(pupil=pupil)
    open_ended.filter(started_on__gte=day).delete()  # the history keeps it
    open_ended.update(ended_on=day - timedelta(days=1))
    return pupil


@transaction.atomic
def set_address_confidential(*, actor: User | None, pupil: Pupil, is_confidential: bool) -> int:
    """Hide or show where the child lives: the placement of today and those to come; how many."""
    pupil = _locked(pupil, actor=actor, permission=Permission.VIEW_CONFIDENTIAL_ADDRESS)
    homes = CarePlacement.objects.filter(pupil=pupil).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today())
    )
    found = homes.count()
    if not found:
        raise ValidationError("The child has no placement today.")
    homes.exclude(is_address_confidential=is_confidential).update(
        is_address_confidential=is_confidential
    )
    return found


def _locked(pupil: Pupil, *, actor: User | None, permission: Permission) -> Pupil:
    if actor is None:
        return lock_pupil(pupil)
    if permission is Permission.OPEN_RESTRICTED_RECORD:
        pupil = lock_pupil(pupil)  # the head restricts and lifts without opening the record
    else:
        pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, permission, pupil)
    return pupil
