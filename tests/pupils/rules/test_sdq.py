"""The bands of a total score at their boundaries, whom a raised one asks, and the yearly clock."""

from dataclasses import replace
from datetime import date

import pytest

from pupils.rules.sdq import Answer, SdqFacts, asked_of_the_school, sdq_band, sdq_scores
from tests.clock_world import by_key, child, known, period

BORN = date(2014, 5, 10)
ENTERED = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("respondent", "score", "band"),
    [
        ("carer", 0, "normal"),
        ("carer", 13, "normal"),
        ("carer", 14, "borderline"),
        ("carer", 16, "borderline"),
        ("carer", 17, "cause for concern"),
        ("carer", 40, "cause for concern"),
        ("teacher", 11, "normal"),
        ("teacher", 12, "borderline"),
        ("teacher", 15, "borderline"),
        ("teacher", 16, "cause for concern"),
        ("child", 15, "normal"),
        ("child", 16, "borderline"),
        ("child", 19, "borderline"),
        ("child", 20, "cause for concern"),
    ],
)
def test_bands(respondent, score, band):
    assert sdq_band(score=score, respondent=respondent) == band


def answer(respondent, day, score=None) -> Answer:
    return Answer(respondent=respondent, completed_on=day, score=score)


SCORED = date(2026, 3, 2)
RAISED = answer("carer", SCORED, 14)


@pytest.mark.parametrize(
    ("answers", "on", "asked"),
    [
        ([answer("carer", SCORED, 13)], date(2026, 4, 1), ()),
        ([RAISED], date(2026, 4, 1), ("teacher", "child")),
        ([RAISED], date(2026, 3, 1), ()),
        ([RAISED, answer("teacher", SCORED, 3)], date(2026, 4, 1), ("child",)),
        # Of the same round up to 13 weeks before.
        ([RAISED, answer("teacher", date(2025, 12, 1), 20)], date(2026, 4, 1), ("child",)),
        (
            [RAISED, answer("teacher", date(2025, 11, 30), 20)],
            date(2026, 4, 1),
            ("teacher", "child"),
        ),
        ([RAISED, answer("teacher", SCORED), answer("child", SCORED)], date(2026, 4, 1), ()),
        ([RAISED, answer("carer", date(2026, 3, 20), 5)], date(2026, 4, 1), ()),
        ([RAISED, answer("carer", date(2026, 3, 20))], date(2026, 4, 1), ()),
        ([RAISED], date(2027, 3, 1), ("teacher", "child")),
        ([RAISED], date(2027, 3, 2), ()),
        ([answer("teacher", SCORED, 30)], date(2026, 4, 1), ()),
    ],
)
def test_whom_a_raised_score_asks(answers, on, asked):
    told = {"date_of_birth": BORN, "on": on}
    assert asked_of_the_school(answers, is_in_care=True, **told) == asked
    assert asked_of_the_school(answers, is_in_care=False, **told) == ()


@pytest.mark.parametrize(
    ("born", "asked"),
    [(date(2022, 4, 2), ("teacher",)), (date(2022, 4, 1), ("teacher", "child"))],
)
def test_a_child_under_four_is_not_asked(born, asked):
    told = {"date_of_birth": born, "is_in_care": True, "on": date(2026, 4, 1)}
    assert asked_of_the_school([RAISED], **told) == asked


def clocks(*days, on=date(2026, 6, 1), born=BORN, ended_on=None, entered=ENTERED, since=None):
    facts = replace(child(period(entered, ended_on), born=born), on_record_since=since)
    scores = SdqFacts(tuple(days)).as_known_on(on)
    found = by_key(sdq_scores(facts.as_known_on(on), scores, known(on)))
    return {key: (one.due_on, one.met_on, one.closed_on) for key, one in found.items()}


def test_each_score_starts_the_next_year():
    assert clocks(date(2025, 3, 31), date(2026, 4, 1), date(2026, 6, 2)) == {
        "care_period:2024-03-31": (date(2025, 3, 31), date(2025, 3, 31), None),
        "sdq:2025-03-31": (date(2026, 3, 31), date(2026, 4, 1), None),
        "sdq:2026-04-01": (date(2027, 4, 1), None, None),
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # In care since before the fourth birthday: 12 months from that.
        ({"born": date(2021, 6, 15)}, {"care_period:2024-03-31": (date(2026, 6, 15), None, None)}),
        ({"born": date(2022, 6, 2)}, {}),
        ({"born": date(2022, 6, 1)}, {"care_period:2024-03-31": (date(2027, 6, 1), None, None)}),
        # Closes on the 17th birthday; who was 17 on entry has none.
        (
            {"born": date(2009, 6, 1)},
            {"care_period:2024-03-31": (date(2025, 3, 31), None, date(2026, 6, 1))},
        ),
        (
            {"born": date(2009, 6, 2)},
            {"care_period:2024-03-31": (date(2025, 3, 31), None, None)},
        ),
        ({"born": date(2007, 3, 31)}, {}),
        (
            {"ended_on": date(2025, 1, 5)},
            {"care_period:2024-03-31": (date(2025, 3, 31), None, date(2025, 1, 5))},
        ),
    ],
)
def test_for_whom_it_runs(options, expected):
    assert clocks(**options) == expected


@pytest.mark.parametrize(
    ("first", "due_on"),
    [
        (date(2025, 3, 31), date(2025, 3, 31)),
        (date(2025, 4, 1), None),
        (date(2026, 2, 1), None),  # the first that is recorded here is not years late
    ],
)
def test_a_late_first_score_from_before_the_record_means_that_earlier_ones_are_missing(
    first, due_on
):
    found = clocks(first, since=date(2026, 1, 1))
    assert found["care_period:2024-03-31"] == (due_on, first if due_on else None, None)
    assert found[f"sdq:{first}"][1] is None


@pytest.mark.parametrize(
    ("since", "due_on"),
    [(date(2025, 3, 31), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 4, 1))],
)
def test_without_any_score_it_is_due_from_the_day_on_record(since, due_on):
    assert clocks(since=since) == {"care_period:2024-03-31": (due_on, None, None)}


def test_a_year_without_a_loaded_score_is_not_late_either():
    found = clocks(date(2025, 3, 31), date(2026, 5, 1), since=date(2026, 4, 1))
    assert found["sdq:2025-03-31"] == (None, None, None)
    assert found["sdq:2026-05-01"] == (date(2027, 5, 1), None, None)


def test_a_score_from_before_this_time_in_care_counts_for_nothing():
    assert clocks(date(2024, 3, 30)) == {"care_period:2024-03-31": (date(2025, 3, 31), None, None)}
