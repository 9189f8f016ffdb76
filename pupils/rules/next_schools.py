"""In which year a child moves on to another school: by year group and what the register says.

The register's highest age of a school tells its last year. Applications and the transfers of EHC
plans follow the same rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BEFORE_RECEPTION, LAST_PRIMARY, LAST_BEFORE_POST_16 = -1, 6, 10
# Mainstream schools, whose highest age says in which year the children move on.
PHASES_WITH_AN_END = frozenset({"primary", "middle_primary", "middle_secondary", "all_through"})
AGE_AT_THE_END_OF_YEAR_0 = 5  # of the year group's children on 31 August


@dataclass(frozen=True)
class SchoolFacts:
    """A main place, its last day included, with what the register says of the school."""

    started_on: date
    ended_on: date | None = None
    phase: str = ""
    high_age: int | None = None


def school_of_the_year(
    schools: Iterable[SchoolFacts], *, start: date, on: date
) -> SchoolFacts | None:
    """The main school of `on`, a day within a school year or its last; else that of `start`."""
    there = list(schools)
    return _school_on(there, on) or _school_on(there, start)


def _school_on(schools: Iterable[SchoolFacts], day: date) -> SchoolFacts | None:
    held = (
        one
        for one in schools
        if one.started_on <= day and (one.ended_on is None or day <= one.ended_on)
    )
    return next(held, None)


def moves_on(*, year_group: int, school: SchoolFacts | None) -> bool:
    """Whether a child of this year group needs a place in another school from next September.

    Before Reception always. Else in the last year of a mainstream school by its highest age on the
    register; of any other school, or without one, in Year 6.
    """
    if year_group == BEFORE_RECEPTION:
        return True
    if not 0 <= year_group <= LAST_BEFORE_POST_16:
        return False
    if school is None or school.high_age is None or school.phase not in PHASES_WITH_AN_END:
        is_at_secondary = school is not None and school.phase == "secondary"
        return year_group == LAST_PRIMARY and not is_at_secondary
    return school.high_age == year_group + AGE_AT_THE_END_OF_YEAR_0
