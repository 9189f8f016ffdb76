"""The schools and officers that the roll's filter offers: those of the children somebody may see.

Names alone. Who sees a whole authority is not asked again within a minute: on every page it would
cost as much as the list itself. What is remembered depends on the roles and holds nothing of a
restricted record. Who sees children one by one is asked anew each time, so that whoever loses a
child loses the child's school and officer with the next page.
"""

from datetime import date
from typing import Any

from django.core.cache import caches
from django.db.models import CharField, QuerySet, Value

from pupils.models import Enrolment, Involvement
from pupils.querysets import WHOLE_AUTHORITY
from vsh.accounts.models import User

SECONDS = 60
SCHOOL, OFFICER = "school", "officer"
Choices = list[tuple[str, str]]


def choices_for(user: User, *, on: date) -> dict[str, Choices]:
    """The schools and officers of visible children, remembered where that is safe."""
    if not user.roles <= set(WHOLE_AUTHORITY):
        return _choices(user, on, with_restricted=True)
    # The key names the memberships, so that who loses one is asked anew.
    roles = ",".join(str(membership.pk) for membership in user.memberships_today)
    key = f"filter_choices:{user.pk}:{on:%Y%m%d}:{roles}"

    def work_out() -> dict[str, Choices]:
        return _choices(user, on, with_restricted=False)

    return caches["process"].get_or_set(key, work_out, SECONDS) or work_out()


def _choices(user: User, on: date, *, with_restricted: bool) -> dict[str, Choices]:
    """Both in one query."""
    places = Enrolment.objects.visible_to(user).current_on(on).main().filter(setting__isnull=False)
    involved = Involvement.objects.visible_to(user).current_on(on)
    involved = involved.filter(capacity=Involvement.Capacity.OFFICER)
    if not with_restricted:
        places = places.filter(pupil__is_restricted=False)
        involved = involved.filter(pupil__is_restricted=False)
    rows = _named(places, SCHOOL, "setting").union(_named(involved, OFFICER, "user"))
    found: dict[str, Choices] = {SCHOOL: [], OFFICER: []}
    for what, pk, name in sorted(rows, key=lambda row: row[2]):
        found[what].append((str(pk), name))
    return found


def _named(rows: "QuerySet[Any]", what: str, path: str) -> "QuerySet[Any]":
    what_it_is = Value(what, output_field=CharField())
    return rows.order_by().values_list(what_it_is, f"{path}_id", f"{path}__name")
