"""Opening a restricted record: for one day, by giving a reason, which is kept."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today

from ..models import Pupil, RestrictedAccess
from .locking import lock_pupil


@transaction.atomic
def open_restricted_record(*, actor: User, ref: str, reason: str) -> Pupil | None:
    """Let `actor` see a restricted record of their authority today.

    None for a reference that is not there, not restricted or not theirs: one answer for all. That
    of a record merged into another opens the one that stays.
    """
    authorities = actor.authority_ids_where(Permission.OPEN_RESTRICTED_RECORD)
    if not authorities or not actor.is_active:
        raise PermissionDenied
    found = Pupil.objects.filter(ref=ref.strip().lower(), authority__in=authorities).first()
    pupil = lock_pupil(found) if found else None
    if pupil is None or not pupil.is_restricted:
        return None
    RestrictedAccess.objects.create(
        pupil=pupil,
        user=actor,
        granted_by=actor,
        reason=reason,
        started_on=today(),
        ended_on=today(),
    )
    return pupil
