"""The schools and officers that the roll's filter offers: those of the children somebody may see.

Names alone, worked out at most once a minute for the same person with the same roles: on every
page they would cost as much as the list itself.
"""

from collections.abc import Callable
from datetime import date

from django.core.cache import caches

from pupils.models import Enrolment, Involvement
from vsh.accounts.models import User

SECONDS = 60
Choices = list[tuple[str, str]]


def schools_for(user: User, *, on: date) -> Choices:
    """The schools of visible children."""
    return _remembered("schools", user, on, lambda: _schools_of(user, on))


def officers_for(user: User, *, on: date) -> Choices:
    """The officers of visible children."""
    return _remembered("officers", user, on, lambda: _officers_of(user, on))


def _schools_of(user: User, on: date) -> Choices:
    places = Enrolment.objects.visible_to(user).current_on(on).main()
    rows = places.filter(setting__isnull=False).order_by("setting__name")
    return [
        (str(pk), name) for pk, name in rows.values_list("setting_id", "setting__name").distinct()
    ]


def _officers_of(user: User, on: date) -> Choices:
    involved = Involvement.objects.visible_to(user).current_on(on)
    rows = involved.filter(capacity=Involvement.Capacity.OFFICER).order_by("user__name")
    return [(str(pk), name) for pk, name in rows.values_list("user_id", "user__name").distinct()]


def _remembered(name: str, user: User, on: date, work_out: Callable[[], Choices]) -> Choices:
    """From this process's memory; the key names the roles, so that who loses one is asked anew."""
    roles = ",".join(str(membership.pk) for membership in user.memberships_today)
    key = f"{name}:{user.pk}:{on:%Y%m%d}:{roles}"
    return caches["process"].get_or_set(key, work_out, SECONDS) or []
