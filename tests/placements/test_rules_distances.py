"""Miles in a straight line between two places of the grid, by hand."""

from decimal import Decimal

import pytest

from placements.rules.distances import GridPoint, miles_in_words, straight_line_miles

ORIGIN = (400_000, 300_000)


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        (ORIGIN, ORIGIN, "0.0"),
        (ORIGIN, (400_080, 300_000), "0.0"),  # 80.4672 m are half a tenth of a mile
        (ORIGIN, (400_081, 300_000), "0.1"),
        (ORIGIN, (401_609, 300_000), "1.0"),  # a mile has 1,609.344 m
        (ORIGIN, (400_000, 301_609), "1.0"),
        (ORIGIN, (401_689, 300_000), "1.0"),  # 1.05 miles are 1,689.8112 m
        (ORIGIN, (401_690, 300_000), "1.1"),
        (ORIGIN, (403_000, 304_000), "3.1"),  # 3, 4, 5: 5,000 m
        ((403_000, 304_000), ORIGIN, "3.1"),
        (ORIGIN, (397_000, 296_000), "3.1"),  # to the south-west
        (ORIGIN, (416_093, 300_000), "10.0"),
        ((0, 0), (700_000, 1_300_000), "917.4"),  # the whole grid: 1,476,482.3 m
    ],
)
def test_miles_between_two_places(one, other, miles) -> None:
    places = [GridPoint(easting=east, northing=north) for east, north in (one, other)]
    assert straight_line_miles(*places) == Decimal(miles)


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        ("0.0", "less than 0.1 miles"),
        ("0.1", "0.1 miles"),
        ("1.0", "1 mile"),
        ("1.1", "1.1 miles"),
        ("10.0", "10 miles"),
        ("917.4", "917.4 miles"),
    ],
)
def test_miles_in_words(miles, words) -> None:
    assert miles_in_words(Decimal(miles)) == words
