"""When the governors consider an exclusion.

Source: Department for Education, "Suspension and permanent exclusion" (August 2024): within 15
school days if it is permanent, brings the days of the term to more than 15, or makes the child miss
a public examination or national test; more than 5 and up to 15 days within 50 school days, if the
parents ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vsh.calendars.rules import Due, SchoolDays

SOON, LATER = 15, 50
MUCH_IN_A_TERM, SOME_IN_A_TERM = 15, 5


@dataclass(frozen=True, kw_only=True)
class Governors:
    """Within how many school days the governors meet, and whether only if they are asked to."""

    school_days: int
    is_only_if_asked: bool = False

    def due(self, days: SchoolDays, *, after: date) -> Due:
        """The last day for it, counted from the day on which the exclusion began."""
        return days.due(self.school_days, after=after)


def governors_meet(
    *, is_permanent: bool, days_in_term: Decimal, misses_exam: bool
) -> Governors | None:
    """Whether they must, or must if asked; nothing where they need not meet.

    `days_in_term` are the school days of suspension in the term, this one included.
    """
    if is_permanent or misses_exam or days_in_term > MUCH_IN_A_TERM:
        return Governors(school_days=SOON)
    if days_in_term > SOME_IN_A_TERM:
        return Governors(school_days=LATER, is_only_if_asked=True)
    return None


@dataclass(frozen=True, kw_only=True)
class Held:
    """A meeting as it stands on record."""

    is_panel: bool
    meets_on: date
    has_upheld: bool = False


def panels_without_board(meetings: Iterable[Held]) -> set[date]:
    """The days of the panels that review nothing: no governing board upheld the exclusion by
    then."""
    found = list(meetings)
    upheld = [one.meets_on for one in found if not one.is_panel and one.has_upheld]
    first = min(upheld, default=date.max)
    return {one.meets_on for one in found if one.is_panel and one.meets_on < first}
