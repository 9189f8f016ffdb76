"""Early warning: which facts are told of a record, in which words."""

from dataclasses import replace
from datetime import date

import pytest

from placements.rules.attendance import Sessions
from reporting.early_warning.rules import (
    FINDINGS,
    Care,
    Home,
    Kind,
    Record,
    School,
    facts,
    first_day,
)
from tests.cast import TODAY

BORN = date(2011, 10, 1)  # eleven on 1 October 2022; Year 10 from 1 September 2025
NOTHING = Record(
    date_of_birth=BORN,
    nc_year=11,
    care=(),
    homes=(),
    schools=(),
    sessions=Sessions(possible=0, authorised=0, unauthorised=0),
    sessions_this_year=Sessions(possible=0, authorised=0, unauthorised=0),
    sessions_this_term=Sessions(possible=0, authorised=0, unauthorised=0),
    sessions_suspended=0,
    without_place_since=None,
)


def home(first: date, last: date | None = None, kind: str = "U6", period: int = 1) -> Home:
    return Home(care_period=period, started_on=first, ended_on=last, placement_type=kind)


def school(first: date, last: date | None = None, setting: int | None = 1, kind: str = "1"):
    return School(started_on=first, ended_on=last, setting=setting, type_code=kind)


def words(kind: Kind, **known) -> str:
    told = facts(replace(NOTHING, **known), on=TODAY)
    return next((fact.words for fact in told if fact.kind is kind), "")


def test_nothing_on_record_is_no_fact():
    assert facts(NOTHING, on=TODAY) == []
    assert set(FINDINGS) == set(Kind)


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2026, 8, 31), date(2024, 9, 1)),
        (date(2026, 9, 1), date(2025, 9, 1)),
        (date(2027, 8, 31), date(2025, 9, 1)),
    ],
)
def test_absence_and_suspensions_are_counted_from_the_september_before_last(on, first):
    assert first_day(on) == first


def care(first: date, last: date | None = None, is_short_breaks: bool = False) -> Care:
    return Care(started_on=first, ended_on=last, is_short_breaks=is_short_breaks)


IN_CARE = "In care for less than a year, since "


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        ([], ""),
        ([care(date(2025, 11, 4))], ""),  # a year today
        ([care(date(2025, 11, 5))], f"{IN_CARE}5 November 2025"),
        ([care(TODAY)], f"{IN_CARE}4 November 2026"),
        ([care(date(2026, 11, 5))], ""),  # tomorrow
        ([care(date(2026, 1, 5), date(2026, 11, 5))], f"{IN_CARE}5 January 2026"),
        ([care(date(2026, 1, 5), TODAY)], ""),  # no longer in care
        ([care(date(2024, 1, 1), date(2025, 1, 1)), care(date(2026, 1, 5))], ""),  # a year once
        (
            [care(date(2024, 1, 1), date(2024, 12, 31)), care(date(2026, 1, 5))],
            f"{IN_CARE}5 January 2026; 1 earlier time in care was shorter than a year too",
        ),
        (
            [
                care(date(2024, 1, 1), date(2024, 2, 1)),
                care(date(2024, 2, 1), date(2025, 1, 1)),
                care(date(2026, 1, 5)),
            ],
            f"{IN_CARE}5 January 2026; 2 earlier times in care were shorter than a year too",
        ),
        ([care(date(2026, 1, 5), is_short_breaks=True)], ""),
        (
            [
                care(date(2023, 1, 5), date(2025, 1, 5), is_short_breaks=True),
                care(date(2026, 1, 5)),
            ],
            f"{IN_CARE}5 January 2026",
        ),
    ],
)
def test_who_has_only_been_in_short_term_care(periods, said):
    assert words(Kind.TIME_IN_CARE, care=periods) == said
    assert words(Kind.TIME_IN_CARE, care=periods[::-1]) == said


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (date(2022, 9, 30), ""),
        (date(2022, 10, 1), "1 move of home since age 11, the last on 1 October 2022"),
        (date(2026, 11, 4), "1 move of home since age 11, the last on 4 November 2026"),
        (date(2026, 11, 5), ""),
    ],
)
def test_moves_of_home_count_from_the_eleventh_birthday(second, said):
    homes = (home(date(2020, 1, 1), second), home(second))
    assert words(Kind.MOVES, homes=homes) == said


@pytest.mark.parametrize(
    ("first", "next_on", "said"),
    [
        ((1, "1"), date(2025, 8, 31), ""),
        ((1, "1"), date(2025, 9, 1), "Changed school in Year 10, on 1 September 2025"),
        ((1, "1"), date(2026, 9, 1), "Changed school in Year 11, on 1 September 2026"),
        ((2, "1"), date(2026, 9, 1), ""),  # the same school again
        ((None, ""), date(2026, 9, 1), ""),  # the first school known of
    ],
)
def test_a_change_of_school_in_years_10_and_11(first, next_on, said):
    before = school(date(2023, 9, 1), date(2025, 7, 31), first[0], first[1])
    told = words(Kind.SCHOOL_CHANGE, schools=(before, school(next_on, setting=2)))
    assert told == said


def test_many_changes_of_school_stay_one_short_line():
    days = [date(2025, 9 + month, 1) for month in range(4)]
    schools = [school(day, setting=number) for number, day in enumerate(days)]
    told = words(Kind.SCHOOL_CHANGE, schools=(school(date(2023, 9, 1), setting=9), *schools))
    assert told == "4 changes of school in Years 10 and 11, the last on 1 December 2025"


@pytest.mark.parametrize(
    ("possible", "unauthorised", "said"),
    [
        (19, 19, ""),  # too few to say anything
        (20, 0, ""),
        (200, 9, ""),
        (201, 10, ""),  # 4.98 per cent, which rounds to 5.0
        (
            200,
            10,
            "5.0% unauthorised absence since 1 September 2025 (10 of 200 sessions)",
        ),
    ],
)
def test_unauthorised_absence_from_five_per_cent(possible, unauthorised, said):
    sessions = Sessions(possible=possible, authorised=0, unauthorised=unauthorised)
    assert words(Kind.UNAUTHORISED, sessions=sessions) == said


@pytest.mark.parametrize(
    ("sessions", "said"),
    [(0, ""), (3, "1.5 school days suspended since 1 September 2025")],
)
def test_suspended_days(sessions, said):
    assert words(Kind.SUSPENDED, sessions_suspended=sessions) == said


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [
        ("K2", True),
        ("H5", True),
        ("R5", True),
        ("U1", False),
        ("A3", False),
        ("P1", False),
        ("T4", False),
        ("", False),
    ],
)
def test_a_home_that_is_no_family(kind, is_told):
    now = (home(date(2026, 1, 1), kind=kind),)
    assert bool(words(Kind.HOME, homes=now)) is is_told
    ended_today = (home(date(2026, 1, 1), TODAY, kind=kind),)
    assert words(Kind.HOME, homes=ended_today) == ""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("7", "At a special school since 1 September 2025"),
        ("14", "At alternative provision since 1 September 2025"),
        ("1", ""),
        ("34", ""),
    ],
)
def test_a_special_school_or_alternative_provision(kind, said):
    first = date(2025, 9, 1)
    assert words(Kind.SCHOOL, schools=(school(first, TODAY, kind=kind),)) == said
    over = school(first, date(2026, 11, 3), kind=kind)
    assert words(Kind.SCHOOL, schools=(over,)) == ""


def test_without_full_time_education():
    said = words(Kind.NO_PLACE, without_place_since=date(2026, 10, 1))
    assert said == "Without a full-time place since 1 October 2026"


def _of(unauthorised: int, possible: int) -> Sessions:
    return Sessions(possible=possible, authorised=0, unauthorised=unauthorised)


@pytest.mark.parametrize(
    ("two_years", "year", "term", "found"),
    [
        ((7, 480), (7, 91), (7, 91), "7.7% unauthorised absence since 1 September 2026"),
        ((24, 480), (7, 91), (7, 91), "5.0% unauthorised absence since 1 September 2025"),
        ((8, 480), (4, 91), (4, 91), ""),
        ((8, 480), (6, 300), (5, 100), "5.0% unauthorised absence since 1 September 2026"),
        ((8, 480), (8, 300), (8, 19), ""),  # too few sessions to say anything
    ],
)
def test_much_absence_of_late_is_not_thinned_out_by_what_was(two_years, year, term, found):
    told = words(
        Kind.UNAUTHORISED,
        sessions=_of(*two_years),
        sessions_this_year=_of(*year),
        sessions_this_term=_of(*term),
    )
    assert told.partition(" (")[0] == found
