"""A child in care whose school places begin and end, and the clocks that follow."""

from datetime import date

from placements.rules.provision import ExclusionsOfChild
from placements.rules.school_places import school_places
from pupils.rules.facts import PlacementFacts
from tests.clock_world import by_key, child, known, period

ON = date(2027, 3, 1)
IN_CARE = date(2025, 11, 3)
AT_SCHOOL = date(2025, 9, 3)
FRIDAY, SATURDAY, MONDAY = date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 12)


def clocks(
    *periods, enrolments=(), on=ON, born=date(2014, 5, 10), limits=None, excluded=(), **calendars
):
    facts = child(*periods, born=born, enrolments=enrolments).as_known_on(on)
    exclusions = ExclusionsOfChild(tuple(excluded)).as_known_on(on)
    return by_key(school_places(facts, exclusions, known(on, limits=limits, **calendars)))


def moved(day, *, is_emergency, before=IN_CARE):
    """A period of care with a move of placement on `day`."""
    return period(
        before,
        placements=[
            PlacementFacts(before, day, "U4"),
            PlacementFacts(day, None, "U4", is_emergency=is_emergency),
        ],
    )
