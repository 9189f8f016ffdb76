"""The clock `pep_term_review`: three terms a year, who owes which, what meets it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peps.rules.clocks import pep_term_reviews, peps_available, peps_initiated
from pupils.rules.facts import PlacementFacts
from tests.clock_world import (
    ACADEMY,
    YEAR_2026_27,
    calendar,
    period,
    place,
)
from tests.peps.rules.clock_runs import run, submitted

TODDLER = date(2024, 10, 1)  # of PEP age from 1 January 2027


# --- pep_term_review ---
def test_three_terms_a_year_from_six_half_terms():
    found = run(pep_term_reviews, period(date(2025, 9, 1)), on=date(2026, 8, 1))
    assert {key: (s.started_on, s.due_on) for key, s in found.items()} == {
        "care_period:2025-09-01/term:2025-26-autumn": (date(2025, 9, 2), date(2025, 12, 19)),
        "care_period:2025-09-01/term:2025-26-spring": (date(2026, 1, 5), date(2026, 3, 27)),
        "care_period:2025-09-01/term:2025-26-summer": (date(2026, 4, 13), date(2026, 7, 21)),
    }


AUTUMN_2026 = "term:2026-27-autumn"


@pytest.mark.parametrize(
    ("entered_on", "owed_from"),
    [
        (date(2026, 7, 22), date(2026, 9, 3)),  # in the holidays before: the term to come is owed
        (date(2026, 9, 2), date(2026, 9, 3)),  # an INSET day before the first school day
        (date(2026, 9, 3), date(2026, 9, 3)),
        (date(2026, 10, 28), date(2026, 10, 28)),  # half term lies inside the term
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 21)),  # a Saturday, 20 working days still to come
        (date(2026, 11, 23), None),  # the first of the last 20 working days
        (date(2026, 12, 18), None),
        (date(2026, 12, 20), None),  # in the holidays after
    ],
)
def test_who_enters_care_late_in_a_term_owes_it_no_review(entered_on, owed_from):
    found = run(pep_term_reviews, period(entered_on))
    state = found.get(f"care_period:{entered_on}/{AUTUMN_2026}")
    assert (state.started_on if state else None) == owed_from
    assert f"care_period:{entered_on}/term:2026-27-spring" in found


@pytest.mark.parametrize(
    ("day", "met_on"),
    [
        (date(2026, 9, 2), None),  # before the first school day
        (date(2026, 9, 3), date(2026, 9, 3)),
        (date(2026, 10, 28), date(2026, 10, 28)),  # half term
        (date(2026, 12, 18), date(2026, 12, 18)),
        (date(2026, 12, 19), None),  # the holidays meet neither term
    ],
)
def test_a_plan_submitted_in_the_term_meets_it(day, met_on):
    found = run(pep_term_reviews, period(date(2026, 7, 1)), plans={1: [submitted(day)]})
    assert found[f"care_period:2026-07-01/{AUTUMN_2026}"].met_on == met_on
    assert found["care_period:2026-07-01/term:2026-27-spring"].met_on is None


def test_a_plan_of_an_earlier_period_of_care_does_not_meet_it():
    found = run(
        pep_term_reviews,
        period(date(2026, 7, 1), date(2026, 10, 1)),
        period(date(2026, 10, 5), id=2),
        plans={1: [submitted(date(2026, 9, 20))]},
    )
    assert found[f"care_period:2026-07-01/{AUTUMN_2026}"].met_on == date(2026, 9, 20)
    assert found[f"care_period:2026-10-05/{AUTUMN_2026}"].met_on is None


def test_the_end_of_care_closes_the_terms_review():
    found = run(pep_term_reviews, period(date(2026, 7, 1), date(2026, 10, 1)))
    assert list(found) == [f"care_period:2026-07-01/{AUTUMN_2026}"]
    assert found[f"care_period:2026-07-01/{AUTUMN_2026}"].closed_on == date(2026, 10, 1)


def test_care_that_ends_on_the_first_school_day_owes_nothing():
    assert run(pep_term_reviews, period(date(2026, 7, 1), date(2026, 9, 3))) == {}


def test_a_past_terms_review_can_no_longer_be_met():
    key = f"care_period:2026-07-01/{AUTUMN_2026}"
    care = period(date(2026, 7, 1))
    assert run(pep_term_reviews, care, on=date(2027, 1, 3))[key].is_current
    assert not run(pep_term_reviews, care, on=date(2027, 1, 4))[key].is_current


def test_who_grows_into_pep_age_in_care_owes_the_reviews_from_then():
    found = run(pep_term_reviews, period(date(2026, 5, 1)), born=TODDLER)
    assert [(key, s.started_on) for key, s in found.items()] == [
        ("care_period:2026-05-01/term:2026-27-spring", date(2027, 1, 4))
    ]


def test_entry_to_a_nursery_starts_pep_age_within_the_term():
    nursery = place(date(2026, 10, 5))
    found = run(pep_term_reviews, period(date(2026, 5, 1)), born=TODDLER, enrolments=[nursery])
    assert found[f"care_period:2026-05-01/{AUTUMN_2026}"].started_on == date(2026, 10, 5)
    late = run(
        pep_term_reviews,
        period(date(2026, 5, 1)),
        born=TODDLER,
        enrolments=[place(date(2026, 11, 23))],
    )
    assert f"care_period:2026-05-01/{AUTUMN_2026}" not in late


def test_the_eighteenth_birthday_closes_the_terms_review():
    found = run(pep_term_reviews, period(date(2026, 7, 1)), born=date(2008, 11, 2))
    state = found[f"care_period:2026-07-01/{AUTUMN_2026}"]
    assert (state.closed_on, len(found)) == (date(2026, 11, 2), 1)
    assert "18" in state.not_required_reason


def test_the_authoritys_cut_off_is_counted_in_school_days():
    found = run(pep_term_reviews, period(date(2026, 7, 1)), limits={"pep_term_review": 10})
    state = found[f"care_period:2026-07-01/{AUTUMN_2026}"]
    assert state.due_on == date(2026, 12, 4)
    entered = run(pep_term_reviews, period(date(2026, 11, 20)), limits={"pep_term_review": 30})
    state = entered[f"care_period:2026-11-20/{AUTUMN_2026}"]
    assert state.due_on == state.started_on == date(2026, 11, 20)


def test_the_childs_own_school_has_the_last_word_on_the_term():
    care, pupils = period(date(2026, 7, 1)), [place(date(2026, 9, 3), setting_id=ACADEMY)]
    state = run(pep_term_reviews, care, enrolments=pupils)[f"care_period:2026-07-01/{AUTUMN_2026}"]
    assert (state.due_on, state.due.calendar) == (date(2026, 12, 16), "The Academy")


def test_the_last_school_of_the_term_counts():
    schools = [
        place(date(2026, 9, 3), date(2026, 10, 16), setting_id=ACADEMY),
        place(date(2026, 10, 19)),
    ]
    found = run(pep_term_reviews, period(date(2026, 7, 1)), enrolments=schools)
    assert found[f"care_period:2026-07-01/{AUTUMN_2026}"].due_on == date(2026, 12, 18)
    before = run(
        pep_term_reviews, period(date(2026, 7, 1)), enrolments=schools, on=date(2026, 10, 16)
    )
    assert before[f"care_period:2026-07-01/{AUTUMN_2026}"].due_on == date(2026, 12, 16)


def test_the_area_in_which_the_child_lives_comes_before_the_authority():
    southmoor = [*YEAR_2026_27]
    southmoor[0] = ("term", "Autumn", date(2026, 9, 1), date(2026, 12, 11))
    both = {
        ("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27),
        ("998", "2026-27"): calendar("Southmoor", "2026-27", southmoor),
    }
    care = period(date(2026, 9, 7), placements=[PlacementFacts(date(2026, 9, 7), area_code="998")])
    state = run(pep_term_reviews, care, of_authorities=both)[
        f"care_period:2026-09-07/{AUTUMN_2026}"
    ]
    assert state.due_on == date(2026, 12, 11)


def test_without_term_dates_only_the_present_year_says_so():
    found = run(pep_term_reviews, period(date(2024, 1, 8)), on=date(2027, 10, 4), of_authorities={})
    assert {
        key: (s.started_on, s.due_on, s.due.missing, s.is_current) for key, s in found.items()
    } == {
        "care_period:2024-01-08/term:2027-28-autumn": (
            date(2027, 9, 1),
            None,
            ("term dates 2027-28 of Northshire",),
            True,
        )
    }
    in_may = run(pep_term_reviews, period(date(2027, 2, 8)), on=date(2027, 5, 4), of_authorities={})
    assert [(s.started_on, s.is_current) for s in in_may.values()] == [
        (date(2027, 2, 8), False),
        (date(2027, 4, 1), True),
    ]


@given(
    st.dates(date(2025, 9, 1), date(2027, 6, 30)),
    st.integers(0, 400),
    st.dates(date(2025, 9, 1), date(2027, 7, 31)),
)
def test_no_clock_is_due_before_it_starts_or_starts_after_the_day(entered_on, length, on):
    care = period(entered_on, entered_on + timedelta(days=length + 1))
    for rule in (peps_initiated, peps_available, pep_term_reviews):
        for state in run(rule, care, on=on).values():
            assert entered_on <= state.started_on <= on
            assert state.due_on is None or state.due_on >= state.started_on
            assert state.closed_on is None or state.closed_on == care.ended_on
