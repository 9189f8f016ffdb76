"""Two years of Northshire's term dates and short ways to state facts, for tests of rules."""

from datetime import date

from pupils.rules.clock import ClockState, LocalLimit, Surroundings
from pupils.rules.facts import (
    CarePeriodFacts,
    EnrolmentFacts,
    EpisodeFacts,
    PlacementFacts,
    PupilFacts,
    ReviewFacts,
)
from vsh.calendars.rules import CalendarBook, Entry, WorkingDays, YearCalendar

OAKFIELD = 1  # keeps the authority's terms
ACADEMY = 2  # has its own

YEAR_2025_26 = [
    ("term", "Autumn 1", date(2025, 9, 1), date(2025, 10, 24)),
    ("term", "Autumn 2", date(2025, 11, 3), date(2025, 12, 19)),
    ("term", "Spring 1", date(2026, 1, 5), date(2026, 2, 13)),
    ("term", "Spring 2", date(2026, 2, 23), date(2026, 3, 27)),
    ("term", "Summer 1", date(2026, 4, 13), date(2026, 5, 22)),
    ("term", "Summer 2", date(2026, 6, 1), date(2026, 7, 21)),
    ("inset", "INSET day", date(2025, 9, 1), date(2025, 9, 1)),
]
YEAR_2026_27 = [
    ("term", "Autumn", date(2026, 9, 1), date(2026, 12, 18)),
    ("closure", "Autumn half term", date(2026, 10, 26), date(2026, 10, 30)),
    ("inset", "INSET day", date(2026, 9, 1), date(2026, 9, 2)),
    ("term", "Spring", date(2027, 1, 4), date(2027, 3, 25)),
    ("closure", "Spring half term", date(2027, 2, 15), date(2027, 2, 19)),
    ("term", "Summer", date(2027, 4, 12), date(2027, 7, 21)),
    ("closure", "Summer half term", date(2027, 5, 31), date(2027, 6, 4)),
]
ACADEMY_2026_27 = [
    ("term", "Autumn", date(2026, 9, 3), date(2026, 12, 16)),
    ("closure", "Half term", date(2026, 10, 19), date(2026, 10, 30)),
    ("term", "Spring", date(2027, 1, 5), date(2027, 3, 25)),
    ("term", "Summer", date(2027, 4, 12), date(2027, 7, 20)),
]


def calendar(owner, year, rows, one_off=()):
    """One owner's calendar of a year."""
    entries = tuple(Entry(*row) for row in rows)
    return YearCalendar(owner, year, entries, WorkingDays(one_off))


def book(*, one_off=(), of_settings=None, of_authorities=None) -> CalendarBook:
    """Northshire (999) with two years loaded, the academy with one of its own."""
    if of_authorities is None:
        of_authorities = {
            ("999", "2025-26"): calendar("Northshire", "2025-26", YEAR_2025_26, one_off),
            ("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27, one_off),
        }
    if of_settings is None:
        of_settings = {
            (ACADEMY, "2026-27"): calendar("The Academy", "2026-27", ACADEMY_2026_27, one_off)
        }
    return CalendarBook(
        working_days=WorkingDays(one_off),
        of_settings=of_settings,
        of_authorities=of_authorities,
        authority_names={"999": "Northshire", "998": "Southmoor"},
    )


def known(on, *, limits=None, **calendars) -> Surroundings:
    """What the rules know beside the child."""
    return Surroundings(
        on=on,
        book=book(**calendars),
        limits={kind: LocalLimit(number=number) for kind, number in (limits or {}).items()},
    )


def period(started_on, ended_on=None, *, id=1, status="C2", placements=None, reviews=()):  # noqa: A002
    """A care period; one foster placement in Northshire unless others are given."""
    if placements is None:
        placements = [PlacementFacts(started_on, ended_on, "U4")]
    return CarePeriodFacts(
        id=id,
        started_on=started_on,
        ended_on=ended_on,
        episodes=(EpisodeFacts(started_on, ended_on, status, "S"),),
        placements=tuple(placements),
        reviews=tuple(ReviewFacts(held_on=day) for day in reviews),
    )


def child(*periods, born=date(2014, 5, 10), enrolments=()) -> PupilFacts:
    """A child of Northshire, 11 or 12 years old unless born otherwise."""
    return PupilFacts(born, "999", tuple(periods), tuple(enrolments))


def place(started_on, ended_on=None, *, kind="main", setting_id=OAKFIELD, **more):
    """A place at Oakfield unless said otherwise."""
    if kind in ("no_place", "otherwise"):
        setting_id = None
    return EnrolmentFacts(kind, started_on, ended_on, setting_id, **more)


def by_key(states: list[ClockState]) -> dict[str, ClockState]:
    """Clocks by their trigger, which no two share."""
    found = {state.trigger_key: state for state in states}
    assert len(found) == len(states)
    return found
