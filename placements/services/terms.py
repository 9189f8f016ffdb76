"""The terms of the school at which a child has a place."""

from collections.abc import Collection, Sequence
from datetime import date

from placements.rules.attendance import OpenDays, term_of_span
from pupils.models import Enrolment
from vsh.calendars.rules import (
    ONE_DAY,
    CalendarBook,
    SchoolDays,
    Season,
    Term,
    academic_year,
    each_day,
    next_year,
)
from vsh.calendars.services import load_calendar_book

# A setting, its area, and the code and name of the authority of children there.
School = tuple[int | None, str | None, str, str]


def terms_of_place(enrolment: Enrolment, day: date) -> list[Term]:
    """The terms loaded among which `day` may lie: the school's own, else its area's, else those
    of the child's authority; one query."""
    return terms_of_places([enrolment], day)[enrolment.pk]


def terms_of_places(places: Sequence[Enrolment], day: date) -> dict[int, list[Term]]:
    """The same for many places, by their id; `setting` and `pupil__authority` are loaded."""
    found = calendars_of_places(places)
    return {pk: terms_around(days, day) for pk, days in found.items()}


def calendars_of_places(places: Sequence[Enrolment]) -> dict[int, SchoolDays]:
    """The school days that count at each place, by its id; one query."""
    book = _book(places)
    return {place.pk: _school_days(book, place) for place in places}


def closed_on(schools: Collection[School], day: date) -> set[School]:
    """Those that are closed on a day; one query."""
    return {one for one, days in _calendars(schools).items() if not is_open(days, day)}


def term_at(book: CalendarBook, school: School, day: date) -> tuple[str, Season]:
    """The term to which a day belongs at a school."""
    return _term_of(days_at(book, school), day)


def calendar_of_place(place: Enrolment, day: date) -> tuple[SchoolDays, list[Term]]:
    """The school days that count there, and the terms among which `day` may lie."""
    days = calendars_of_places([place])[place.pk]
    return days, terms_around(days, day)


def terms_around(days: SchoolDays, day: date) -> list[Term]:
    """The terms of the academic year of `day` and of the next, whose autumn may begin in August."""
    year = academic_year(day)
    return [
        term
        for each in (year, next_year(year))
        for season in Season
        if (term := days.term(each, season))
    ]


def first_school_day(calendar: SchoolDays, day: date) -> date:
    """The first day with school from a day on; where no term dates say so, from Monday to
    Friday."""
    known = calendar.next_after(day - ONE_DAY)
    return known or calendar.working_days.add(1, after=day - ONE_DAY)


def season_of(calendar: SchoolDays, day: date) -> str:
    """The term to which a day belongs."""
    return _term_of(calendar, day)[1].value


def _term_of(calendar: SchoolDays, day: date) -> tuple[str, Season]:
    found = term_of_span(started_on=day, ended_on=day, terms=terms_around(calendar, day))
    assert found is not None  # one day never lies in two terms
    return found


def is_open(calendar: SchoolDays, day: date) -> bool:
    """Whether there was school; where no term dates say so, any working day that is not loaded as a
    closed one."""
    in_term = any(term.first_on <= day <= term.last_on for term in terms_around(calendar, day))
    if in_term or calendar.covers(academic_year(day)):
        return calendar.is_school_day(day)
    return calendar.working_days.is_working_day(day) and not calendar.is_closed(day)


def open_days(
    calendar: SchoolDays,
    first: date,
    last: date,
    asked: dict[date, tuple[bool, bool]] | None = None,
) -> OpenDays:
    """On how many days of a span there was school, as a mark of each would find it; and on how many
    there can have been, by what is loaded of the school itself. `asked` keeps each day's answers.
    """
    asked = {} if asked is None else asked
    days = list(each_day(first, last))
    for day in days:
        if day not in asked:
            asked[day] = is_open(calendar, day), is_open(calendar.of_school, day)
    return OpenDays(
        known=sum(asked[day][0] for day in days),
        most=sum(asked[day][1] for day in days),
        by=calendar.owner_in(academic_year(last)),
    )


def _calendars(schools: Collection[School]) -> dict[School, SchoolDays]:
    book = load_calendar_book(
        authority_names={code: name for _, _, code, name in schools},
        area_codes={area for _, area, _, _ in schools if area},
        setting_ids={setting for setting, _, _, _ in schools if setting},
    )
    return {one: days_at(book, one) for one in schools}


def days_at(book: CalendarBook, school: School) -> SchoolDays:
    """The school days that count at a school."""
    setting_id, area, code, _ = school
    return book.school_days(setting_id=setting_id, area_code=area or "", authority_code=code)


def _book(places: Sequence[Enrolment]) -> CalendarBook:
    return load_calendar_book(
        authority_names={p.pupil.authority.code: p.pupil.authority.name for p in places},
        area_codes={p.setting.la_code for p in places if p.setting},
        setting_ids={p.setting_id for p in places if p.setting_id},
    )


def _school_days(book: CalendarBook, place: Enrolment) -> SchoolDays:
    return book.school_days(
        setting_id=place.setting_id,
        area_code=place.setting.la_code if place.setting else "",
        authority_code=place.pupil.authority.code,
    )
