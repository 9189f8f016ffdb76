"""How often a child has moved home: by hand, from the placements in their order."""

from datetime import date

import pytest

from placements.rules.homes import Stay, moved_on

JANUARY, MAY, JUNE, JULY = (date(2020, month, 1) for month in (1, 5, 6, 7))


def stay(on: date, kind: str = "U6", postcode: str = "", period: int = 1) -> Stay:
    return Stay(care_period=period, started_on=on, placement_type=kind, postcode=postcode)


@pytest.mark.parametrize(
    ("stays", "moves"),
    [
        ([], []),
        ([stay(JANUARY)], []),
        ([stay(MAY), stay(JANUARY)], [MAY]),
        ([stay(JANUARY), stay(MAY, period=2)], []),  # care again is no move
        ([stay(JANUARY), stay(MAY), stay(JUNE, period=2)], [MAY]),
        ([stay(JANUARY), stay(MAY, "T0"), stay(JUNE)], []),  # a holiday, and back
        ([stay(JANUARY), stay(MAY, "T0"), stay(JUNE, "K2")], [JUNE]),
        ([stay(JANUARY), stay(MAY, "T0"), stay(JUNE), stay(JULY)], [JULY]),
        ([stay(JANUARY, "T0"), stay(MAY)], []),  # the first home comes after a hospital
        ([stay(JANUARY, postcode="NS1 1AA"), stay(MAY, "U4", "NS1 1AA")], []),  # a new record
        ([stay(JANUARY, postcode="NS1 1AA"), stay(MAY, postcode="NS1 1AB")], [MAY]),
        (
            [stay(JANUARY, postcode="NS1 1AA"), stay(MAY, "T0"), stay(JUNE, postcode="NS1 1AB")],
            [JUNE],
        ),
    ],
)
def test_a_move_is_another_home(stays, moves):
    assert moved_on(stays) == moves
