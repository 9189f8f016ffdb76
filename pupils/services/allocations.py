"""Somebody begins to work with a child in one capacity, in place of who did so before."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Permission
from vsh.calendars import today

from ..child_permissions import require_for
from ..models import Involvement, Pupil
from .locking import lock_pupil, lock_visible_pupil


@transaction.atomic
def allocate(
    *, actor: User | None, pupil: Pupil, user: User, capacity: str, started_on: date | None = None
) -> Involvement:
    """Allocate a person who holds that role in the child's authority; the former one ends the
    day before. Who may load the roll may do so; the Virtual School says which of its officers works
    with a child. `actor` is None on the command line."""
    if actor is None:
        pupil = lock_pupil(pupil)
    else:
        pupil = lock_visible_pupil(pupil, actor=actor)
        require_for(actor, permission_to_allocate(capacity), pupil)
    day = started_on or today()
    _require_role(user, capacity, pupil, day)
    held = Involvement.objects.filter(pupil=pupil, capacity=capacity)
    held = held.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    theirs = held.filter(user=user, started_on__lte=day, ended_on__isnull=True).first()
    if theirs is not None:
        return theirs
    for former in held:
        if former.started_on >= day:
            former.delete()  # it never came to be; the history keeps it
        else:
            former.ended_on = day - timedelta(days=1)
            former.save(update_fields=["ended_on"])
    new = Involvement(pupil=pupil, user=user, capacity=capacity, started_on=day)
    new.full_clean()
    new.save()
    return new


def permission_to_allocate(capacity: str) -> Permission:
    """Who says who works with a child in this capacity: an officer is the Virtual School's own
    choice, everybody else is told by the council's case system."""
    if capacity == Involvement.Capacity.OFFICER:
        return Permission.ASSIGN_CASELOAD
    return Permission.IMPORT_DATA


def _require_role(user: User, capacity: str, pupil: Pupil, day: date) -> None:
    if capacity not in Involvement.Capacity.values:
        raise ValidationError({"capacity": f"There is no capacity “{capacity}”."})
    held = Membership.objects.in_force_on(day).filter(
        user=user, role=capacity, authority=pupil.authority_id
    )
    if not user.is_active or not held.exists():
        label = Involvement.Capacity(capacity).label
        raise ValidationError(
            {"user": f"{user.email} is not a {label} there. Give the role first."}
        )
