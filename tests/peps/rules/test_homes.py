"""Which placements are one home, and whose part a carer's link writes there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from peps.rules.homes import Stay, homes_of
from peps.rules.links import ChildNow

FIRST, SECOND, THIRD, FOURTH = (date(2026, month, 1) for month in (3, 6, 9, 11))
HOME = Stay(
    pk=1, started_on=FIRST, ended_on=SECOND, placement_type="U1", provider="PR1", postcode="NS1 1AA"
)
HOLIDAY = Stay(pk=2, started_on=SECOND, ended_on=THIRD, placement_type="T0", reason="P")


def next_stay(**changes) -> Stay:
    return replace(HOME, **{"pk": 3, "started_on": SECOND, "ended_on": None, **changes})


def back(**changes) -> Stay:
    return next_stay(**{"started_on": THIRD, "reason": "P", **changes})


@pytest.mark.parametrize(
    ("stays", "homes"),
    [
        # The return says who the carer is, whatever else changed, or did not.
        *[([HOME, next_stay(reason=each, placement_type="U4")], [[1, 3]]) for each in "TU"],
        *[([HOME, next_stay(reason=each)], [[1], [3]]) for each in "PBS"],
        ([HOME, next_stay(reason="L")], [[1, 3]]),
        ([HOME, next_stay(reason="L", postcode="NS9 9ZZ")], [[1], [3]]),
        ([HOME, next_stay(reason="L", is_told=True)], [[1], [3]]),
        ([HOME, next_stay(reason="T", postcode="NS9 9ZZ", is_told=True)], [[1, 3]]),
        ([HOME, next_stay(reason="T", started_on=THIRD)], [[1], [3]]),  # not from that day on
        # Where nobody says, the place does; what is not told is not changed.
        ([HOME, next_stay()], [[1, 3]]),
        ([HOME, next_stay(provider="")], [[1, 3]]),
        ([HOME, next_stay(ofsted_urn="SC000001")], [[1, 3]]),
        ([HOME, next_stay(provider="PR4")], [[1], [3]]),
        ([HOME, next_stay(placement_type="U4")], [[1], [3]]),
        ([HOME, next_stay(postcode="NS9 9ZZ")], [[1], [3]]),
        ([replace(HOME, postcode=""), next_stay(postcode="")], [[1], [3]]),
        ([HOME, next_stay(started_on=THIRD)], [[1], [3]]),
        # A person who records a move means another home.
        ([HOME, next_stay(is_told=True)], [[1], [3]]),
        # A holiday leaves the home where it was, and who comes back comes home.
        ([HOME, replace(HOLIDAY, ended_on=None)], [[1, 2]]),
        ([HOME, HOLIDAY, back()], [[1, 2, 3]]),
        ([HOME, HOLIDAY, back(postcode="NS9 9ZZ")], [[1, 2], [3]]),
        ([HOME, HOLIDAY, back(postcode="NS9 9ZZ", reason="T")], [[1, 2], [3]]),
        (
            [HOME, replace(HOLIDAY, reason="T"), back(postcode="NS9 9ZZ", reason="T")],
            [[1, 2, 3]],
        ),
        ([HOME, HOLIDAY, back(is_told=True)], [[1, 2], [3]]),
        ([HOLIDAY, back()], [[3]]),
        # A placement for adoption is another home, also with the carers of before.
        ([HOME, next_stay(reason="T", placement_type="A3")], [[1], [3]]),
        (
            [replace(HOME, placement_type="A5"), next_stay(reason="T", placement_type="A3")],
            [[1, 3]],
        ),
    ],
)
def test_which_placements_are_one_home(stays, homes):
    assert [[stay.pk for stay in home.stays] for home in homes_of(reversed(stays))] == homes


def test_a_row_taken_off_the_record_is_recorded_anew_once():
    anew = replace(HOME, pk=5, formerly=[2, 4])
    next_door = next_stay(pk=6, is_told=True, formerly=[2, 4, 5])
    assert [home.rows for home in homes_of([next_door, anew])] == [(5, 2, 4), (6, 5)]


AFTER = next_stay(started_on=THIRD, postcode="NS9 9ZZ", ended_on=FOURTH)
RUN = [HOME, next_stay(pk=2, reason="T", ended_on=THIRD), replace(AFTER, reason="P")]


@pytest.mark.parametrize(
    ("stays", "placement", "made_on", "part"),
    [
        (RUN, 1, SECOND, "home:1"),
        (RUN, 2, SECOND, "home:1"),
        (RUN, 3, THIRD, "home:3"),
        (RUN, 9, SECOND, "home:9"),  # taken off the record since: nobody's of today
        ([], None, SECOND, "home:"),
        # Made while no home was on record: by what is on record for that day now.
        (RUN, None, SECOND, "home:1"),
        (RUN, None, THIRD, "home:3"),
        (RUN, None, HOME.started_on - timedelta(days=3), "home:1"),  # a slip of the record
        (RUN, None, HOME.started_on - timedelta(days=4), "home:before:1"),
        ([HOME, AFTER], None, date(2026, 8, 31), "home:after:1"),
        (RUN, None, FOURTH, "home:after:3"),
    ],
)
def test_whose_part_the_carers_of_a_home_write(stays, placement, made_on, part):
    assert ChildNow(homes=homes_of(stays)).part_of(placement, made_on) == part


@pytest.mark.parametrize(
    ("home", "begun", "parts"),
    [
        (1, [], ("home:1", "home:2")),
        (3, [], ("home:3",)),
        (1, [("home:", FIRST)], ("home:1", "home:2", "home:")),
        (3, [("home:", FIRST)], ("home:3",)),
        (3, [("home:", THIRD), ("home:after:1", THIRD)], ("home:3", "home:", "home:after:1")),
    ],
)
def test_a_part_is_found_under_every_name_it_was_given_and_no_other_homes(home, begun, parts):
    child = ChildNow(home=home, homes=homes_of(RUN), begun_without_home=begun)
    assert child.parts == parts
