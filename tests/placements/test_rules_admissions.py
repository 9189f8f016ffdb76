"""Closing dates, rounds, prompts and the clock to a direction."""

from datetime import date

import pytest

from placements.rules.admissions import (
    Application,
    Prompt,
    Route,
    closing_on,
    direction_due,
    first_direction_due,
    has_closing_date,
    is_secondary,
    prompts,
    route,
    wrong_route,
)
from tests.clock_world import known

SENT = date(2026, 10, 9)  # a Friday two weeks before half term


def school_days():
    return known(date(2026, 11, 4)).book.school_days(
        setting_id=None, area_code="", authority_code="999"
    )


@pytest.mark.parametrize(
    ("starts_on", "secondary", "closes_on"),
    [
        (date(2027, 9, 1), True, date(2026, 10, 31)),
        (date(2027, 9, 1), False, date(2027, 1, 15)),
        (date(2028, 7, 21), True, date(2026, 10, 31)),  # the last day of that school year
        (date(2027, 8, 14), False, date(2026, 1, 15)),
        (date(2027, 8, 15), False, date(2027, 1, 15)),  # some terms begin in August
        (date(2027, 8, 31), False, date(2027, 1, 15)),
    ],
)
def test_closing_dates(starts_on, secondary, closes_on) -> None:
    assert closing_on(starts_on=starts_on, secondary=secondary) == closes_on


@pytest.mark.parametrize(
    ("phase", "year_group", "secondary"),
    [
        ("secondary", 5, True),
        ("middle_secondary", 5, True),
        ("middle_primary", 7, False),
        ("primary", 0, False),
        ("all_through", 0, False),
        ("all_through", 6, False),
        ("all_through", 7, True),
        ("not_applicable", 7, True),
    ],
)
def test_which_closing_date(phase, year_group, secondary) -> None:
    assert is_secondary(phase=phase, year_group=year_group) == secondary


@pytest.mark.parametrize(
    ("wanted_from_on", "sent_on", "is_entry", "by"),
    [
        (date(2027, 9, 3), date(2026, 10, 31), True, Route.NORMAL_ROUND),
        (date(2027, 9, 3), date(2027, 8, 31), True, Route.NORMAL_ROUND),  # late, still the round
        (date(2027, 9, 3), date(2027, 9, 1), True, Route.IN_YEAR),
        (date(2027, 9, 3), date(2026, 10, 31), False, Route.IN_YEAR),
        (date(2026, 11, 9), date(2026, 11, 4), True, Route.IN_YEAR),
        (date(2027, 8, 30), date(2026, 10, 31), True, Route.NORMAL_ROUND),
        (date(2027, 8, 15), date(2027, 8, 15), True, Route.NORMAL_ROUND),
        (date(2027, 8, 14), date(2026, 10, 31), True, Route.IN_YEAR),
    ],
)
def test_the_round(wanted_from_on, sent_on, is_entry, by) -> None:
    found = route(wanted_from_on=wanted_from_on, sent_on=sent_on, is_year_of_entry=is_entry)
    assert found is by


@pytest.mark.parametrize(
    ("year", "by", "has_plan", "told"),
    [
        (7, Route.NORMAL_ROUND, False, {Prompt.PRIORITY}),
        (9, Route.IN_YEAR, False, {Prompt.PRIORITY, Prompt.NO_FAIR_ACCESS}),
        (0, Route.IN_YEAR, False, {Prompt.PRIORITY, Prompt.NO_FAIR_ACCESS, Prompt.EXCEPTED}),
        (2, Route.IN_YEAR, False, {Prompt.PRIORITY, Prompt.NO_FAIR_ACCESS, Prompt.EXCEPTED}),
        (3, Route.IN_YEAR, False, {Prompt.PRIORITY, Prompt.NO_FAIR_ACCESS}),
        (0, Route.NORMAL_ROUND, False, {Prompt.PRIORITY}),
        (1, Route.IN_YEAR, True, {Prompt.EHC_PLAN}),
    ],
)
def test_prompts(year, by, has_plan, told) -> None:
    assert set(prompts(year_group=year, by_route=by, has_ehc_plan=has_plan)) == told


def asked(**more) -> Application:
    return Application(**({"by_route": Route.IN_YEAR, "sent_on": SENT} | more))


@pytest.mark.parametrize(
    ("application", "due_on"),
    [
        (asked(), date(2026, 10, 23)),  # 10 school days of silence
        (asked(sent_on=date(2026, 10, 16)), date(2026, 11, 6)),  # half term is not counted
        (asked(answered_on=date(2026, 10, 21), is_refused=True), date(2026, 11, 4)),
        (asked(answered_on=date(2026, 10, 21)), None),  # offered
        (asked(by_route=Route.NORMAL_ROUND, wanted_from_on=date(2026, 9, 1)), date(2026, 10, 23)),
        (
            asked(by_route=Route.NORMAL_ROUND, answered_on=date(2027, 3, 1), is_refused=True),
            date(2027, 3, 8),
        ),
        (asked(direction_considered_on=date(2026, 10, 20)), None),
    ],
)
def test_when_direction_is_considered(application, due_on) -> None:
    due = direction_due(application, school_days())
    assert (due and due.due_on) == due_on


def test_the_first_of_several() -> None:
    later, first = asked(), asked(answered_on=date(2026, 10, 12), is_refused=True)
    due = first_direction_due([later, first], school_days())
    assert due is not None
    assert due.due_on == date(2026, 10, 19)
    assert first_direction_due([], school_days()) is None


@pytest.mark.parametrize(
    ("year_group", "type_code", "has_one"),
    [
        (0, "01", True),
        (7, "34", True),
        (7, "", True),
        (12, "01", False),
        (7, "07", False),  # special
        (7, "14", False),  # a pupil referral unit
        (7, "11", False),  # independent
        (12, "18", False),
    ],
)
def test_for_which_places_there_is_a_closing_date(year_group, type_code, has_one) -> None:
    assert has_closing_date(year_group=year_group, type_code=type_code) is has_one


@pytest.mark.parametrize(
    ("is_consultation", "has_ehc_plan", "words"),
    [
        (False, False, ""),
        (True, True, ""),
        (False, True, "no application is made"),
        (True, False, "record an application"),
    ],
)
def test_a_school_is_applied_for_or_consulted(is_consultation, has_ehc_plan, words):
    said = wrong_route(is_consultation=is_consultation, has_ehc_plan=has_ehc_plan)
    assert bool(said) is bool(words)
    assert words in said


@pytest.mark.parametrize("is_refused", [True, False])
def test_a_consultation_leads_to_no_direction(is_refused):
    asked = Application(
        by_route=Route.CONSULTED,
        sent_on=date(2026, 10, 5),
        is_refused=is_refused,
        answered_on=date(2026, 10, 12) if is_refused else None,
    )
    assert direction_due(asked, school_days()) is None
