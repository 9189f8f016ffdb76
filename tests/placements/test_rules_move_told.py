"""The clock of what a move of home needs: before a planned one, days after an emergency."""

from datetime import date

import pytest

from placements.rules.move_told import MoveFacts, MovesOfChild, moves_told
from tests.clock_world import by_key, child, known, period

IN_CARE = date(2025, 11, 3)
FRIDAY, MONDAY = date(2026, 10, 30), date(2026, 11, 2)
OWES = ("Consult the carer, or record why not",)


def clock(*, on=date(2026, 11, 12), care=None, **more):
    said = {"from_on": FRIDAY, "is_emergency": True, "recorded_on": MONDAY, "owes": OWES, **more}
    told = MovesOfChild((MoveFacts(**said),)).as_known_on(on)
    facts = child(care or period(IN_CARE)).as_known_on(on)
    return by_key(moves_told(facts, told, known(on))).get(f"move:{said['from_on']}")


@pytest.mark.parametrize(
    ("is_emergency", "from_on", "recorded_on", "started_on", "due_on"),
    [
        (True, FRIDAY, MONDAY, FRIDAY, date(2026, 11, 6)),
        (True, date(2026, 11, 1), MONDAY, date(2026, 11, 1), date(2026, 11, 6)),  # a Sunday
        (True, date(2026, 12, 23), date(2026, 12, 23), date(2026, 12, 23), date(2027, 1, 4)),
        (False, date(2026, 11, 16), MONDAY, MONDAY, date(2026, 11, 16)),
        (False, MONDAY, MONDAY, MONDAY, MONDAY),
        (False, FRIDAY, MONDAY, FRIDAY, FRIDAY),  # told late
    ],
)
def test_when_it_is_due(is_emergency, from_on, recorded_on, started_on, due_on) -> None:
    state = clock(
        on=date(2027, 1, 10), is_emergency=is_emergency, from_on=from_on, recorded_on=recorded_on
    )
    assert (state.started_on, state.due_on, state.met_on) == (started_on, due_on, None)
    assert state.due.note == "Not on record yet: Consult the carer, or record why not"


def test_it_is_met_on_the_day_since_which_nothing_is_owed() -> None:
    done = date(2026, 11, 6)
    assert clock(owes=(), told_on=done).met_on == done
    assert clock(owes=(), told_on=done).due.note == ""
    assert clock(on=date(2026, 11, 5), owes=(), told_on=done).met_on is None
    assert clock(on=date(2026, 11, 1), owes=(), told_on=done) is None  # not recorded yet


def test_it_closes_when_care_ends_and_none_is_outside_care() -> None:
    ended = clock(care=period(IN_CARE, date(2026, 11, 10)))
    assert (ended.met_on, ended.closed_on) == (None, date(2026, 11, 10))
    assert clock(care=period(IN_CARE, FRIDAY)) is None
    assert clock(care=period(MONDAY)) is None
