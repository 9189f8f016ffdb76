"""Where the children live."""

from reporting.annual_report.facts import Child, Cohort, Placement
from reporting.annual_report.registry import Figure, Section, Shape, indicator, share, split

_FOSTER = {"U1", "U2", "U3", "U4", "U5", "U6"}
_GROUPS = {
    **dict.fromkeys(_FOSTER, "foster"),
    **dict.fromkeys(["K1", "K2"], "home"),
    **dict.fromkeys(["K3", "H5", "P2"], "supported"),
    "P1": "parents",
    **dict.fromkeys(["A3", "A4", "A5", "A6"], "adoption"),
    "S1": "residential_school",
    **dict.fromkeys(["R1", "R2", "R3", "R5"], "other_residential"),
}
KINDS = {
    "foster": "Foster care",
    "home": "Children's home",
    "supported": "Supported accommodation or independent living",
    "parents": "With parents",
    "adoption": "Placed for adoption",
    "residential_school": "Residential school",
    "other_residential": "Other residential setting",
    "other": "Other placement",
    "unknown": "Not recorded",
}
FAR_MILES = 20
MANY_PLACEMENTS = 3


def group_of(code: str) -> str:
    """The group of a return code, among `KINDS`."""
    return _GROUPS.get(code, "other") if code else "unknown"


@indicator(Section.PLACEMENTS, first_column="Kind")
def placement_type(cohort: Cohort) -> tuple[Figure, ...]:
    """Kind of placement.

    Inclusion: Children looked after on the last day.
    Numerator: Those living in a placement of the kind: foster care (return codes U1 to U6),
        secure or other children's homes (K1, K2), supported accommodation or independent
        living (K3, H5, P2), with parents (P1), placed for adoption (A3 to A6), residential
        school (S1), other residential settings (R1, R2, R3, R5); any other code counts as
        other, no code or no placement on the day as not recorded.
    Denominator: All children looked after on the last day.
    Source: The SSDA903 return, item PLACE, grouped as in the national statistics.
    """

    def kind(child: Child) -> str:
        placement = child.placement_on(cohort.day)
        return group_of(placement.code if placement else "")

    return split(
        cohort.on_the_day,
        by=kind,
        groups=KINDS,
    )


@indicator(Section.PLACEMENTS, first_column="Area")
def placement_area(cohort: Cohort) -> tuple[Figure, ...]:
    """Inside or outside our area.

    Inclusion: Children looked after on the last day.
    Numerator: Those whose placement lies in the area of the responsible authority, outside
        it, or in an area that is not recorded.
    Denominator: All children looked after on the last day.
    Source: SI 2010/959, regulation 11, for placements outside the area; the area is that of
        the placement's address as held on the roll.
    """

    def area(child: Child) -> str:
        placement = child.placement_on(cohort.day)
        if placement is None or not placement.area_code:
            return "unknown"
        return "inside" if placement.area_code == cohort.authority_code else "outside"

    return split(
        cohort.on_the_day,
        by=area,
        groups={"inside": "In our area", "outside": "Outside our area", "unknown": "Not recorded"},
    )


@indicator(Section.PLACEMENTS, first_column="Distance", shape=Shape.SHARES)
def far_from_home(cohort: Cohort) -> tuple[Figure, ...]:
    """Far from home.

    Inclusion: Children looked after on the last day whose placement has a recorded area and a
        recorded distance from home.
    Numerator: Those placed outside the area and more than 20 miles from home.
    Denominator: All children included.
    Source: The national measure "over 20 miles from home and outside the local authority
        boundary", here for the last day of the report.
    """

    def has_distance(child: Child) -> bool:
        placement = child.placement_on(cohort.day)
        return bool(placement and placement.area_code and placement.miles is not None)

    def is_far(child: Child) -> bool:
        placement = child.placement_on(cohort.day)
        return (
            placement is not None
            and placement.miles is not None
            and placement.miles > FAR_MILES
            and placement.area_code != cohort.authority_code
        )

    included = [child for child in cohort.on_the_day if has_distance(child)]
    return (share("Outside our area and over 20 miles from home", of=included, who=is_far),)


@indicator(Section.PLACEMENTS, first_column="Stability", shape=Shape.SHARES)
def three_placements(cohort: Cohort) -> tuple[Figure, ...]:
    """Three or more placements in the year.

    Inclusion: Children looked after on the last day.
    Numerator: Those who lived in three or more placements on at least one day each from
        1 September to the last day. Temporary placements (codes T0 to T4) are not counted, nor
        is a return to the same address or a new record at it.
    Denominator: All children looked after on the last day.
    Source: After the national measure of placement stability (three or more placements in the
        year to 31 March), here for the academic year.
    """

    def moved_often(child: Child) -> bool:
        return _homes(child, cohort) >= MANY_PLACEMENTS

    return (share("Three or more placements", of=cohort.on_the_day, who=moved_often),)


def _homes(child: Child, cohort: Cohort) -> int:
    homes: list[Placement] = []
    for placement in sorted(child.placements, key=lambda p: p.started_on):
        if placement.is_temporary:
            continue
        if not placement.touches(cohort.year.first_day, cohort.day):
            continue
        if homes and placement.postcode and placement.postcode == homes[-1].postcode:
            continue
        homes.append(placement)
    return len(homes)
