"""How far it is from one place to another, in a straight line."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

METRES_PER_MILE = Decimal("1609.344")
_ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class GridPoint:
    """A place on the British National Grid, in metres."""

    easting: int
    northing: int


def straight_line_miles(one: GridPoint, other: GridPoint) -> Decimal:
    """Miles between two places as the crow flies, to one decimal, a half rounded up.

    No journey: a river, a railway or a valley may lie between. The grid is flat; over the
    distances of a school journey its scale is right to a tenth of a per cent. An international
    mile has 1,609.344 metres.
    """
    squared = (one.easting - other.easting) ** 2 + (one.northing - other.northing) ** 2
    miles = Decimal(squared).sqrt() / METRES_PER_MILE
    return miles.quantize(_ONE_DECIMAL, rounding=ROUND_HALF_UP)


def miles_in_words(miles: Decimal) -> str:
    """As a page says it; two places in the same street are not 0.0 miles apart."""
    if miles < _ONE_DECIMAL:
        return "less than 0.1 miles"
    return "1 mile" if miles == 1 else f"{miles.normalize():f} miles"
