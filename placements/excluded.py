"""What is due to a child whom a school excluded for good, while the name is on its register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from placements.models import Exclusion
from placements.rules import provision, school_places
from pupils.models import CarePlacement, Deadline, Pupil
from pupils.rules.clock import Surroundings
from pupils.rules.facts import PupilFacts
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import ONE_DAY, SchoolDays, each_day
from vsh.govuk.dates import long_date


@dataclass(frozen=True, kw_only=True)
class Running:
    """A clock of a full-time place, or of education while excluded, that runs or was met."""

    kind: str
    trigger_key: str
    started_on: date
    due_on: date | None
    met_on: date | None


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """What is read of a permanent exclusion that keeps a child out."""

    started_on: date
    sixth_day_provision: str
    sixth_day_from_on: date | None
    is_sixth_day_full_time: bool

    @classmethod
    def told(cls, row: Mapping[str, Any]) -> Self:
        """As the database tells it."""
        return cls(**_with_days(row))


def clocks_of(
    pupil: Any, *, permissions: Iterable[Permission], on: date
) -> "QuerySet[Deadline, dict[str, Any]]":
    """Those of a child, or of the child of an outer query, of which these permissions tell; as
    JSON, for `running`."""
    told = Deadline.objects.filter(pupil=pupil).told_with(frozenset(permissions))
    found = told.filter(
        kind__in=(school_places.KIND, provision.KIND),
        started_on__lte=on,
        closed_on=None,
        is_current=True,
    )
    columns = {name: name for name in Running.__dataclass_fields__}
    return found.order_by("started_on").values_list(JSONObject(**columns), flat=True)


def running(rows: Iterable[Mapping[str, Any]]) -> list[Running]:
    """The clocks that the database told."""
    return [Running(**_with_days(row)) for row in rows]


def exclusion_of(pupil: Any, *, user: User, on: date) -> "QuerySet[Exclusion, dict[str, Any]]":
    """The newest permanent exclusion that keeps a child, or the child of an outer query, without a
    school; as JSON, for `Excluded.told`."""
    out: Any = Exclusion.objects.visible_to(user).without_school_since(on)
    columns = {name: name for name in Excluded.__dataclass_fields__}
    found: QuerySet[Exclusion, dict[str, Any]] = out.filter(enrolment__pupil=pupil).values_list(
        JSONObject(**columns), flat=True
    )
    return found


def excluding_schools(pupil: Pupil, *, user: User, on: date) -> dict[int, str]:
    """The schools that keep the child out, by id, with why they are not offered for a place."""
    rows: Any = Exclusion.objects.visible_to(user).keeping_out(on)
    found = rows.filter(enrolment__pupil=pupil, enrolment__setting__isnull=False)
    columns = ("enrolment__setting", "enrolment__setting__name", "started_on")
    return {
        pk: f"{name} is not offered: it permanently excluded the child from {long_date(day)}."
        for pk, name, day in found.order_by("started_on").values_list(*columns)
    }


def home_area(pupil: str, *, on: date) -> Subquery:
    """The area in which the child of the outer query lived last."""
    homes = CarePlacement.objects.filter(pupil=OuterRef(pupil), started_on__lte=on)
    return Subquery(homes.order_by("-started_on").values("area_code")[:1])


def home_calendar(child: PupilFacts, known: Surroundings, day: date) -> SchoolDays:
    """The school days of the area where the child lived on a day."""
    begun = [one for one in child.care_periods if one.started_on <= day]
    return known.book.school_days(
        setting_id=None,
        area_code=begun[-1].area_on(day) if begun else "",
        authority_code=child.authority_code,
    )


def school_days_since(day: date, *, days: SchoolDays, on: date) -> int:
    """Which school day it is, the first without a place not counted."""
    return sum(days.is_school_day(each) for each in each_day(day + ONE_DAY, on))


def place_due(clocks: Sequence[Running], *, days: SchoolDays | None, on: date) -> str:
    """Such as "a full-time place due 27 November 2026 (school day 3)"; the day is counted by the
    school days of the child's home, for who may know where that is. Nothing where none is due."""
    found = [one for one in clocks if one.kind == school_places.KIND and one.met_on is None]
    if not found:
        return ""
    clock = found[-1]
    due = long_date(clock.due_on) if clock.due_on else "on a day that is not known yet"
    passed = ""
    if days is not None:
        passed = f" (school day {school_days_since(clock.started_on, days=days, on=on)})"
    return f"a full-time place due {due}{passed}"


def excluded_in_words(row: Exclusion | Excluded, clocks: Sequence[Running], due: str) -> str:
    """Since when, the education from the sixth school day, the place that is due."""
    began = f"Permanently excluded from {long_date(row.started_on)}"
    return "; ".join(filter(None, [began, _sixth_day(row, clocks), due]))


def _sixth_day(row: Exclusion | Excluded, clocks: Sequence[Running]) -> str:
    if row.sixth_day_from_on:
        full_time = "" if row.is_sixth_day_full_time else ", not said to be full time"
        what = f"{row.sixth_day_provision}, from {long_date(row.sixth_day_from_on)}{full_time}"
        return f"education from the sixth school day: {what}"
    key = f"{Exclusion.Kind.PERMANENT}:{row.started_on}"
    of_row = (one for one in clocks if one.kind == provision.KIND and one.trigger_key == key)
    clock = next(of_row, None)
    if clock is None:
        return ""
    if clock.met_on:
        return f"full-time education elsewhere from {long_date(clock.met_on)}"
    due = long_date(clock.due_on) if clock.due_on else "on a day that is not known yet"
    return f"education from the sixth school day due {due}, none on record"


def _with_days(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(told) if told and name.endswith("_on") else told
        for name, told in row.items()
    }
