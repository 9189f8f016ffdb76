"""Where the children learn."""

from datetime import date
from itertools import pairwise

from reporting.annual_report.facts import Child, Cohort, Place, School
from reporting.annual_report.registry import (
    Figure,
    Section,
    Shape,
    indicator,
    share,
    split,
    split_items,
)

from .clock_outcomes import outcomes

_PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "middle_primary": "primary",
    "secondary": "secondary",
    "middle_secondary": "secondary",
    "all_through": "all_through",
    "post_16": "post_16",
}


@indicator(Section.SCHOOLS, first_column="Education")
def school_place(cohort: Cohort) -> tuple[Figure, ...]:
    """Full-time education.

    Inclusion: Children of Reception to Year 11 by age, looked after on 31 May of the academic
        year, or on the day of the report if that is earlier: a day on which every year group
        still has its place.
    Numerator: Those whose main place on that day was full time at a school or setting, full
        time otherwise than at school, or part time at either; those recorded as having no
        place; and those with nothing recorded.
    Denominator: All children included.
    Source: The duty to arrange suitable full-time education, Education Act 1996, section 19;
        SI 2010/959, regulation 10, and the statutory guidance of 2018 on avoiding gaps in
        education; the day is this report's own convention.
    """

    def kind(child: Child) -> str:
        place = child.place_on(cohort.school_day)
        if place is None:
            return "unknown"
        return place.kind if place.is_full_time or place.kind == "no_place" else "part_time"

    return split(
        cohort.school_age,
        by=kind,
        groups={
            "main": "Full time at a school or setting",
            "otherwise": "Full time, otherwise than at school",
            "part_time": "Part time only",
            "no_place": "No school place",
            "unknown": "Not recorded",
        },
    )


@indicator(Section.SCHOOLS, first_column="Phase")
def school_phase(cohort: Cohort) -> tuple[Figure, ...]:
    """Phase and kind of school.

    Inclusion: Children of school age, looked after on the day of the school figures.
    Numerator: Those whose school is of the phase; special schools and alternative provision
        (pupil referral units and alternative provision academies) are shown apart.
    Denominator: All children included.
    Source: Get Information about Schools: phase and type of establishment.
    """
    return split_items(
        [(child.ref, _phase(school)) for child, school in with_school(cohort)],
        groups={
            "nursery": "Nursery",
            "primary": "Primary (and middle deemed primary)",
            "secondary": "Secondary (and middle deemed secondary)",
            "all_through": "All-through",
            "special": "Special school",
            "alternative": "Alternative provision",
            "post_16": "College or other post-16",
            "other": "Other or not recorded",
            "none": "Not at a school or setting",
        },
    )


@indicator(Section.SCHOOLS, first_column="Area")
def school_area(cohort: Cohort) -> tuple[Figure, ...]:
    """Schools inside or outside our area.

    Inclusion: Children of school age, looked after on the day of the school figures.
    Numerator: Those whose school lies in the area of the responsible authority, outside it, or
        in an area that is not recorded.
    Denominator: All children included.
    Source: Get Information about Schools: local authority of the establishment.
    """

    def area(school: School | None) -> str:
        if school is None:
            return "none"
        if not school.la_code:
            return "unknown"
        return "inside" if school.la_code == cohort.authority_code else "outside"

    return split_items(
        [(child.ref, area(school)) for child, school in with_school(cohort)],
        groups={
            "inside": "In our area",
            "outside": "Outside our area",
            "unknown": "Not recorded",
            "none": "Not at a school or setting",
        },
    )


@indicator(Section.SCHOOLS, first_column="Outcome", unit="Searches for a place")
def place_found(cohort: Cohort) -> tuple[Figure, ...]:
    """Suitable full-time education found in time.

    Inclusion: Children of compulsory school age who were without suitable full-time education,
        or whose placement ended their schooling, where education had to start from
        1 September to the day of the report. Clocks that closed because care ended are left
        out.
    Numerator: Those for whom education started within the limit (20 school days, or the day of
        a planned placement), later, or not by the day of the report; and those for whom a
        date is missing.
    Denominator: All cases included; a child may have several.
    Source: Statutory guidance of 2018: suitable education at the same time as a placement, in
        an emergency within 20 school days.
    """
    return outcomes(cohort, "school_place")


@indicator(Section.SCHOOLS, first_column="Stability", shape=Shape.SHARES)
def school_moves(cohort: Cohort) -> tuple[Figure, ...]:
    """Moves of school during the year.

    Inclusion: Children of Reception to Year 11 by age, looked after on 31 March of the academic
        year, or on the day of the report if that is earlier.
    Numerator: Those who, from 1 April before to that day, started a main place at another
        school, or at a school after a time without a place. Starts from 1 August to
        30 September, when places change anyway, and starts before the child first became
        looked after in those twelve months, are not counted; nor is the first place on record,
        or a school that only became an academy.
    Denominator: All children included.
    Source: The national measure of school stability of looked-after children.
    """
    first, last = cohort.move_days
    included = cohort.of_school_age(cohort.looked_after_on(last))
    return (
        share("Moved school", of=included, who=lambda c: _has_moved(c, first=first, last=last)),
    )


def _has_moved(child: Child, *, first: date, last: date) -> bool:
    entries = [c.started_on for c in child.care if c.touches(first, last) and not c.is_short_breaks]
    since = max(first, min(entries, default=first))
    places = sorted(child.places, key=lambda p: p.started_on)
    return any(
        since <= new.started_on <= last
        and new.started_on.month not in (8, 9)
        and _is_another_school(old, new)
        for old, new in pairwise(places)
    )


def _is_another_school(old: Place, new: Place) -> bool:
    if new.kind != "main" or new.school is None:
        return False
    return old.school is None or not new.school.is_same_school_as(old.school)


def _school_of(child: Child, day: date) -> School | None:
    place = child.place_on(day)
    return place.school if place and place.kind == "main" else None


def with_school(cohort: Cohort) -> list[tuple[Child, School | None]]:
    """Children of the school figures with the school where they have their main place."""
    return [(child, _school_of(child, cohort.school_day)) for child in cohort.school_age]


def _phase(school: School | None) -> str:
    if school is None:
        return "none"
    kind = school.type_name.casefold()
    if "alternative provision" in kind or "pupil referral" in kind:
        return "alternative"
    if "special" in kind:
        return "special"
    return _PHASES.get(school.phase, "other")
