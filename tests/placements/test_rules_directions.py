"""The clock to the use of direction: silence in-year, a refusal, what meets and what closes it."""

from datetime import date

import pytest

from placements.rules.directions import (
    KIND,
    ApplicationFacts,
    ApplicationsOfChild,
    directions,
)
from pupils.rules.facts import PlacementFacts
from tests.clock_world import (
    ACADEMY_2026_27,
    YEAR_2026_27,
    by_key,
    calendar,
    child,
    known,
    period,
    place,
)

ON = date(2027, 3, 1)
IN_CARE = date(2025, 11, 3)
SENT = date(2026, 10, 19)  # a Monday, a week before half term
REFUSED = {"answer": "refused", "answered_on": date(2026, 10, 22)}


def clock(*, on=ON, limits=None, enrolments=(), care=None, route="in_year", **more):
    row = ApplicationFacts(school="999001", route=route, sent_on=SENT, **more)
    told = ApplicationsOfChild((row,)).as_known_on(on)
    facts = child(care or period(IN_CARE), enrolments=enrolments).as_known_on(on)
    found = by_key(directions(facts, told, known(on, limits=limits)))
    assert set(found) <= {"application:2026-10-19/999001"}
    return next(iter(found.values()), None)


@pytest.mark.parametrize(
    ("said", "limits", "started_on", "due_on"),
    [
        ({}, None, SENT, date(2026, 11, 9)),  # four days, half term, six days
        ({}, {KIND: 4}, SENT, date(2026, 10, 23)),
        (REFUSED, None, date(2026, 10, 22), date(2026, 11, 5)),
        (REFUSED, {KIND: 4}, date(2026, 10, 22), date(2026, 11, 5)),
        ({**REFUSED, "route": "normal_round"}, None, date(2026, 10, 22), date(2026, 11, 5)),
    ],
)
def test_when_it_is_due(said, limits, started_on, due_on) -> None:
    state = clock(limits=limits, **said)
    assert (state.started_on, state.due_on, state.met_on) == (started_on, due_on, None)


SILENT = {"route": "normal_round", "wanted_from_on": date(2027, 9, 1)}
SEPTEMBER = date(2027, 9, 1)


@pytest.mark.parametrize(
    ("on", "more", "has_clock"),
    [
        (ON, {}, False),  # the offers of the round are still to come, or just out
        (date(2027, 8, 31), {}, False),
        (SEPTEMBER, {}, True),
        (SEPTEMBER, {"wanted_from_on": date(2027, 8, 30)}, True),  # a term that begins in August
        (SEPTEMBER, {"wanted_from_on": date(2028, 1, 5)}, True),  # deferred into the year
        (SEPTEMBER, {"wanted_from_on": date(2028, 9, 1)}, False),
        (SEPTEMBER, {"answer": "offered", "answered_on": date(2027, 3, 1)}, False),
        (SEPTEMBER, {"direction_considered_on": date(2027, 5, 4)}, False),
        (SEPTEMBER, {"search_ended_on": date(2027, 7, 1)}, False),
        (SEPTEMBER, {"enrolments": [place(SEPTEMBER)]}, False),
        (SEPTEMBER, {"enrolments": [place(date(2025, 9, 3))]}, True),
    ],
)
def test_silence_in_the_normal_round_counts_from_the_september_of_the_place(
    on, more, has_clock
) -> None:
    state = clock(on=on, **SILENT | more)
    assert (state is not None) is has_clock
    if state is not None:
        assert (state.started_on, state.met_on, state.closed_on) == (SEPTEMBER, None, None)


def test_in_the_normal_round_it_is_due_after_as_many_school_days_of_silence() -> None:
    terms = [("term", "Autumn", date(2027, 9, 2), date(2027, 12, 17))]
    books = {("999", "2027-28"): calendar("Northshire", "2027-28", terms)}
    row = ApplicationFacts("999001", sent_on=SENT, **SILENT)
    told = ApplicationsOfChild((row,))
    there = known(date(2027, 9, 20), of_authorities=books)
    [state] = directions(child(period(IN_CARE)), told, there)
    assert state.due_on == date(2027, 9, 15)


def test_an_offer_in_september_closes_it() -> None:
    offered = date(2027, 9, 6)
    state = clock(on=date(2027, 9, 7), **SILENT, answer="offered", answered_on=offered)
    assert (state.started_on, state.closed_on) == (SEPTEMBER, offered)


def test_an_answer_is_not_known_before_its_day() -> None:
    assert clock(on=date(2026, 10, 21), **REFUSED).due_on == date(2026, 11, 9)
    assert clock(on=date(2026, 10, 22), **REFUSED).due_on == date(2026, 11, 5)


def test_a_direction_that_was_considered_meets_it() -> None:
    state = clock(**REFUSED, direction_considered_on=date(2026, 11, 4))
    assert (state.met_on, state.closed_on) == (date(2026, 11, 4), None)


@pytest.mark.parametrize(
    ("said", "closed_on", "reason"),
    [
        (
            {"answer": "offered", "answered_on": date(2026, 10, 22)},
            date(2026, 10, 22),
            "A place was offered on Thu 22 October 2026",
        ),
        (
            {"answer": "withdrawn", "answered_on": date(2026, 10, 22)},
            date(2026, 10, 22),
            "The application was withdrawn on Thu 22 October 2026",
        ),
        (
            {**REFUSED, "enrolments": [place(date(2026, 11, 2), kind="otherwise")]},
            date(2026, 11, 2),
            "Full-time education began on Mon 2 November 2026",
        ),
        (
            {**REFUSED, "care": period(IN_CARE, date(2026, 11, 3))},
            date(2026, 11, 3),
            "Ceased to be looked after on Tue 3 November 2026",
        ),
    ],
)
def test_what_closes_it(said, closed_on, reason) -> None:
    state = clock(**said)
    assert (state.closed_on, state.not_required_reason) == (closed_on, reason)


@pytest.mark.parametrize(
    "enrolments",
    [
        [place(date(2026, 9, 3))],  # the school that the child has until then
        [place(date(2026, 11, 2), is_full_time=False)],
        [place(date(2027, 4, 12), accepted_on=date(2026, 11, 2))],
    ],
)
def test_what_does_not(enrolments) -> None:
    assert clock(**REFUSED, enrolments=enrolments).closed_on is None


@pytest.mark.parametrize(
    ("began", "is_closed"),
    [(date(2027, 1, 30), False), (date(2027, 1, 31), True), (date(2027, 2, 27), True)],
)
def test_a_place_that_was_not_the_one_wanted_closes_none(began, is_closed) -> None:
    state = clock(on=ON, **REFUSED, wanted_from_on=date(2027, 3, 3), enrolments=[place(began)])
    assert (state.closed_on == began) is is_closed


def test_the_end_of_the_search_closes_it() -> None:
    ended = date(2026, 11, 2)
    assert clock(**REFUSED, search_ended_on=ended).closed_on == ended
    assert clock(on=date(2026, 11, 1), **REFUSED, search_ended_on=ended).closed_on is None


def test_a_later_move_to_another_area_leaves_its_day() -> None:
    moved = date(2026, 12, 1)
    homes = (
        PlacementFacts(IN_CARE, moved, "U4", area_code="999"),
        PlacementFacts(moved, None, "U4", area_code="998"),
    )
    terms = {
        ("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27),
        ("998", "2026-27"): calendar("Southmoor", "2026-27", ACADEMY_2026_27),
    }
    told = ApplicationsOfChild((ApplicationFacts("999001", "in_year", SENT),))
    there = known(ON, of_authorities=terms)
    [state] = directions(child(period(IN_CARE, placements=homes)), told, there)
    assert state.due_on == date(2026, 11, 9)


def test_an_application_before_care_starts_none() -> None:
    assert clock(care=period(date(2026, 10, 20))) is None


@pytest.mark.parametrize(
    ("accepted_on", "route", "answer", "on", "closed_on"),
    [
        (date(2027, 3, 1), "normal_round", {}, date(2027, 9, 2), "no clock"),
        (date(2027, 3, 1), "normal_round", REFUSED, date(2027, 9, 2), date(2027, 3, 1)),
        (date(2027, 3, 1), "normal_round", REFUSED, date(2027, 2, 28), None),
        (date(2026, 10, 18), "normal_round", {}, date(2027, 9, 2), None),  # before it was sent
        (date(2027, 3, 1), "in_year", {}, date(2027, 4, 1), None),  # goes on until it begins
        (None, "normal_round", {}, date(2027, 9, 2), None),
    ],
)
def test_a_place_that_was_accepted_closes_it_in_the_normal_round(
    accepted_on, route, answer, on, closed_on
) -> None:
    coming = place(date(2027, 9, 3), accepted_on=accepted_on)
    wanted = {"route": route, "wanted_from_on": date(2027, 9, 1), **answer}
    state = clock(on=on, enrolments=[coming], **wanted)
    if closed_on == "no clock":
        assert state is None
    else:
        assert state is not None
        assert state.closed_on == closed_on
