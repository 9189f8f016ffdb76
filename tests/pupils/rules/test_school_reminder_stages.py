"""Reminders to a school: counted in its school days, silent in its holidays."""

from datetime import date, timedelta

import pytest

from pupils.rules.reminder_stages import (
    MOST_WEEKLY,
    SchoolDayCount,
    school_stage_on,
    school_stages_come,
    stage_on,
)
from tests.clock_world import ACADEMY, OAKFIELD, book
from vsh.calendars.rules import WorkingDays

DAYS = WorkingDays()


def count(setting=OAKFIELD, **calendars):
    school_days = book(**calendars).school_days(
        setting_id=setting, area_code="", authority_code="999"
    )
    return SchoolDayCount(school_days, DAYS)


def stage(due_on, on, **options):
    return school_stage_on(due_on=due_on, on=on, count=count(**options))


@pytest.mark.parametrize(
    ("due_on", "on", "expected"),
    [
        # an ordinary week: due on Friday 25 September 2026
        (date(2026, 9, 25), date(2026, 9, 17), ""),
        (date(2026, 9, 25), date(2026, 9, 18), "before_5"),
        (date(2026, 9, 25), date(2026, 9, 24), "before_1"),
        (date(2026, 9, 25), date(2026, 9, 25), "due"),
        (date(2026, 9, 25), date(2026, 9, 26), ""),  # Saturday
        (date(2026, 9, 25), date(2026, 9, 28), "after_1"),
        (date(2026, 9, 25), date(2026, 10, 2), "after_5"),
        (date(2026, 9, 25), date(2026, 10, 9), "weekly_1"),
        # half term, 26 to 30 October 2026: due on Tuesday 3 November
        (date(2026, 11, 3), date(2026, 10, 19), ""),
        (date(2026, 11, 3), date(2026, 10, 20), "before_5"),
        (date(2026, 11, 3), date(2026, 10, 27), ""),
        (date(2026, 11, 3), date(2026, 11, 2), "before_1"),
        # half term again: due on its Wednesday
        (date(2026, 10, 28), date(2026, 10, 23), "before_1"),
        (date(2026, 10, 28), date(2026, 10, 28), ""),
        (date(2026, 10, 28), date(2026, 10, 29), ""),
        (date(2026, 10, 28), date(2026, 11, 2), "after_1"),
        (date(2026, 10, 28), date(2026, 11, 6), "after_5"),
        # Christmas, from 19 December 2026 to 3 January 2027: due on the last school day
        (date(2026, 12, 18), date(2026, 12, 18), "due"),
        (date(2026, 12, 18), date(2026, 12, 21), ""),
        (date(2026, 12, 18), date(2026, 12, 31), ""),
        (date(2026, 12, 18), date(2027, 1, 4), "after_1"),
        (date(2026, 12, 18), date(2027, 1, 8), "after_5"),
        (date(2026, 12, 18), date(2027, 1, 15), "weekly_1"),
        # Easter, from 26 March to 11 April 2027: due on Tuesday 13 April
        (date(2027, 4, 13), date(2027, 3, 19), ""),
        (date(2027, 4, 13), date(2027, 3, 22), "before_5"),
        (date(2027, 4, 13), date(2027, 4, 6), ""),
        (date(2027, 4, 13), date(2027, 4, 12), "before_1"),
        # August: due on Wednesday 12 August 2026; the summer term ends on 21 July
        (date(2026, 8, 12), date(2026, 7, 14), ""),
        (date(2026, 8, 12), date(2026, 7, 15), "before_5"),
        (date(2026, 8, 12), date(2026, 7, 21), "before_1"),
        (date(2026, 8, 12), date(2026, 7, 22), ""),
        (date(2026, 8, 12), date(2026, 8, 12), ""),
        (date(2026, 8, 12), date(2026, 8, 20), ""),
        (date(2026, 8, 12), date(2026, 9, 1), ""),  # an INSET day
        (date(2026, 8, 12), date(2026, 9, 3), "after_1"),
        (date(2026, 8, 12), date(2026, 9, 9), "after_5"),
    ],
)
def test_the_stage_of_a_day(due_on, on, expected):
    assert stage(due_on, on) == expected


@pytest.mark.parametrize(
    ("setting", "on", "expected"),
    [
        (OAKFIELD, date(2026, 10, 20), "before_5"),
        (ACADEMY, date(2026, 10, 20), ""),  # its half term is two weeks long
        (ACADEMY, date(2026, 10, 13), "before_5"),
        (OAKFIELD, date(2026, 10, 13), ""),
    ],
)
def test_each_school_has_its_own_calendar(setting, on, expected):
    assert stage(date(2026, 11, 3), on, setting=setting) == expected


def test_from_the_first_message_to_the_last_each_stage_is_reached_once_and_on_a_school_day():
    due_on, known = date(2026, 12, 18), count()
    reached: dict[str, date] = {}
    for number in range(-30, 150):
        day = due_on + timedelta(days=number)
        if found := school_stage_on(due_on=due_on, on=day, count=known):
            assert known.school_days.is_school_day(day)
            reached.setdefault(found, day)
    assert list(reached) == [
        *("before_5", "before_1", "due", "after_1", "after_5"),
        *(f"weekly_{week}" for week in range(1, MOST_WEEKLY + 1)),
    ]
    assert list(reached.values()) == sorted(reached.values())


def test_without_term_dates_a_school_counts_as_everybody_else():
    unknown = count(of_authorities={}, of_settings={})
    due_on = date(2026, 4, 10)
    for number in range(-20, 90):
        day = due_on + timedelta(days=number)
        if DAYS.is_working_day(day) and number < 40:
            expected = stage_on(due_on=due_on, on=day, working_days=DAYS)
            found = school_stage_on(due_on=due_on, on=day, count=unknown)
            assert found.split("_")[0] == expected.split("_")[0]


def test_the_stages_that_have_come_are_told_in_the_holidays_too():
    come = school_stages_come(due_on=date(2026, 8, 12), on=date(2026, 8, 20), count=count())
    assert come == ["before_5", "before_1", "due"]
