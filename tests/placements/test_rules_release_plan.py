"""The clock `release_plan`: boundary days, what meets it, what closes it and what does not."""

from dataclasses import replace
from datetime import date

import pytest

from placements.rules.release_plan import KIND, CustodiesOfChild, CustodyFacts, release_plans
from tests.clock_world import by_key, child, known, period

ARRIVED = date(2026, 9, 7)
KNOWN = date(2026, 10, 5)
RELEASE = date(2026, 12, 17)  # a Thursday
DUE = date(2026, 11, 19)  # 20 working days before, no bank holiday between
KEY = "custody:2026-09-07"


def clock(
    *, on=date(2026, 12, 3), limits=None, born=date(2010, 5, 10), care=None, since=None, **more
):
    facts = {"release_on": RELEASE, "release_known_on": KNOWN, **more}
    stays = CustodiesOfChild((CustodyFacts(ARRIVED, **facts),)).as_known_on(on)
    of_child = child(care or period(date(2026, 1, 12)), born=born).as_known_on(on)
    of_child = replace(of_child, on_record_since=since)
    found = by_key(release_plans(of_child, stays, known(on, limits=limits)))
    assert set(found) <= {KEY}
    return found.get(KEY)


@pytest.mark.parametrize(
    ("more", "limits", "started_on", "due_on"),
    [
        ({}, None, KNOWN, DUE),
        ({}, {KIND: 10}, KNOWN, date(2026, 12, 3)),
        ({}, {KIND: 1}, KNOWN, date(2026, 12, 16)),
        ({"release_known_on": DUE}, None, DUE, DUE),
        # known too late: at once
        ({"release_known_on": date(2026, 11, 20)}, None, date(2026, 11, 20), date(2026, 11, 20)),
        # Christmas lies between
        ({"release_on": date(2027, 1, 8)}, {KIND: 10}, KNOWN, date(2026, 12, 22)),
        # released early, then as it was; of a release that nobody knew before, that day
        (
            {"ended_on": date(2026, 12, 1), "ended_because": "released"},
            {KIND: 10},
            KNOWN,
            date(2026, 11, 17),
        ),
        (
            {
                "release_on": None,
                "release_known_on": None,
                "ended_on": date(2026, 12, 1),
                "ended_because": "released",
            },
            None,
            date(2026, 12, 1),
            date(2026, 12, 1),
        ),
    ],
)
def test_when_it_is_due(more, limits, started_on, due_on) -> None:
    state = clock(limits=limits, **more)
    assert (state.started_on, state.due_on) == (started_on, due_on)
    assert (state.met_on, state.closed_on, state.owner_role) == (None, None, "social_worker")


@pytest.mark.parametrize(
    ("planned_on", "sent_on", "met_on"),
    [
        (None, None, None),
        (DUE, None, None),
        (None, DUE, None),
        (date(2026, 11, 2), DUE, DUE),
        (date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 20)),
        (date(2026, 11, 2), date(2026, 12, 4), None),  # sent after the day of looking
    ],
)
def test_the_plan_and_the_pep_meet_it_together(planned_on, sent_on, met_on) -> None:
    state = clock(release_planned_on=planned_on, plan_sent_on=sent_on)
    assert state.met_on == met_on
    assert ("Not on record yet" in state.due.note) is (met_on is None)


@pytest.mark.parametrize(
    "more",
    [
        {"release_on": None, "release_known_on": None},
        {"release_known_on": date(2026, 12, 4)},  # not known on the day of looking
        {"kind": "welfare"},
        {"on": date(2026, 9, 6)},  # before the arrival
        {"since": date(2026, 12, 18)},
    ],
)
def test_without_a_release_that_is_known_there_is_none(more) -> None:
    assert clock(**more) is None


@pytest.mark.parametrize(
    ("more", "closed_on"),
    [
        ({"care": period(date(2026, 1, 12), date(2026, 9, 7), status="V2")}, None),  # goes on
        ({"ended_on": date(2026, 11, 2), "ended_because": "moved"}, date(2026, 11, 2)),
        ({"ended_on": date(2026, 12, 4), "ended_because": "moved"}, None),
        ({"born": date(2008, 12, 3)}, date(2026, 12, 3)),
        ({"born": date(2008, 12, 4)}, None),
    ],
)
def test_it_closes_at_eighteen_and_with_a_move_never_with_care(more, closed_on) -> None:
    assert clock(**more).closed_on == closed_on


def test_who_is_released_on_the_day_of_the_first_load_is_planned_for() -> None:
    assert clock(since=RELEASE).due_on == DUE


def test_the_sum_in_words() -> None:
    assert clock().due.sum == (
        "20 working days before release on Thu 17 December 2026: due Thu 19 November 2026"
    )
