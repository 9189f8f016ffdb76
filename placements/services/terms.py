"""The terms of the school at which a child has a place."""

from collections.abc import Sequence
from datetime import date

from pupils.models import Enrolment
from vsh.calendars.rules import CalendarBook, SchoolDays, Season, Term, academic_year
from vsh.calendars.services import load_calendar_book


def terms_of_place(enrolment: Enrolment, day: date) -> list[Term]:
    """The terms loaded for the academic year of `day`: the school's own, else its area's, else
    those of the child's authority; one query."""
    return terms_of_places([enrolment], day)[enrolment.pk]


def terms_of_places(places: Sequence[Enrolment], day: date) -> dict[int, list[Term]]:
    """The same for many places, by their id; `setting` and `pupil__authority` are loaded."""
    book = _book(places)
    return {place.pk: _terms(_school_days(book, place), day) for place in places}


def calendar_of_place(place: Enrolment, day: date) -> tuple[SchoolDays, list[Term]]:
    """The school days that count there, and the terms of the academic year of `day`."""
    days = _school_days(_book([place]), place)
    return days, _terms(days, day)


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


def _terms(days: SchoolDays, day: date) -> list[Term]:
    year = academic_year(day)
    return [term for season in Season if (term := days.term(year, season))]
