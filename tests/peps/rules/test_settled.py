"""Who is settled: each condition at its boundary; and what the short form folds away."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from peps.rules.settled import RecordOfChild, is_folded, is_settled, settled_reasons
from peps.schema import CURRENT_VERSION, Variant, form

SINCE = date(2026, 7, 10)
SETTLED = RecordOfChild(
    since=SINCE,
    last_outcome="green",
    home_since=SINCE,
    place_since=SINCE,
    is_at_school_full_time=True,
    attendance=Decimal("93.2"),
    national_attendance=Decimal("93.2"),
    last_suspended_on=date(2026, 7, 9),
)


@pytest.mark.parametrize(
    ("other", "settled"),
    [
        ({}, True),
        ({"since": None}, False),
        ({"last_outcome": "amber"}, False),
        ({"last_outcome": "red"}, False),
        ({"has_red": True}, False),
        ({"last_outcome": ""}, False),
        ({"home_since": date(2026, 7, 11)}, False),
        ({"home_since": None}, False),
        ({"place_since": date(2026, 7, 11)}, False),
        ({"place_since": None}, False),
        ({"is_at_school_full_time": False}, False),
        ({"last_suspended_on": SINCE}, False),
        ({"last_suspended_on": None}, True),
        ({"attendance": Decimal("93.1")}, False),
        ({"attendance": None}, True),
        ({"national_attendance": None}, True),
    ],
)
def test_settled(other: dict, settled: bool) -> None:
    assert is_settled(replace(SETTLED, **other)) is settled


def test_each_condition_has_its_words() -> None:
    reasons = settled_reasons(replace(SETTLED, attendance=Decimal(90), last_outcome="amber"))
    assert [reason.words for reason in reasons if not reason.is_met] == [
        "It was found green, with no red",
        "Attendance of 90% is at or above that of all pupils in England, 93.2%",
    ]


@pytest.mark.parametrize("variant", Variant)
def test_nothing_needed_is_folded_while_it_has_no_answer(variant: Variant) -> None:
    asked = form(CURRENT_VERSION, variant)
    for section in asked.sections:
        for field in section.fields:
            folded = is_folded(section, field.key, {}, {field.key: "As before"})
            assert not (folded and field.is_needed({})), f"{section.key}.{field.key}"


def test_what_is_the_same_and_carries_forward_is_folded() -> None:
    section = form(CURRENT_VERSION, Variant.SECONDARY).section("care_and_contacts")
    field = next(f for f in section.fields if f.carries_forward and f.needed is True)
    before = {field.key: "Weekly with her aunt."}
    assert is_folded(section, field.key, before, before)
    assert not is_folded(section, field.key, {field.key: "Fortnightly."}, before)


def test_views_and_targets_stay_open() -> None:
    asked = form(CURRENT_VERSION, Variant.SECONDARY, ["earlier_plan"])
    for key in ("childs_views", "carer_and_parent_views", "review_of_targets", "new_targets"):
        section = asked.section(key)
        assert not any(is_folded(section, field.key, {}, {}) for field in section.fields)
