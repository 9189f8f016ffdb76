"""Which term a new PEP is for: loaded or not, in term, in the holidays."""

from datetime import date

import pytest

from peps.terms import term_of_new_pep, term_under_way
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
    assert term_of_new_pep(cast.northshire, day).key == key


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
    term = term_under_way(cast.northshire, date(2027, 2, 17))
    assert (term.key, term.first_on, term.last_on) == (
        ("2026-27", "spring"),
        date(2027, 1, 4),
        date(2027, 3, 25),
    )


def test_an_authority_without_dates(cast):
    CalendarEntry.objects.all().delete()
    assert term_under_way(cast.northshire, date(2026, 11, 4)) is None
    assert term_of_new_pep(cast.northshire, date(2027, 2, 1)).key == ("2026-27", "spring")
