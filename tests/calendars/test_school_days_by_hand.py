"""School days agree with a naive count, day by day, in calendars drawn at random."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.clock_world import book, calendar
from vsh.calendars.rules import Season, WorkingDays, bank_holidays

DAY = timedelta(days=1)


@st.composite
def calendars(draw):
    """Two years of three terms, some in halves, with closures and INSET days in them."""
    rows = {"2025-26": [], "2026-27": []}
    for year, rows_of_year in rows.items():
        first = int(year[:4])
        for start, weeks in (
            (date(first, 9, 1), 15),
            (date(first + 1, 1, 3), 11),
            (date(first + 1, 4, 12), 13),
        ):
            starts_on = start + DAY * draw(st.integers(0, 6))
            ends_on = starts_on + timedelta(weeks=weeks) - DAY * draw(st.integers(0, 6))
            half = starts_on + timedelta(weeks=7)
            if draw(st.booleans()):
                rows_of_year.append(("term", "first half", starts_on, half - DAY * 9))
                rows_of_year.append(("term", "second half", half, ends_on))
            else:
                rows_of_year.append(("term", "whole", starts_on, ends_on))
                rows_of_year.append(("closure", "half term", half - DAY * 7, half - DAY))
            inset = starts_on + DAY * draw(st.integers(0, 60))
            rows_of_year.append(("inset", "INSET day", inset, inset))
    return rows


def has_session(rows, day):
    """A day with a session, read straight from the rows."""
    spans = [row for year in rows.values() for row in year if row[2] <= day <= row[3]]
    kinds = {kind for kind, *_ in spans}
    return kinds == {"term"} and day.weekday() < 5 and day not in bank_holidays(day.year)


def school_days(rows):
    loaded = {("999", year): calendar("Northshire", year, found) for year, found in rows.items()}
    return book(of_authorities=loaded).school_days(
        setting_id=None, area_code="", authority_code="999"
    )


@settings(deadline=None)
@given(calendars(), st.dates(date(2025, 9, 10), date(2027, 5, 20)), st.integers(1, 25))
def test_counted_naively_the_due_day_is_the_same(rows, after, number):
    day, left = after, number
    while left:
        day += DAY
        assume(day < date(2027, 8, 1))
        left -= has_session(rows, day)
    assert school_days(rows).due(number, after=after).due_on == day


@settings(deadline=None)
@given(calendars())
def test_terms_run_from_the_first_to_the_last_day_with_a_session(rows):
    found = school_days(rows)
    for year in rows:
        first = int(year[:4])
        for season, low, high in (
            (Season.AUTUMN, date(first, 9, 1), date(first, 12, 31)),
            (Season.SPRING, date(first + 1, 1, 1), date(first + 1, 4, 8)),
            (Season.SUMMER, date(first + 1, 4, 9), date(first + 1, 8, 31)),
        ):
            days = [low + DAY * n for n in range((high - low).days + 1)]
            sessions = [day for day in days if has_session(rows, day)]
            term = found.term(year, season)
            assert (term.first_on, term.last_on) == (sessions[0], sessions[-1])


@given(st.dates(date(2018, 1, 1), date(2034, 1, 1)), st.integers(1, 30))
def test_working_days_counted_naively(after, number):
    day, left = after, number
    while left:
        day += DAY
        left -= day.weekday() < 5 and day not in bank_holidays(day.year)
    assert WorkingDays().add(number, after=after) == day
