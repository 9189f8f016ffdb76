"""What was known of a child on a day: nothing that happened later."""

from datetime import date

from pupils.rules.facts import CarePeriodFacts, EpisodeFacts, PlacementFacts, ReviewFacts
from tests.clock_world import child, place

DAY = date(2026, 11, 4)
EARLIER, LATER = date(2026, 10, 1), date(2026, 11, 5)


def test_a_period_that_begins_later_is_not_known_and_one_that_ends_later_is_open():
    known = child(CarePeriodFacts(1, EARLIER, LATER), CarePeriodFacts(2, LATER)).as_known_on(DAY)
    assert [(p.id, p.ended_on) for p in known.care_periods] == [(1, None)]


def test_an_end_on_the_day_itself_is_known():
    known = child(CarePeriodFacts(1, EARLIER, DAY)).as_known_on(DAY)
    assert known.care_periods[0].ended_on == DAY


def test_episodes_and_placements_that_begin_later_are_not_known():
    period = CarePeriodFacts(
        1,
        EARLIER,
        episodes=(EpisodeFacts(LATER, None, "C2"), EpisodeFacts(EARLIER, LATER, "V2")),
        placements=(PlacementFacts(EARLIER, LATER), PlacementFacts(LATER)),
    )
    known = period.as_known_on(DAY)
    assert known.episodes == (EpisodeFacts(EARLIER, None, "V2"),)
    assert known.placements == (PlacementFacts(EARLIER, None),)


def test_a_review_held_later_is_known_as_arranged_if_it_was_arranged():
    period = CarePeriodFacts(
        1,
        EARLIER,
        reviews=(
            ReviewFacts(held_on=LATER),
            ReviewFacts(held_on=LATER, planned_on=LATER),
            ReviewFacts(held_on=DAY),
            ReviewFacts(planned_on=date(2027, 1, 5)),
        ),
    )
    known = period.as_known_on(DAY)
    assert known.reviews == (
        ReviewFacts(planned_on=LATER),
        ReviewFacts(held_on=DAY),
        ReviewFacts(planned_on=date(2027, 1, 5)),
    )
    assert known.held_reviews == [DAY]


def test_a_place_is_known_from_its_acceptance():
    accepted = place(LATER, accepted_on=DAY)
    known = child(
        enrolments=[place(EARLIER, LATER), accepted, place(date(2026, 12, 1))]
    ).as_known_on(DAY)
    assert known.enrolments == (place(EARLIER, None), accepted)
    assert not accepted.covers(DAY)
