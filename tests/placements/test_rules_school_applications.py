"""The clock of applications on time: by when, what meets and what closes it."""

from dataclasses import replace
from datetime import date

import pytest

from placements.rules.school_applications import (
    AdmissionsOfChild,
    SentFacts,
    applications,
)
from pupils.rules.ehc_facts import PlanFacts
from pupils.rules.next_schools import SchoolFacts
from tests.clock_world import by_key, child, known, period

ON = date(2026, 11, 18)
IN_CARE = date(2025, 11, 3)
YEAR_6, YEAR_2 = date(2016, 3, 10), date(2020, 3, 10)
BEFORE_RECEPTION = date(2023, 3, 10)
SEPTEMBER, OCTOBER, JANUARY = date(2026, 9, 1), date(2026, 10, 31), date(2027, 1, 15)
NEXT = date(2027, 9, 1)
PRIMARY, INFANT = ("primary", 11), ("primary", 7)


def clock(
    *, born=YEAR_6, school=PRIMARY, care=None, on=ON, sent=(), plans=(), nc_year=None, since=None
):
    """The clock of the move in September 2027."""
    schools = (SchoolFacts(date(2020, 9, 1), None, *school),) if school else ()
    facts = AdmissionsOfChild(nc_year, ON, schools, tuple(plans), tuple(sent)).as_known_on(on)
    care = care or period(IN_CARE)
    told = replace(child(care, born=born), on_record_since=since).as_known_on(on)
    found = applications(told, facts, known(on))
    return by_key(found).get("admission:2027")


def sent(day, wanted=NEXT, withdrawn_on=None) -> list[SentFacts]:
    return [SentFacts(day, wanted, withdrawn_on)]


@pytest.mark.parametrize(
    ("told", "started_on", "due_on"),
    [
        ({}, SEPTEMBER, OCTOBER),
        ({"born": BEFORE_RECEPTION, "school": None}, SEPTEMBER, JANUARY),
        ({"born": YEAR_2, "school": INFANT}, SEPTEMBER, JANUARY),
        ({"born": date(2018, 3, 10), "school": ("primary", 9)}, SEPTEMBER, OCTOBER),
        ({"care": period(OCTOBER)}, OCTOBER, OCTOBER),
        ({"care": period(date(2026, 11, 2))}, date(2026, 11, 2), date(2026, 11, 2)),
        ({"born": date(2015, 3, 10), "nc_year": 6}, SEPTEMBER, OCTOBER),  # a year below their age
    ],
)
def test_when_it_is_due(told, started_on, due_on) -> None:
    state = clock(**told)
    assert (state.started_on, state.due_on, state.met_on) == (started_on, due_on, None)


@pytest.mark.parametrize(
    "told",
    [
        {"born": date(2015, 3, 10)},
        {"on": date(2026, 8, 31)},
        {"care": period(date(2025, 11, 3), date(2026, 9, 1))},
        {"care": period(date(2026, 11, 2), status="V4")},
        {"plans": [PlanFacts(date(2025, 1, 6))]},
    ],
)
def test_who_has_none(told) -> None:
    assert clock(**told) is None


@pytest.mark.parametrize(
    ("rows", "met_on"),
    [
        (sent(OCTOBER), OCTOBER),
        (sent(date(2026, 11, 10)), date(2026, 11, 10)),
        (sent(OCTOBER, wanted=date(2027, 8, 30)), OCTOBER),  # a term that begins in August
        (sent(OCTOBER, wanted=date(2027, 8, 15)), OCTOBER),
        (sent(OCTOBER, wanted=date(2027, 8, 14)), None),
        (sent(date(2026, 10, 1), wanted=date(2026, 11, 2)), None),  # in-year, to another school
        (sent(date(2026, 10, 1), withdrawn_on=date(2026, 11, 17)), None),
        (sent(date(2026, 10, 1), withdrawn_on=date(2026, 11, 19)), date(2026, 10, 1)),
        (sent(date(2026, 11, 19)), None),  # not known yet
    ],
)
def test_what_meets_it(rows, met_on) -> None:
    assert clock(sent=rows).met_on == met_on


def test_an_application_in_the_year_of_the_move_is_in_year_and_meets_nothing() -> None:
    rows = sent(date(2027, 9, 1), wanted=date(2027, 9, 6))
    assert clock(sent=rows, on=date(2027, 9, 10)).met_on is None


def test_of_school_years_before_the_first_load_nothing_is_asked() -> None:
    assert clock(since=date(2027, 8, 31)).due_on == OCTOBER
    assert clock(since=date(2027, 9, 1)) is None


def test_a_plan_and_the_end_of_care_close_it() -> None:
    assert clock(plans=[PlanFacts(date(2026, 10, 5))]).closed_on == date(2026, 10, 5)
    assert clock(care=period(IN_CARE, date(2026, 10, 6))).closed_on == date(2026, 10, 6)
    ended = [PlanFacts(date(2024, 1, 8), date(2026, 10, 2))]
    assert clock(plans=ended).closed_on is None


def test_once_the_school_year_is_over_it_can_no_longer_be_met() -> None:
    assert clock(on=date(2027, 8, 31)).is_current
    late = clock(on=date(2027, 9, 1))
    assert (late.due_on, late.is_current) == (OCTOBER, False)
