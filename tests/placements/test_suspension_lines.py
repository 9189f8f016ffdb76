"""What a plan says of suspensions: those of its own school year, its term and the term before."""

from datetime import date

import pytest

from placements.attendance_words import NO_SUSPENSION, Out, suspension_lines
from vsh.calendars.rules import Season


def said(*days: date, season: Season = Season.SUMMER, on: date = date(2026, 9, 20)) -> list[str]:
    out = [Out(started_on=day, sessions=6) for day in days]
    lines = suspension_lines(out, year="2025-26", season=season, on=on)
    return [words for label, words in lines if label.startswith("Suspensions")]


@pytest.mark.parametrize(
    ("day", "of_year", "of_last_term"),
    [
        (date(2025, 8, 31), NO_SUSPENSION, NO_SUSPENSION),
        (date(2025, 9, 1), "Once, 3 school days; this term none", NO_SUSPENSION),
        (date(2025, 12, 31), "Once, 3 school days; this term none", NO_SUSPENSION),
        (date(2026, 1, 1), "Once, 3 school days; this term none", "Once, 3 school days"),
        (date(2026, 3, 31), "Once, 3 school days; this term none", "Once, 3 school days"),
        (date(2026, 4, 1), "Once, 3 school days; this term 1", NO_SUSPENSION),
        (date(2026, 8, 31), "Once, 3 school days; this term 1", NO_SUSPENSION),
        # A plan that is finished late says nothing of the year in which it is finished.
        (date(2026, 9, 10), NO_SUSPENSION, NO_SUSPENSION),
    ],
)
def test_a_plan_of_the_summer_finished_in_september(day, of_year, of_last_term):
    assert said(day) == [of_year, of_last_term]


def test_a_plan_of_the_autumn_finished_in_march_counts_no_spring_as_its_term():
    days = date(2025, 11, 3), date(2026, 2, 2)
    found = said(*days, season=Season.AUTUMN, on=date(2026, 3, 10))
    assert found == ["2 times, 6 school days; this term 1", NO_SUSPENSION]


def test_what_began_after_the_day_is_not_known():
    assert said(date(2026, 5, 2), on=date(2026, 5, 1)) == [NO_SUSPENSION, NO_SUSPENSION]
