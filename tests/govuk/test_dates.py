"""Days and times in words."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from vsh.govuk import dates

ON = date(2026, 4, 2)


def render(source: str, **context) -> str:
    return Template("{% load govuk %}" + source).render(Context(context))


def test_days_are_written_out() -> None:
    assert dates.long_date(date(2026, 3, 7)) == "7 March 2026"
    assert dates.short_date(date(2026, 4, 2)) == "Thu 2 Apr 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "midnight"), (0, 5, "12:05am"), (10, 32, "10:32am"), (12, 0, "midday"),
     (12, 1, "12:01pm"), (23, 59, "11:59pm")],
)  # fmt: skip
def test_times_are_written_as_people_say_them(hour: int, minute: int, words: str) -> None:
    assert dates.clock_time(datetime(2026, 1, 1, hour, minute)) == words


def test_a_time_of_another_day_says_its_day() -> None:
    late = datetime(2026, 4, 1, 23, 30, tzinfo=UTC)  # half past midnight in London
    for saved_at, words in (
        (late, "Saved 12:30am"),
        (late.replace(hour=9), "Saved 10:30am on 1 April 2026"),
    ):
        context = {"saved_at": saved_at, "clock_day": ON}
        line = render("{% include 'components/autosave_status.html' %}", **context)
        assert f">{words}<" in line


@pytest.mark.parametrize(
    ("day", "words"),
    [(1, "1 day overdue"), (2, "due today"), (3, "due tomorrow"), (4, "due in 2 days")],
)
def test_distance_of_a_deadline(day: int, words: str) -> None:
    assert dates.due_words(due_on=date(2026, 4, day), on=ON) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 3, 31), "2 days ago"), (date(2026, 4, 1), "yesterday"), (ON, "today"),
     (date(2026, 4, 3), "tomorrow"), (date(2026, 4, 9), "in 7 days")],
)  # fmt: skip
def test_distance_of_an_event(day: date, words: str) -> None:
    assert dates.distance_words(day=day, on=ON) == words


def test_filters_show_a_moment_in_london() -> None:
    moment = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight, British Summer Time
    assert render("{{ at|day }} {{ at|clock }}", at=moment) == "1 July 2026 12:30am"
    assert render("{{ at|relative_days:on }}", at=moment, on=date(2026, 7, 1)) == "due today"


@pytest.mark.parametrize("nothing", [None, "", "2026-04-02"])
def test_filters_of_nothing_show_a_dash_or_nothing(nothing) -> None:
    assert render("{{ at|day }}{{ at|clock }}{{ at|day_short }}", at=nothing) == "–––"
    assert render("{{ at|relative_days:on }}{{ at|days_from:on }}", at=nothing, on=ON) == ""


def test_only_what_is_overdue_is_red() -> None:
    html = '<span class="vsh-overdue">1 day overdue</span>'
    assert render("{{ due|relative_days:on }}", due=date(2026, 4, 1), on=ON) == html
    assert render("{{ due|relative_days:on }}", due=ON, on=ON) == "due today"
