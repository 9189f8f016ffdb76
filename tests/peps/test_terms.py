"""Which term a new PEP is for: loaded or not, in term, in the holidays."""

from datetime import date

import pytest

from peps.facts.terms import loaded_terms, term_of_new_pep, term_with, terms_of_present_plans
from vsh.calendars.models import CalendarEntry


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 6, 10), ("2025-26", "summer")),  # no dates of that year are loaded
        (date(2026, 8, 20), ("2026-27", "autumn")),
        (date(2026, 9, 1), ("2026-27", "autumn")),
        (date(2026, 10, 28), ("2026-27", "autumn")),  # half term
        (date(2026, 12, 18), ("2026-27", "autumn")),
        (date(2026, 12, 19), ("2026-27", "spring")),  # the holidays belong to the term ahead
        (date(2027, 3, 30), ("2026-27", "summer")),
        (date(2027, 7, 21), ("2026-27", "summer")),
        (date(2027, 8, 2), ("2027-28", "autumn")),  # dates of the next year are not loaded
    ],
)
def test_term_of_a_new_pep(cast, day, key):
    assert term_of_new_pep(loaded_terms(cast.northshire, day), day).key == key


def test_half_terms_are_one_term(cast):
    CalendarEntry.objects.filter(authority=cast.northshire, name="Spring").delete()
    for name, first, last in [
        ("Spring 1", date(2027, 1, 4), date(2027, 2, 12)),
        ("Spring 2", date(2027, 2, 22), date(2027, 3, 25)),
    ]:
        CalendarEntry.objects.create(
            authority=cast.northshire,
            academic_year="2026-27",
            kind="term",
            name=name,
            starts_on=first,
            ends_on=last,
        )
    term = term_with(loaded_terms(cast.northshire, date(2027, 2, 17)), ("2026-27", "spring"))
    assert (term.key, term.first_on, term.last_on) == (
        ("2026-27", "spring"),
        date(2027, 1, 4),
        date(2027, 3, 25),
    )


def test_an_authority_without_dates(cast):
    CalendarEntry.objects.all().delete()
    assert loaded_terms(cast.northshire, date(2026, 11, 4)) == []
    assert term_of_new_pep([], date(2027, 2, 1)).key == ("2026-27", "spring")


AUTUMN, SPRING, SUMMER = (("2026-27", season) for season in ("autumn", "spring", "summer"))


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        (date(2026, 9, 1), [AUTUMN]),
        (date(2026, 10, 28), [AUTUMN]),  # half term
        (date(2026, 12, 19), [AUTUMN, SPRING]),
        (date(2027, 1, 3), [AUTUMN, SPRING]),
        (date(2027, 1, 4), [SPRING]),
        (date(2027, 4, 6), [SPRING, SUMMER]),  # the Easter holidays: April is not the summer term
        (date(2027, 4, 12), [SUMMER]),
        (date(2027, 8, 20), [SUMMER]),  # of the next year nothing is loaded
        (date(2026, 8, 20), [("2025-26", "summer"), AUTUMN]),  # nor of the last
        (date(2028, 2, 2), [("2027-28", "spring")]),
    ],
)
def test_terms_of_present_plans(cast, day, keys):
    assert terms_of_present_plans(loaded_terms(cast.northshire, day), day) == keys


@pytest.mark.parametrize(
    ("day", "season"),
    [(date(2027, 3, 31), "spring"), (date(2027, 4, 1), "summer"), (date(2027, 8, 31), "summer")],
)
def test_terms_of_present_plans_go_by_the_month_where_none_are_loaded(day, season):
    assert terms_of_present_plans([], day) == [("2026-27", season)]
