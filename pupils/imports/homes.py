"""What both imports of care keep to about a placement's address."""

from datetime import date

from vsh.organisations.areas import AreasOfRegister

from ..models import CarePlacement
from ..rules.hidden_homes import is_hidden_among
from .changes import Changes
from .record import ChildRecord


def set_postcode(
    placement: CarePlacement,
    postcode: str,
    changes: Changes,
    areas: AreasOfRegister,
    *,
    is_told: bool,
) -> None:
    """A changed postcode lies in an area inferred anew, else in one that is not known; the area
    of a home that a person told of stands."""
    area, is_changed = areas.authority_of(postcode), placement.postcode != postcode
    changes.set(placement, postcode=postcode)
    if is_told and placement.area_code:
        return
    if area or is_changed or not postcode:
        changes.set(placement, area_code=area)


def is_hidden_on(record: ChildRecord, started_on: date) -> bool:
    """Whether a placement of that first day is hidden, in care or earlier."""
    homes = ((home.started_on, home.is_address_confidential) for home in record.placements)
    return is_hidden_among(list(homes), started_on)
