"""What a plan says of suspensions: those of its own school year, its term and the term before."""

from datetime import date

import pytest
from django.db.models.functions import JSONObject

from placements.attendance_words import DAY_ONE, NO_SUSPENSION, Out, suspension_lines
from placements.governors import governors_of
from placements.models import Exclusion
from placements.suspensions_by_term import COLUMNS, out_of, with_calendar
from tests.cast import Cast
from vsh.calendars.models import CalendarEntry
from vsh.calendars.rules import Season


def said(*days: date, season: Season = Season.SUMMER, on: date = date(2026, 9, 20)) -> list[str]:
    out = [Out(started_on=day, sessions=6) for day in days]
    lines = suspension_lines(out, year="2025-26", season=season, on=on)
    return [words for label, words in lines if label.startswith("Suspensions")]


@pytest.mark.parametrize(
    ("day", "of_year", "of_last_term"),
    [
        (date(2025, 8, 31), NO_SUSPENSION, NO_SUSPENSION),
        (date(2025, 9, 1), "1 suspension of 3 school days. This term: none", NO_SUSPENSION),
        (date(2025, 12, 31), "1 suspension of 3 school days. This term: none", NO_SUSPENSION),
        (
            date(2026, 1, 1),
            "1 suspension of 3 school days. This term: none",
            "1 suspension of 3 school days",
        ),
        (
            date(2026, 3, 31),
            "1 suspension of 3 school days. This term: none",
            "1 suspension of 3 school days",
        ),
        (date(2026, 4, 1), "1 suspension of 3 school days. This term: 1", NO_SUSPENSION),
        (date(2026, 8, 31), "1 suspension of 3 school days. This term: 1", NO_SUSPENSION),
        # A plan that is finished late says nothing of the year in which it is finished.
        (date(2026, 9, 10), NO_SUSPENSION, NO_SUSPENSION),
    ],
)
def test_a_plan_of_the_summer_finished_in_september(day, of_year, of_last_term):
    assert said(day) == [of_year, of_last_term]


def test_a_plan_of_the_autumn_finished_in_march_counts_no_spring_as_its_term():
    days = date(2025, 11, 3), date(2026, 2, 2)
    found = said(*days, season=Season.AUTUMN, on=date(2026, 3, 10))
    assert found == ["2 suspensions, 6 school days in all. This term: 1", NO_SUSPENSION]


def test_what_began_after_the_day_is_not_known():
    assert said(date(2026, 5, 2), on=date(2026, 5, 1)) == [NO_SUSPENSION, NO_SUSPENSION]


def test_without_education_from_day_one_it_says_so():
    days = date(2025, 11, 3), date(2026, 2, 2), date(2024, 11, 4)
    out = [Out(started_on=day, sessions=6, has_day_one=day.month == 2) for day in days]
    told = {"year": "2025-26", "season": Season.SPRING, "on": date(2026, 3, 2)}
    assert dict(suspension_lines(out, **told))[DAY_ONE] == "None on record for 1 of 2"
    assert DAY_ONE not in dict(suspension_lines(out[1:], **told))


def test_a_term_that_begins_in_august_is_counted_whole(cast: Cast) -> None:
    """5 school days of August and 11 of September are 16 of the autumn term."""
    CalendarEntry.objects.create(
        setting=cast.oakfield,
        academic_year="2026-27",
        kind="term",
        name="Autumn",
        starts_on=date(2026, 8, 24),
        ends_on=date(2026, 12, 18),
    )
    facts = {"enrolment": cast.ada.enrolments.get(), "kind": "suspension", "reasons": ["DB"]}
    for day, sessions in ((date(2026, 8, 25), 10), (date(2026, 9, 7), 22)):
        told = {"started_on": day, "sessions": sessions, "reported_on": day}
        row = Exclusion.objects.create(**facts, **told)
    assert governors_of(row, user=cast.officer).days_in_term == 16
    rows = with_calendar(Exclusion.objects.counted()).values_list(JSONObject(**COLUMNS), flat=True)
    found = []
    for on in (date(2026, 9, 2), date(2026, 9, 20)):
        known = [each for each in rows if date.fromisoformat(each["started_on"]) <= on]
        out, (year, season) = out_of(known, on=on)
        lines = dict(suspension_lines(out, year=year, season=Season(season), on=on))
        found.append((lines["Suspensions this year"], lines.get("To note")))
    assert found == [
        (f"{NO_SUSPENSION}. This term: 1", None),
        (
            "1 suspension of 11 school days. This term: 2",
            "16 school days this term: the governors must meet.",
        ),
    ]


def test_the_term_is_the_one_that_the_governors_count_in(cast: Cast) -> None:
    """A spring term that runs on into April: 5 and 11 school days are 16 of one term."""
    terms = ((2025, 9, 1, 12, 19), (2026, 1, 5, 4, 2), (2026, 4, 20, 7, 21))
    CalendarEntry.objects.bulk_create(
        CalendarEntry(
            setting=cast.oakfield,
            academic_year="2025-26",
            kind="term",
            name="Term",
            starts_on=date(year, month, day),
            ends_on=date(year, last_month, last_day),
        )
        for year, month, day, last_month, last_day in terms
    )
    place = cast.ada.enrolments.get()
    facts = {"enrolment": place, "kind": "suspension", "reasons": ["DB"]}
    for day, sessions in ((date(2026, 2, 2), 10), (date(2026, 4, 1), 22)):
        told = {"started_on": day, "sessions": sessions, "reported_on": day}
        row = Exclusion.objects.create(**facts, **told)
    rows = with_calendar(Exclusion.objects.counted()).values_list(JSONObject(**COLUMNS), flat=True)
    on = date(2026, 4, 2)
    out, (year, season) = out_of(list(rows), on=on)
    lines = dict(suspension_lines(out, year=year, season=Season(season), on=on))
    assert lines["Suspensions this year"] == "2 suspensions, 16 school days in all. This term: 2"
    assert lines["To note"] == "16 school days this term: the governors must meet."
    assert governors_of(row, user=cast.officer).days_in_term == 16
