"""What a move needs: by year group, in an emergency, in another area, with and without a school."""

from dataclasses import replace
from datetime import date

import pytest

from placements.rules.moves import (
    Considered,
    Consulted,
    Move,
    Whom,
    all_steps,
    may_be_put_into_effect,
    missing,
    needs_approval,
    needs_arrangements,
    steps,
    to_consult,
    wrong_approval,
)
from vsh.calendars.rules import WorkingDays

FRIDAY = date(2026, 10, 23)  # before half term
DAYS = WorkingDays()
EVERYBODY = {whom: Consulted(on=date(2026, 10, 12)) for whom in Whom}
ALL = Considered(
    wishes="To stay",
    is_pep_considered=True,
    arrangements="A taxi",
    approved_by="N. Officer",
    approved_on=date(2026, 10, 19),
    is_provision_right=True,
)


def move(year: int = 10, **more) -> Move:
    return Move(**({"from_on": FRIDAY, "is_emergency": False, "year_group": year} | more))


def keys(*args) -> list[str]:
    return [one.key for one in missing(*args, DAYS)]


@pytest.mark.parametrize(
    ("year", "is_emergency", "has_school", "stays", "approval", "arrangements"),
    [
        (9, False, True, False, False, True),
        (10, False, True, False, True, True),  # what the officer is satisfied of: reg. 10(2)(b)
        (11, False, True, False, True, True),
        (12, False, True, False, False, True),  # after key stage 4: reg. 10(4)
        (10, False, True, None, True, True),  # nobody has said that the school can stay
        (10, False, True, True, False, False),  # not disrupted
        (10, True, True, False, False, True),  # an emergency needs no approval
        (10, False, False, None, False, False),  # learns nowhere
        (-1, False, True, False, False, True),
    ],
)
def test_approval_or_arrangements(
    year, is_emergency, has_school, stays, approval, arrangements
) -> None:
    one = move(year, is_emergency=is_emergency, has_school=has_school, can_school_stay=stays)
    assert (needs_approval(one), needs_arrangements(one)) == (approval, arrangements)


@pytest.mark.parametrize("year", [9, 10, 11, 12])
def test_education_elsewhere_than_on_a_schools_roll_is_disrupted_too(year) -> None:
    """Reg. 10(4) says education or training; reg. 10(1) is about registered pupils."""
    one = move(year, is_registered=False)
    assert (needs_approval(one), needs_arrangements(one)) == (False, True)
    assert {"school", "arrangements"} <= set(steps(one))
    assert Whom.SCHOOL in to_consult(one)
    found = missing(one, EVERYBODY, replace(ALL, arrangements=""), DAYS)
    assert [(each.key, each.source, each.forbids) for each in found] == [
        ("school_stays", "reg. 10", False),
        ("arrangements", "reg. 10(4)", False),
    ]


@pytest.mark.parametrize(("year", "is_owed"), [(9, False), (10, True), (11, True), (12, False)])
def test_the_officer_is_satisfied_with_the_education_before_approving(year, is_owed) -> None:
    one = move(year, can_school_stay=False)
    found = missing(one, EVERYBODY, replace(ALL, is_provision_right=False), DAYS)
    owed = [("provision", "reg. 10(2)(b)", True)] if is_owed else []
    assert [(each.key, each.source, each.forbids) for each in found] == owed
    found = missing(one, EVERYBODY, replace(ALL, arrangements=""), DAYS)
    source = "reg. 10(2)(b)" if is_owed else "reg. 10(4)"
    assert [(each.key, each.source, each.forbids) for each in found] == [
        ("arrangements", source, is_owed)
    ]


@pytest.mark.parametrize(
    ("is_out", "is_told", "is_owed"),
    [(True, False, True), (True, True, False), (True, None, False), (False, False, False)],
)
def test_the_other_authoritys_virtual_school_is_owed_to_be_told(is_out, is_told, is_owed) -> None:
    one = move(9, can_school_stay=True, is_out_of_area=is_out, is_other_vsh_told=is_told)
    found = [each.key for each in missing(one, EVERYBODY, ALL, DAYS)]
    assert found == (["other_vsh_told"] if is_owed else [])
    is_asked = is_out and is_told is not None  # a draft is told of once it is recorded
    assert ("other-vsh" in steps(one, is_draft=is_told is None)) is is_asked


@pytest.mark.parametrize(
    ("more", "left_out"),
    [
        ({}, {Whom.OTHER_VSH}),
        ({"is_out_of_area": False}, {Whom.OTHER_VSH}),
        ({"is_out_of_area": True}, set()),
        ({"has_school": False}, {Whom.SCHOOL, Whom.OTHER_VSH}),
        ({"has_school": False, "is_out_of_area": True}, {Whom.SCHOOL}),
        ({"is_emergency": True, "is_out_of_area": True}, set()),
    ],
)
def test_who_is_consulted(more, left_out) -> None:
    assert set(to_consult(move(**more))) == set(Whom) - left_out


def test_nothing_is_missing_of_a_move_that_has_everything() -> None:
    one = move(can_school_stay=False, is_out_of_area=True)
    assert keys(one, EVERYBODY, ALL) == []


def test_what_is_missing_is_named_in_order() -> None:
    assert keys(move(), {}, Considered()) == [
        "school_stays",
        "consult_child",
        "consult_school",
        "consult_carer",
        "consult_vsh",
        "consult_iro",
        "consult_parent",
        "wishes",
        "pep",
        "arrangements",
        "approval",
    ]
    one = move(9, can_school_stay=False)
    assert keys(one, EVERYBODY, replace(ALL, arrangements="")) == ["arrangements"]


@pytest.mark.parametrize(
    ("whom", "year", "is_enough"),
    [
        (Whom.PARENT, 10, True),
        (Whom.CHILD, 10, True),
        (Whom.SCHOOL, 10, False),  # the nominated officer cannot approve without them
        (Whom.IRO, 10, False),
        (Whom.VSH, 11, False),
        (Whom.SCHOOL, 9, True),
        (Whom.IRO, 12, True),
    ],
)
def test_a_reason_why_somebody_was_not_consulted(whom, year, is_enough) -> None:
    consulted = EVERYBODY | {whom: Consulted(reason_not="Nobody knows where they are")}
    one = move(year, can_school_stay=False)
    found = missing(one, consulted, ALL, DAYS)
    assert (not found) == is_enough
    assert may_be_put_into_effect(found) == is_enough


@pytest.mark.parametrize(("year", "is_enough"), [(9, True), (10, False), (11, False), (12, True)])
def test_the_wishes_come_before_an_approval(year, is_enough) -> None:
    one = move(year, can_school_stay=False)
    found = missing(one, EVERYBODY, replace(ALL, wishes=""), DAYS)
    assert [each.key for each in found] == ["wishes"]
    assert may_be_put_into_effect(found) == is_enough


@pytest.mark.parametrize(
    ("from_on", "is_emergency", "due_on"),
    [
        (FRIDAY, False, FRIDAY),
        (FRIDAY, True, date(2026, 10, 30)),  # 5 working days, half term or not
        (date(2026, 12, 24), True, date(2027, 1, 5)),  # over Christmas and New Year
        (date(2026, 10, 24), True, date(2026, 10, 30)),  # a Saturday
    ],
)
def test_by_when_what_is_missing_is_owed(from_on, is_emergency, due_on) -> None:
    one = move(9, from_on=from_on, is_emergency=is_emergency)
    assert {each.due_on for each in missing(one, {}, Considered(), DAYS)} == {due_on}


@pytest.mark.parametrize(
    ("more", "is_draft", "asked", "can_be_said"),
    [
        ({"is_emergency": True}, True, 4, 12),  # kind, day, home, school; then what comes later
        ({"is_emergency": True, "has_school": False}, True, 3, 9),
        ({}, True, 12, 12),
        ({"can_school_stay": True}, True, 11, 11),  # no arrangements, no approval
        ({}, False, 10, 12),
        ({"can_school_stay": False}, False, 9, 12),  # that answer stands
    ],
)
def test_how_many_pages(more, is_draft, asked, can_be_said) -> None:
    one = move(9, **more)
    assert len(steps(one, is_draft=is_draft)) == asked
    assert len(all_steps(one)) == can_be_said


def test_only_what_key_stage_4_needs_forbids_the_move() -> None:
    one = move(can_school_stay=False)
    forbidding = [each.key for each in missing(one, {}, Considered(), DAYS) if each.forbids]
    asked = ["consult_school", "consult_vsh", "consult_iro"]
    assert forbidding == [*asked, "wishes", "pep", "arrangements", "approval"]
    for other in (move(9), move(is_emergency=True), move(can_school_stay=True)):
        assert may_be_put_into_effect(missing(other, {}, Considered(), DAYS))


@pytest.mark.parametrize(
    ("approved_on", "iro_on", "words"),
    [
        (date(2026, 10, 19), date(2026, 10, 19), ""),
        (FRIDAY, date(2026, 10, 19), ""),
        (date(2026, 10, 24), date(2026, 10, 19), "must come before the move"),
        (date(2026, 10, 19), date(2026, 10, 20), "was consulted on Tue 20 October 2026"),
        (date(2026, 11, 5), date(2026, 10, 19), "in the future"),
    ],
)
def test_an_approval_that_is_none(approved_on, iro_on, words) -> None:
    consulted = EVERYBODY | {Whom.IRO: Consulted(on=iro_on)}
    said = wrong_approval(move(), consulted, approved_on, on=date(2026, 11, 4))
    assert words in said
    assert bool(said) == bool(words)
