"""A child's suspensions, each in the term of the school that decided it.

One reading for the child's tab, the plan and the review pack: that of the governors' meeting and of
the alerts (`placements.governors`), by the term dates that are loaded. They come with the rows, so
that a page asks no further question.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONArray

from placements.attendance_words import Out, TermKey
from placements.models import Exclusion
from placements.rules.attendance import nominal_term
from placements.services.terms import School, days_at, first_school_day, term_at
from vsh.calendars.models import CalendarEntry
from vsh.calendars.rules import CalendarBook
from vsh.calendars.services import calendar_book_of

# What `out_of` reads of exclusions `with_calendar`, which are annotated with `sessions_out`.
COLUMNS: Mapping[str, str] = {
    "kind": "kind",
    "started_on": "started_on",
    "provision_from_on": "provision_from_on",
    "sessions": "sessions_out",
    "setting": "enrolment__setting",
    "area": "enrolment__setting__la_code",
    "code": "enrolment__pupil__authority__code",
    "authority": "enrolment__pupil__authority__name",
    "entries": "entries",
}
_OWNER = ("authority__code", "setting", "authority__name", "setting__name")
_ENTRY = ("academic_year", "kind", "name", "starts_on", "ends_on")


def with_calendar(rows: "QuerySet[Any, Any]", *more: Any) -> "QuerySet[Any, Any]":
    """Each with the term dates, as `entries`, that may apply to it; `more` are codes of other areas
    whose dates are wanted too."""
    place, child = OuterRef("enrolment__setting__la_code"), "enrolment__pupil__authority__code"
    codes = place, OuterRef(child), *more
    entries = CalendarEntry.objects.filter(
        Q(setting=OuterRef("enrolment__setting")) | Q(authority__code__in=codes)
    )
    told = JSONArray(*(F(name) for name in (*_OWNER, *_ENTRY)))
    return rows.annotate(entries=ArraySubquery(entries.order_by().values_list(told, flat=True)))


def out_of(rows: Sequence[Mapping[str, Any]], *, on: date) -> tuple[list[Out], TermKey]:
    """Each, and the term of `on` at the school that suspended last.

    `rows` hold `COLUMNS`, days as such or as ISO text.
    """
    if not rows:
        return [], nominal_term(on)
    book = book_of(rows)
    last = max(rows, key=lambda row: _day(row["started_on"]))
    return [_out(row, book) for row in rows], term_at(book, school_of(last), on)


def _out(row: Mapping[str, Any], book: CalendarBook) -> Out:
    day, from_on = _day(row["started_on"]), row["provision_from_on"]
    first_on = first_school_day(days_at(book, school_of(row)), day)
    return Out(
        started_on=day,
        first_on=first_on,
        sessions=row["sessions"],
        term=term_at(book, school_of(row), day),
        has_day_one=row["kind"] == Exclusion.Kind.LUNCHTIME
        or (from_on is not None and _day(from_on) <= first_on),
    )


def book_of(rows: Sequence[Mapping[str, Any]]) -> CalendarBook:
    """The calendars that came with the rows."""
    told = {tuple(entry) for row in rows for entry in row["entries"]}
    entries = [
        (code, setting, of_authority or of_setting, *what, _day(first), _day(last))
        for code, setting, of_authority, of_setting, *what, first, last in told
    ]
    return calendar_book_of(
        entries, authority_names={row["code"]: row["authority"] for row in rows}
    )


def school_of(row: Mapping[str, Any]) -> School:
    """The school that decided it, as calendars are asked for."""
    return row["setting"], row["area"], row["code"], row["authority"]


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
