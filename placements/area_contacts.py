"""The Virtual School of the area in which a child's home lies, where it is another authority's.

Source: statutory guidance (2018), "Working with others": the VSH of the authority in whose area a
child is placed is told and asked.
"""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from pupils.models import CarePlacement
from vsh.organisations.authority_codes import known_authorities
from vsh.organisations.models import Authority

_TOLD = ("name", "virtual_school_head_name", "virtual_school_email", "virtual_school_phone")


def with_area(homes: "QuerySet[CarePlacement]") -> "QuerySet[CarePlacement]":
    """Homes, each with the authority of its area if it works here, in the same query."""
    there = Authority.objects.filter(code=OuterRef("area_code"))
    told = JSONObject(**{name: name for name in _TOLD})
    return homes.annotate(there=Subquery(there.values(row=told)[:1]))


def contact_there(home: Any, *, own: str) -> tuple[str, Authority | None]:
    """Name and contact of the authority of such a home's area; no name for the own area, for one
    that is not known, or without a home. `own` is the authority that looks after the child."""
    if home is None or not home.area_code or home.area_code == own:
        return "", None
    if home.there:
        other = Authority(**home.there)
        return other.name, other
    return known_authorities().get(home.area_code, (f"authority {home.area_code}", ""))[0], None
