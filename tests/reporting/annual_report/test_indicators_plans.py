"""Figures of plans and of what is done in time: counted, at the boundary, left out."""

from datetime import date

import pytest

from reporting.annual_report.facts import (
    Plan,
)
from tests.reporting.annual_report.small_cohort import (
    LAST_DAY,
    LONG_AGO,
    SUBMITTED,
    child,
    counted,
    in_care,
    sides,
    with_clock,
    with_plans,
)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("pep_initiated", "pep_initiated"),
        ("pep_available", "pep_available"),
        ("pep_reviewed", "pep_term_review"),
        ("place_found", "school_place"),
    ],
)
def test_clocks_by_outcome(key, kind):
    due = date(2025, 10, 1)
    assert counted(
        key,
        with_clock("met", kind, due, "met"),
        with_clock("late", kind, due, "met_late"),
        with_clock("overdue", kind, due, "overdue"),
        with_clock("unknown", kind, None, "not_enough_information"),
        with_clock("closed", kind, due, "not_required"),
        with_clock("open", kind, LAST_DAY, "due_soon"),
        with_clock("another", "statutory_review", due, "met"),
        with_clock("first_day", kind, date(2025, 9, 1), "met"),
        with_clock("last_year", kind, date(2025, 8, 31), "met"),
        with_clock("next_year", kind, date(2026, 9, 1), "met"),
        with_clock("left_care", kind, due, "met", care=in_care(LONG_AGO, date(2026, 1, 1))),
    ) == {
        "In time": "met first_day left_care",
        "Late": "late",
        "Not done by the day of the report": "overdue",
        "Cannot be judged: a date is missing": "unknown",
    }


def test_pep_reviewed_by_term():
    kind = "pep_term_review"
    assert sides(
        "pep_reviewed_by_term",
        with_clock("autumn", kind, date(2025, 12, 19), "met"),
        with_clock("autumn_late", kind, date(2025, 12, 19), "met_late"),
        with_clock("spring", kind, date(2026, 3, 27), "met"),
        with_clock("spring_not", kind, date(2026, 4, 10), "overdue"),
        with_clock("summer", kind, date(2026, 7, 21), "met"),
        with_clock("closed", kind, date(2026, 7, 21), "not_required"),
    ) == [
        ("autumn", "autumn_late"),
        ("spring", "spring_not"),
        ("summer", ""),
        ("autumn spring summer", "autumn_late spring_not"),
    ]


def test_has_plan():
    assert sides(
        "has_plan",
        with_plans("yes", Plan(season="spring", submitted_on=SUBMITTED)),
        with_plans("to_the_day", Plan(season="summer", submitted_on=date(2026, 5, 31))),
        with_plans("after_it", Plan(season="summer", submitted_on=date(2026, 6, 1))),
        child("no"),
        with_plans(
            "young", Plan(season="spring", submitted_on=SUBMITTED), born_on=date(2021, 9, 1)
        ),
    ) == [("yes to_the_day", "after_it no")]


def test_pep_quality_counts_plans_by_their_last_review():
    assert counted(
        "pep_quality",
        with_plans(
            "two",
            Plan(season="autumn", submitted_on=SUBMITTED, outcome="red"),
            Plan(season="spring", submitted_on=SUBMITTED, outcome="green"),
        ),
        with_plans("amber", Plan(season="spring", submitted_on=SUBMITTED, outcome="amber")),
        with_plans("waiting", Plan(season="spring", submitted_on=SUBMITTED)),
        with_plans("open", Plan(season="spring")),
    ) == {
        "Green: meets the standard": "two",
        "Amber: partly meets it": "amber",
        "Red: does not meet it": "two",
        "Not yet reviewed": "waiting",
    }


def test_pep_complete():
    done = Plan(season="spring", submitted_on=SUBMITTED, completed_on=date(2026, 3, 9))
    assert sides(
        "pep_complete",
        with_plans("done", done),
        with_plans("not", Plan(season="spring", submitted_on=SUBMITTED)),
        with_plans("open", Plan(season="spring")),
    ) == [("done", "not")]
