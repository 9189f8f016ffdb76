"""The terms of the school at which a child has a place."""

from collections.abc import Sequence
from datetime import date

from pupils.models import Enrolment
from vsh.calendars.rules import Season, Term, academic_year
from vsh.calendars.services import load_calendar_book


def terms_of_place(enrolment: Enrolment, day: date) -> list[Term]:
    """The terms loaded for the academic year of `day`: the school's own, else its area's, else
    those of the child's authority; one query."""
    return terms_of_places([enrolment], day)[enrolment.pk]


def terms_of_places(places: Sequence[Enrolment], day: date) -> dict[int, list[Term]]:
    """The same for many places, by their id; `setting` and `pupil__authority` are loaded."""
    book = load_calendar_book(
        authority_names={p.pupil.authority.code: p.pupil.authority.name for p in places},
        area_codes={p.setting.la_code for p in places if p.setting},
        setting_ids={p.setting_id for p in places if p.setting_id},
    )
    year = academic_year(day)
    found = {}
    for place in places:
        days = book.school_days(
            setting_id=place.setting_id,
            area_code=place.setting.la_code if place.setting else "",
            authority_code=place.pupil.authority.code,
        )
        terms = (days.term(year, season) for season in Season)
        found[place.pk] = [term for term in terms if term]
    return found
