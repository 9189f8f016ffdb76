"""The schools and officers that the roll's filter offers: those of the children somebody may see.

Names alone. Who sees a whole authority is not asked again within a minute: on every page it would
cost as much as the list itself. What is remembered depends on the roles and holds nothing of a
restricted record. Who sees children one by one is asked anew each time, so that whoever loses a
child loses the child's school and officer with the next page.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from django.core.cache import caches
from django.db.models import QuerySet

from pupils.models import Enrolment, Involvement
from pupils.querysets import WHOLE_AUTHORITY
from vsh.accounts.models import User

SECONDS = 60
Choices = list[tuple[str, str]]
Rows: TypeAlias = "QuerySet[Any]"


def schools_for(user: User, *, on: date) -> Choices:
    """The schools of visible children."""
    return _choices("setting", user, on, _places)


def officers_for(user: User, *, on: date) -> Choices:
    """The officers of visible children."""
    return _choices("user", user, on, _allocations)


def _places(user: User, on: date) -> Rows:
    places = Enrolment.objects.visible_to(user).current_on(on).main()
    return places.filter(setting__isnull=False)


def _allocations(user: User, on: date) -> Rows:
    involved = Involvement.objects.visible_to(user).current_on(on)
    return involved.filter(capacity=Involvement.Capacity.OFFICER)


def _choices(what: str, user: User, on: date, rows: Callable[[User, date], Rows]) -> Choices:
    """Id and name of each school or person of these rows, remembered where that is safe."""
    if not user.roles <= set(WHOLE_AUTHORITY):
        return _names(what, rows(user, on))
    # The key names the memberships, so that who loses one is asked anew.
    roles = ",".join(str(membership.pk) for membership in user.memberships_today)
    key = f"{what}:{user.pk}:{on:%Y%m%d}:{roles}"

    def work_out() -> Choices:
        return _names(what, rows(user, on).filter(pupil__is_restricted=False))

    found: Choices | None = caches["process"].get_or_set(key, work_out, SECONDS)
    return found or []


def _names(what: str, rows: Rows) -> Choices:
    names = rows.order_by(f"{what}__name").values_list(f"{what}_id", f"{what}__name").distinct()
    return [(str(pk), name) for pk, name in names]
