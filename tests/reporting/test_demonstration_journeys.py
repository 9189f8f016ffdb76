"""In the demonstration no journey is shorter than the straight line."""

from decimal import Decimal

from reporting.demonstration.journeys import measure_journeys
from tests.cast import TODAY, Cast
from tests.placements.test_distances import lies, searching  # noqa: F401


def test_a_journey_is_longer_than_the_straight_line(cast: Cast, searching) -> None:  # noqa: F811
    lies(cast.oakfield, None, None)
    measure_journeys(on=TODAY)
    miles = dict(searching.options.values_list("setting__name", "distance_miles"))
    assert miles == {cast.elm.name: Decimal("4.1"), cast.oakfield.name: None}  # 3.1 straight
