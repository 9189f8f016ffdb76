"""The miles of journeys to the schools that searches consider, once it is known where all lie."""

from datetime import date
from decimal import Decimal

from placements.distances import home_of, with_home
from placements.models import SchoolSearch
from vsh.accounts.roles import Permission

ROADS_ARE_LONGER = Decimal("1.3")
_ONE_DECIMAL = Decimal("0.1")


def measure_journeys(*, on: date) -> None:
    """Each longer than the straight line from the home, where that is known."""
    for search in with_home(SchoolSearch.objects.order_by("pk"), on=on):
        home = home_of([search], frozenset(Permission), on=search.ended_on or on)
        for option in search.options.select_related("setting"):
            straight = home.to(option.setting).miles if home else None
            if straight is not None:
                miles = straight * ROADS_ARE_LONGER + _ONE_DECIMAL
                option.distance_miles = miles.quantize(_ONE_DECIMAL)
                option.save()
