"""A care period over three terms: what may begin, what opens, what lapses, what is taken back.

Each case names its plans, newest first, as `kind state term`; `*` says that a person initiated
the plan, a day that it was handed in then.
"""

from datetime import date

import pytest

from peps.rules.opening import (
    Existing,
    NextPep,
    is_overtaken,
    is_superseded,
    lapsing_when_begun,
    lapsing_when_handed_in,
    next_pep,
    term_is_to_open,
)
from peps.rules.states import Refusal, State

OPENED_ON = {"autumn": date(2026, 9, 1), "spring": date(2027, 1, 4), "summer": date(2027, 4, 12)}
IN_THE_HOLIDAYS = date(2026, 12, 28)
IN_SPRING = date(2027, 2, 1)
A_MOVE_IN_SPRING = date(2027, 2, 20)


def plans(*lines: str) -> list[Existing]:
    """The plans of a case, numbered 1, 2, … from the newest."""
    return [_plan(number, line) for number, line in enumerate(lines, start=1)]


def _plan(number: int, line: str) -> Existing:
    kind, state, season, *handed_in = line.removesuffix("*").split()
    begun = OPENED_ON[season]
    if handed_in == ["early"] or (kind == "initial" and season == "spring"):
        begun = date(2026, 12, 21)
    days = {"early": IN_THE_HOLIDAYS, "late": IN_SPRING, "then": OPENED_ON[season]}
    return Existing(
        id=number,
        kind=kind,
        state=State(state),
        is_initiated=line.endswith("*"),
        term=("2026-27", season),
        opened_on=begun,
        submitted_on=days[handed_in[0]] if handed_in else None,
    )


def take_up(number: int) -> NextPep:
    return NextPep(to_take_up=number)


def begin(kind: str) -> NextPep:
    return NextPep(kind=kind)


def refuse(refusal: Refusal) -> NextPep:
    return NextPep(refusal=refusal)


HAS_ITS = refuse(Refusal.TERM_HAS_ITS_PEP)
WRITTEN = refuse(Refusal.ALREADY_INITIATED)
ASIDE = refuse(Refusal.TERM_SET_ASIDE)

# name, plans, in spring a person would …, after a move in spring they would …, whether spring's
# opens by itself, which plans lapse when spring's begins and when it is handed in
# fmt: off
CASES = [
    ("nothing yet", [], begin("initial"), begin("initial"), True, [], []),
    (
        "autumn's untouched, spring's complete",
        ["termly complete spring then*", "termly opened autumn"],
        HAS_ITS,
        begin("after_move"),
        False, [2], [2],
    ),
    (
        "autumn's first unfinished, spring's complete",
        ["termly complete spring then*", "initial in_progress autumn*"],
        HAS_ITS,
        begin("after_move"),
        False, [], [2],
    ),
    (
        "autumn's first unfinished, spring not open",
        ["initial in_progress autumn*"],
        begin("termly"),
        begin("termly"),
        True, [], [1],
    ),
    (
        "autumn's first initiated, spring's opened",
        ["termly opened spring", "initial initiated autumn*"],
        take_up(1),
        take_up(1),
        False, [], [2],
    ),
    (
        "autumn's untouched, spring's opened",
        ["termly opened spring", "termly opened autumn"],
        take_up(1),
        take_up(1),
        False, [2], [2],
    ),
    (
        "autumn's written but initiated by nobody",
        ["termly in_progress autumn"],
        begin("termly"),
        begin("termly"),
        True, [], [1],
    ),
    (
        "autumn's returned for improvement",
        ["termly returned autumn then*"],
        begin("termly"),
        begin("termly"),
        True, [], [],
    ),
    (
        "autumn's returned empty",
        ["termly returned autumn*"],
        begin("termly"),
        begin("termly"),
        True, [], [1],
    ),
    (
        "autumn's finished late, spring's opened",
        ["termly opened spring", "initial submitted autumn late*"],
        take_up(1),
        take_up(1),
        False, [], [],
    ),
    (
        "spring's being written",
        ["termly in_progress spring*", "termly complete autumn then*"],
        WRITTEN,
        WRITTEN,
        False, [], [],
    ),
    (
        "spring's returned",
        ["termly returned spring then*", "termly opened autumn"],
        WRITTEN,
        WRITTEN,
        False, [2], [2],
    ),
    (
        "spring's set aside",
        ["termly not_required spring", "termly complete autumn then*"],
        ASIDE,
        begin("after_move"),
        False, [], [],
    ),
    (
        "autumn's lapsed, nothing since",
        ["termly not_required autumn"],
        begin("termly"),
        begin("termly"),
        True, [], [],
    ),
    (
        "the first set aside",
        ["initial not_required autumn*"],
        begin("initial"),
        begin("initial"),
        True, [], [],
    ),
    (
        "a first one begun in the holidays",
        ["initial in_progress spring*"],
        WRITTEN,
        WRITTEN,
        False, [], [],
    ),
    (
        "a first one handed in in the holidays",
        ["initial submitted spring early*"],
        HAS_ITS,
        begin("after_move"),
        True, [], [],
    ),
    (
        "a first one begun in the holidays, handed in in the term",
        ["initial submitted spring late*"],
        HAS_ITS,
        begin("after_move"),
        False, [], [],
    ),
    (
        "a first one begun in the holidays, returned empty",
        ["initial returned spring*"],
        WRITTEN,
        WRITTEN,
        False, [], [],
    ),
    (
        "a first one begun in the holidays, set aside",
        ["initial not_required spring*"],
        begin("initial"),
        begin("initial"),
        True, [], [],
    ),
    (
        "spring's handed in before anybody initiated a plan",
        ["termly submitted spring then"],
        take_up(1),
        begin("after_move"),
        False, [], [],
    ),
    (
        "spring's complete before anybody initiated it, autumn's was initiated",
        ["termly complete spring then", "initial complete autumn then*"],
        HAS_ITS,
        begin("after_move"),
        False, [], [],
    ),
    (
        "summer's begun already does not lapse",
        ["termly opened summer", "termly complete spring then*"],
        HAS_ITS,
        HAS_ITS,
        False, [], [],
    ),
]
# fmt: on


@pytest.mark.parametrize(
    ("lines", "still", "after_a_move", "opens", "lapses_when_begun", "lapses_when_handed_in"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_spring(lines, still, after_a_move, opens, lapses_when_begun, lapses_when_handed_in):
    existing, spring = plans(*lines), ("2026-27", "spring")
    assert next_pep(existing, term=spring, has_setting=True) == still
    moved = next_pep(existing, term=spring, has_setting=True, moved_on=A_MOVE_IN_SPRING)
    assert moved == after_a_move
    without = next_pep(existing, term=spring, has_setting=False, moved_on=A_MOVE_IN_SPRING)
    interim = {"termly": "interim", "after_move": "interim"}.get(moved.kind, moved.kind)
    assert without == NextPep(to_take_up=moved.to_take_up, kind=interim, refusal=moved.refusal)
    assert term_is_to_open(existing, term=spring, starts_on=OPENED_ON["spring"]) is opens
    assert [p.id for p in lapsing_when_begun(existing, term=spring)] == lapses_when_begun
    assert [p.id for p in lapsing_when_handed_in(existing, term=spring)] == lapses_when_handed_in


@pytest.mark.parametrize(
    ("lines", "taken_back", "expected"),
    [
        (["termly not_required spring", "termly complete autumn then*"], 1, False),
        (["termly not_required spring", "initial in_progress autumn*"], 1, False),
        (["after_move not_required spring*", "termly complete spring then*"], 1, False),
        (["initial in_progress spring*", "termly not_required spring"], 2, True),
        (["termly not_required spring", "initial in_progress spring*"], 1, True),
        (["termly opened spring", "termly not_required autumn"], 2, True),
        (["termly complete spring then*", "initial not_required autumn*"], 2, True),
        (["termly not_required spring", "termly not_required autumn"], 2, False),
        # handed in once, it does not lapse when a later term's begins, nor is it lost
        (["termly opened spring", "termly not_required autumn then"], 2, False),
        (["termly complete spring then*", "initial not_required autumn then*"], 2, False),
        (["initial initiated spring*", "initial not_required autumn then*"], 2, True),
        (["after_move complete autumn then*", "termly not_required autumn then"], 2, True),
        (["interim opened autumn", "termly not_required autumn then"], 2, True),
    ],
)
def test_one_that_was_set_aside_is_taken_back_unless_another_took_its_place(
    lines, taken_back, expected
):
    assert is_superseded(plans(*lines), pep_id=taken_back) is expected


@pytest.mark.parametrize(
    ("lines", "number", "overtaken"),
    [
        (["termly submitted spring then", "termly in_progress autumn"], 2, True),
        (["termly complete spring then", "initial initiated autumn*"], 2, True),
        (["termly in_progress spring", "termly in_progress autumn"], 2, False),
        (["termly returned spring", "termly in_progress autumn"], 2, False),  # returned as empty
        (["termly not_required spring then", "termly in_progress autumn"], 2, False),
        (["termly submitted spring then", "termly returned autumn"], 2, False),  # to be put right
        (["termly submitted spring then", "termly in_progress autumn then"], 2, False),  # unlocked
        (["termly in_progress spring", "termly submitted autumn then"], 1, False),
        (["after_move submitted spring then", "termly in_progress spring"], 2, False),  # same term
    ],
)
def test_one_that_a_later_term_s_has_overtaken_is_not_handed_in(lines, number, overtaken):
    assert is_overtaken(plans(*lines), pep_id=number) is overtaken


@pytest.mark.parametrize("season", ["autumn", "spring", "summer"])
def test_what_begins_next_stands_in_nobody_s_way_in_the_next_term(season):
    following = {"autumn": "spring", "spring": "summer", "summer": "autumn"}[season]
    year = "2027-28" if season == "summer" else "2026-27"
    for state in State:
        existing = plans(f"termly {state} {season}*")
        asked = next_pep(existing, term=(year, following), has_setting=True)
        assert asked == begin("termly"), state
        assert term_is_to_open(existing, term=(year, following), starts_on=date(2027, 9, 1)), state
