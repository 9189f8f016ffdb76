"""Statutory reviews: 20 working days, 3 months, 6 months; adoption; short breaks."""

from dataclasses import replace
from datetime import date

import pytest

from pupils.rules.facts import EpisodeFacts, PlacementFacts, ReviewFacts
from pupils.rules.reviews import statutory_reviews
from tests.clock_world import by_key, child, known, period

LATE = date(2027, 6, 1)


def clocks(*periods, on=LATE, born=date(2014, 5, 10), limits=None):
    facts = child(*periods, born=born).as_known_on(on)
    return by_key(statutory_reviews(facts, known(on, limits=limits)))


def test_the_chain_of_reviews():
    found = clocks(period(date(2026, 4, 2), reviews=[date(2026, 4, 28), date(2026, 7, 20)]))
    assert {key: (s.started_on, s.due_on, s.met_on) for key, s in found.items()} == {
        "care_period:2026-04-02": (date(2026, 4, 2), date(2026, 5, 5), date(2026, 4, 28)),
        "review:2026-04-28": (date(2026, 4, 28), date(2026, 7, 28), date(2026, 7, 20)),
        "review:2026-07-20": (date(2026, 7, 20), date(2027, 1, 20), None),
    }
    assert {state.owner_role for state in found.values()} == {"iro"}


def test_the_first_review_across_christmas():
    found = clocks(period(date(2026, 12, 18)))
    assert found["care_period:2026-12-18"].due_on == date(2027, 1, 20)


def test_months_from_the_31st_end_on_the_last_day_and_are_not_moved():
    found = clocks(period(date(2026, 8, 10), reviews=[date(2026, 8, 31), date(2026, 11, 28)]))
    assert found["review:2026-08-31"].due_on == date(2026, 11, 30)
    assert found["review:2026-11-28"].due_on == date(2027, 5, 28)


@pytest.mark.parametrize(
    ("first", "is_loaded"), [(date(2026, 8, 5), True), (date(2026, 8, 6), False)]
)
def test_a_first_review_too_late_to_be_the_first_means_that_earlier_ones_are_missing(
    first, is_loaded
):
    """20 working days from 2 April end on 5 May; three months later is 5 August."""
    found = clocks(period(date(2026, 4, 2), reviews=[first]))
    entry, following = found["care_period:2026-04-02"], found[f"review:{first}"]
    if is_loaded:
        assert (entry.due_on, entry.met_on, entry.due.missing) == (date(2026, 5, 5), first, ())
        assert following.due_on == date(2026, 11, 5)
    else:
        assert (entry.due_on, entry.met_on) == (None, None)
        assert entry.due.missing == ("earlier reviews",)
        assert not entry.is_current
        assert following.due_on == date(2027, 2, 6)


@pytest.mark.parametrize(
    ("on_record_since", "missing"),
    [
        (date(2026, 4, 3), ()),  # here from the first week: the review was late
        (date(2026, 8, 6), ()),  # held on the day of the first load
        (date(2026, 8, 7), ("earlier reviews",)),  # held before the child was on record here
    ],
)
def test_a_late_first_review_held_since_the_child_is_on_record_is_late(on_record_since, missing):
    facts = replace(
        child(period(date(2026, 4, 2), reviews=[date(2026, 8, 6)])), on_record_since=on_record_since
    )
    found = by_key(statutory_reviews(facts.as_known_on(LATE), known(LATE)))
    assert found["care_period:2026-04-02"].due.missing == missing
    due_on = date(2027, 2, 6) if missing else date(2026, 11, 6)
    assert found["review:2026-08-06"].due_on == due_on


def test_before_the_late_review_was_held_the_first_was_simply_overdue():
    found = clocks(period(date(2026, 4, 2), reviews=[date(2026, 8, 6)]), on=date(2026, 8, 5))
    assert list(found) == ["care_period:2026-04-02"]
    assert found["care_period:2026-04-02"].due_on == date(2026, 5, 5)


def test_an_arranged_review_meets_nothing():
    arranged = period(date(2026, 4, 2))
    arranged = type(arranged)(
        **{**arranged.__dict__, "reviews": (ReviewFacts(planned_on=date(2026, 4, 28)),)}
    )
    found = clocks(arranged)
    assert found["care_period:2026-04-02"].met_on is None


def test_when_care_ends_the_open_clock_closes_and_the_met_one_stays_met():
    found = clocks(period(date(2026, 4, 2), date(2026, 6, 1), reviews=[date(2026, 4, 28)]))
    assert found["care_period:2026-04-02"].met_on == date(2026, 4, 28)
    second = found["review:2026-04-28"]
    assert (second.closed_on, second.not_required_reason) == (
        date(2026, 6, 1),
        "Ceased to be looked after on Mon 1 June 2026",
    )


def test_care_that_starts_again_the_same_day_starts_new_clocks():
    found = clocks(
        period(date(2026, 4, 2), date(2026, 4, 13)),
        period(date(2026, 4, 13), id=2),
        on=date(2026, 4, 13),
    )
    assert found["care_period:2026-04-02"].closed_on == date(2026, 4, 13)
    assert found["care_period:2026-04-13"].closed_on is None
    assert found["care_period:2026-04-13"].due_on == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("on", "closed_on"), [(date(2026, 5, 9), None), (date(2026, 5, 10), date(2026, 5, 10))]
)
def test_the_eighteenth_birthday_closes_what_is_open(on, closed_on):
    found = clocks(period(date(2026, 4, 20)), born=date(2008, 5, 10), on=on)
    assert found["care_period:2026-04-20"].closed_on == closed_on


def test_a_placement_for_adoption_starts_the_chain_anew():
    placements = [
        PlacementFacts(date(2026, 1, 5), date(2026, 6, 10), "U4"),
        PlacementFacts(date(2026, 6, 10), date(2026, 9, 1), "A5"),
        PlacementFacts(date(2026, 9, 1), None, "A3"),  # the same stretch
    ]
    reviews = [date(2026, 1, 30), date(2026, 4, 20), date(2026, 7, 7), date(2026, 9, 30)]
    found = clocks(period(date(2026, 1, 5), placements=placements, reviews=reviews))
    assert {key: (s.due_on, s.met_on, s.closed_on) for key, s in found.items()} == {
        "care_period:2026-01-05": (date(2026, 2, 2), date(2026, 1, 30), None),
        "review:2026-01-30": (date(2026, 4, 30), date(2026, 4, 20), None),
        "review:2026-04-20": (date(2026, 10, 20), None, date(2026, 6, 10)),
        "placed_for_adoption:2026-06-10": (date(2026, 7, 8), date(2026, 7, 7), None),
        "review:2026-07-07": (date(2026, 10, 7), date(2026, 9, 30), None),
        "review:2026-09-30": (date(2027, 3, 30), None, None),
    }


def test_placed_for_adoption_from_the_first_day_has_the_adoption_chain_only():
    placements = [PlacementFacts(date(2026, 9, 7), None, "A4")]
    found = clocks(period(date(2026, 9, 7), placements=placements))
    assert list(found) == ["placed_for_adoption:2026-09-07"]
    assert found["placed_for_adoption:2026-09-07"].due_on == date(2026, 10, 5)


def test_short_breaks_are_reviewed_after_three_months_then_six():
    on = date(2026, 9, 20)
    found = clocks(period(date(2026, 9, 7), date(2026, 9, 19), status="V3"), on=date(2026, 9, 18))
    assert found["care_period:2026-09-07"].due_on == date(2026, 12, 7)
    reviewed = period(date(2026, 9, 7), status="V4", reviews=[date(2026, 9, 15)])
    assert clocks(reviewed, on=on)["review:2026-09-15"].due_on == date(2027, 3, 15)


def test_an_authority_may_be_stricter_with_the_first_review():
    found = clocks(period(date(2026, 4, 2)), limits={"statutory_review": 15})
    assert found["care_period:2026-04-02"].due_on == date(2026, 4, 27)


def test_a_change_of_legal_status_starts_nothing():
    first = date(2026, 4, 2)
    changed = type(period(first))(
        1,
        first,
        episodes=(
            EpisodeFacts(first, date(2026, 5, 20), "C1"),
            EpisodeFacts(date(2026, 5, 20), None, "C2"),
        ),
        placements=(PlacementFacts(first),),
    )
    assert list(clocks(changed)) == ["care_period:2026-04-02"]
