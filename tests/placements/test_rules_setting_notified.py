"""The clock of what a setting is told: what starts it, what meets it, what closes it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from placements.rules.setting_notified import (
    KIND,
    RollFacts,
    RollsOfChild,
    ToldFacts,
    events_to_tell,
    known_ahead,
    settings_notified,
)
from pupils.rules.facts import PlacementFacts
from tests.clock_world import by_key, child, known, period

MONDAY = date(2026, 11, 2)
DUE = date(2026, 11, 9)
ON = date(2026, 11, 12)
SEPTEMBER = date(2026, 9, 1)
ENTRY = ["care_period:2026-11-02"]
HEAD, TEACHER = "head_teacher", "designated_teacher"


def told(*rows) -> tuple[ToldFacts, ...]:
    return tuple(ToldFacts(whom, on, of) for whom, on, of in rows)


def both(on, of=MONDAY) -> tuple[ToldFacts, ...]:
    return told((HEAD, on, of), (TEACHER, on, of))


def roll(started_on=SEPTEMBER, ended_on=None, school="999001", rows=()) -> RollFacts:
    return RollFacts(1, school, started_on, ended_on, rows)


def clocks(*rolls, care=None, on=ON, since=None, limits=None, **options):
    facts = child(care or period(MONDAY), **options).as_known_on(on)
    rows = RollsOfChild(rolls).as_known_on(on)
    facts = replace(facts, on_record_since=since)
    return by_key(settings_notified(facts, rows, known(on, limits=limits)))


def moved(*days, from_day=MONDAY, **last):
    """In care from a day, with another home from each of the others."""
    starts = [from_day, *days]
    ends = [*days, None]
    homes = [PlacementFacts(a, b, "U4") for a, b in zip(starts, ends, strict=True)]
    homes[-1] = replace(homes[-1], **last)
    return period(from_day, placements=homes)


@pytest.mark.parametrize(
    ("care", "place", "keys"),
    [
        (period(MONDAY), roll(), {"care_period:2026-11-02/999001"}),
        (period(MONDAY), roll(MONDAY), {"care_period:2026-11-02/999001"}),
        (period(MONDAY), roll(date(2026, 11, 3)), {"enrolment:2026-11-03/999001"}),
        (period(MONDAY), roll(ended_on=date(2026, 11, 1)), set()),
        (period(MONDAY), roll(date(2026, 11, 13)), set()),  # tomorrow
        (
            moved(date(2026, 11, 4)),
            roll(),
            {"care_period:2026-11-02/999001", "placement:2026-11-04/999001"},
        ),
        (moved(date(2026, 11, 4)), roll(date(2026, 11, 4)), {"enrolment:2026-11-04/999001"}),
        (
            moved(date(2026, 11, 4)),
            roll(ended_on=date(2026, 11, 4)),
            {"care_period:2026-11-02/999001"},
        ),
        (period(MONDAY, status="V4"), roll(), set()),  # a short break
        (period(date(2026, 3, 2), date(2026, 4, 2)), roll(), set()),
    ],
)
def test_what_starts_it(care, place, keys) -> None:
    assert set(clocks(place, care=care)) == keys


@pytest.mark.parametrize(
    ("rows", "limits", "due_on", "met_on"),
    [
        ((), None, DUE, None),
        ((), {KIND: 2}, date(2026, 11, 4), None),
        (both(DUE), None, DUE, DUE),
        (told((TEACHER, MONDAY, MONDAY)), None, DUE, None),
        (told((TEACHER, MONDAY, MONDAY), (HEAD, ON, MONDAY)), None, DUE, ON),
        (both(ON + timedelta(days=1)), None, DUE, None),  # not known yet
        (both(date(2026, 10, 20)), None, DUE, date(2026, 10, 20)),  # ahead, of that very day
        (both(date(2026, 10, 20), of=date(2026, 10, 20)), None, DUE, None),
        (both(ON, of=date(2026, 11, 11)), None, DUE, ON),  # of something later: of this too
        (both(date(2026, 10, 30), of=date(2026, 11, 11)), None, DUE, None),
    ],
)
def test_when_it_is_due_and_what_meets_it(rows, limits, due_on, met_on) -> None:
    state = clocks(roll(rows=rows), limits=limits)["care_period:2026-11-02/999001"]
    assert (state.due_on, state.met_on, state.closed_on) == (due_on, met_on, None)


def test_it_says_who_is_not_told_and_that_a_planned_move_is_told_of_before() -> None:
    found = clocks(roll(rows=told((TEACHER, ON, MONDAY))), care=moved(date(2026, 11, 4)))
    entry, home = found.values()
    assert entry.due.note == "Not told yet on record: head teacher"
    assert home.due.note.endswith(
        "head teacher. Of a planned placement the setting is told before it"
    )
    emergency = clocks(roll(), care=moved(date(2026, 11, 4), is_emergency=True))
    assert "before it" not in emergency["placement:2026-11-04/999001"].due.note


@pytest.mark.parametrize(
    ("care", "place", "closed_on"),
    [
        (period(MONDAY), roll(ended_on=date(2026, 11, 6)), date(2026, 11, 7)),
        (period(MONDAY, date(2026, 11, 5)), roll(ended_on=date(2026, 11, 6)), date(2026, 11, 5)),
    ],
)
def test_it_closes_with_the_place_and_with_care(care, place, closed_on) -> None:
    state = clocks(place, care=care)["care_period:2026-11-02/999001"]
    assert (state.closed_on, state.met_on) == (closed_on, None)


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ((SEPTEMBER, date(2026, 11, 4)), (date(2026, 11, 5), None), True),
        ((SEPTEMBER, date(2026, 11, 4)), (date(2026, 11, 6), None), False),
        ((SEPTEMBER, date(2026, 11, 6)), (date(2026, 11, 9), None), True),  # over a weekend
        ((SEPTEMBER, date(2026, 11, 6)), (date(2026, 11, 10), None), False),
        ((SEPTEMBER, date(2026, 11, 7)), (date(2026, 11, 9), None), True),
        ((SEPTEMBER, None), (date(2026, 11, 5), None), True),  # another kind of place beside it
        ((SEPTEMBER, date(2026, 11, 9)), (date(2026, 11, 5), date(2026, 11, 6)), True),
    ],
)
def test_the_same_setting_following_without_a_gap_is_no_news(first, second, is_one) -> None:
    later = replace(roll(*second), id=2)
    found = set(clocks(roll(*first), later))
    assert "care_period:2026-11-02/999001" in found
    assert (len(found) == 1) is is_one
    elsewhere = replace(later, school="999002")
    assert len(clocks(roll(*first), elsewhere)) == 2


def test_who_was_told_of_either_place_at_a_setting_was_told() -> None:
    rolls = [roll(ended_on=date(2026, 11, 4), rows=told((HEAD, MONDAY, MONDAY)))]
    rolls.append(replace(roll(date(2026, 11, 5), rows=told((TEACHER, DUE, MONDAY))), id=2))
    (state,) = clocks(*rolls).values()
    assert (state.met_on, state.closed_on) == (DUE, None)


def test_each_setting_is_told() -> None:
    second = roll(date(2026, 11, 4), school="999002")
    assert set(clocks(roll(), second)) == {
        "care_period:2026-11-02/999001",
        "enrolment:2026-11-04/999002",
    }


@pytest.mark.parametrize(
    ("since", "keys"),
    [
        (MONDAY, [*ENTRY, "placement:2026-11-04", "placement:2026-11-10"]),
        (
            date(2026, 11, 4),
            ["care_period:2026-11-02", "placement:2026-11-04", "placement:2026-11-10"],
        ),
        (date(2026, 11, 5), ["placement:2026-11-04", "placement:2026-11-10"]),
        (ON, ["placement:2026-11-10"]),
    ],
)
def test_of_what_was_before_the_first_load_the_last_thing_alone_is_asked(since, keys) -> None:
    care = moved(date(2026, 11, 4), date(2026, 11, 10))
    assert list(clocks(roll(), care=care, since=since)) == [f"{key}/999001" for key in keys]


def test_nothing_is_asked_of_a_place_that_ended_before_the_first_load() -> None:
    assert clocks(roll(ended_on=date(2026, 11, 5)), since=date(2026, 11, 6)) == {}


@pytest.mark.parametrize(
    ("care", "place", "key"),
    [
        (moved(date(2026, 11, 4)), roll(), "placement:2026-11-04/999001"),
        (period(MONDAY), roll(date(2026, 12, 1)), "enrolment:2026-12-01/999001"),  # still to begin
        (period(MONDAY, date(2026, 11, 5)), roll(), None),  # no longer looked after
        (period(MONDAY), roll(ended_on=date(2026, 10, 30)), None),
    ],
)
def test_what_is_told_today(care, place, key) -> None:
    found = events_to_tell(child(care).as_known_on(ON), place, on=ON)
    assert [event.key for event in found] == ([key] if key else [])


@pytest.mark.parametrize(
    ("care", "place", "days"),
    [
        (moved(date(2026, 12, 1)), roll(), [MONDAY, date(2026, 12, 1)]),
        (moved(ON, date(2026, 12, 1)), roll(), [ON, date(2026, 12, 1)]),
        (moved(date(2027, 2, 10)), roll(), [MONDAY, date(2027, 2, 10)]),  # the last day ahead
        (moved(date(2027, 2, 11)), roll(), [MONDAY]),
        (moved(date(2026, 12, 1)), roll(ended_on=date(2026, 11, 30)), [MONDAY]),
        (
            moved(date(2026, 12, 9)),
            roll(date(2026, 12, 1)),
            [date(2026, 12, 1), date(2026, 12, 9)],
        ),
        (period(MONDAY, date(2026, 12, 1)), roll(), [MONDAY]),  # leaves care later
    ],
)
def test_what_is_told_ahead(care, place, days) -> None:
    known = known_ahead(child(care), on=ON, until=date(2027, 2, 10))
    assert [event.on for event in events_to_tell(known, place, on=ON)] == days
