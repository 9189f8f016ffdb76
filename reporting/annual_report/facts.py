"""What the indicators are computed from: plain frozen facts of the children of one authority.

Half-open spans (care, placements) do not contain the day on which they end; places at schools
and SEN statuses contain their last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .rules import AcademicYear


@dataclass(frozen=True, kw_only=True)
class HalfOpen:
    """A span that does not contain the day on which it ends."""

    started_on: date
    ended_on: date | None = None

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the span."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)

    def touches(self, first: date, last: date) -> bool:
        """Whether some day from `first` to `last` lies in the span."""
        return self.started_on <= last and (self.ended_on is None or first < self.ended_on)


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A span that contains its last day."""

    started_on: date
    ended_on: date | None = None

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the span."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True, kw_only=True)
class Care(HalfOpen):
    """A period of care; `is_short_breaks` where all of it is an agreed series of short breaks."""

    is_short_breaks: bool = False


@dataclass(frozen=True, kw_only=True)
class Placement(HalfOpen):
    """Where a child lives: the return's code, whether the home stays where it was meanwhile, where
    it lies, how far from home."""

    code: str = ""
    is_temporary: bool = False
    postcode: str = ""
    area_code: str = ""
    miles: float | None = None


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """One graded outcome of a school under the framework of its time."""

    framework: str
    area: str
    grade: str
    inspected_on: date


@dataclass(frozen=True, kw_only=True)
class School:
    """An education setting, with the numbers that the register links to it."""

    key: int
    urn: str = ""
    phase: str = ""
    type_name: str = ""
    la_code: str = ""
    linked_urns: frozenset[str] = frozenset()
    inspections: tuple[Inspection, ...] = ()

    def is_same_school_as(self, other: "School") -> bool:
        """Whether `other` is this school, or its predecessor or successor on the register."""
        return (
            self.key == other.key
            or (bool(other.urn) and other.urn in self.linked_urns)
            or (bool(self.urn) and self.urn in other.linked_urns)
        )


@dataclass(frozen=True, kw_only=True)
class Place(Closed):
    """A main place: at a school (`main`), elsewhere (`otherwise`), or known to be none."""

    kind: str
    school: School | None = None
    is_full_time: bool = True


@dataclass(frozen=True, kw_only=True)
class Sen(Closed):
    """A SEN status: N, K or E."""

    status: str


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A deadline of a child, with its status on the day of the report."""

    kind: str
    started_on: date
    due_on: date | None
    status: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A PEP of the year, as known on the day of the report."""

    season: str
    submitted_on: date | None = None
    completed_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child and their facts; `ref` is opaque."""

    ref: str
    born_on: date
    sex: str = "U"
    ethnicity: str = ""
    is_uasc: bool = False
    care: tuple[Care, ...] = ()
    placements: tuple[Placement, ...] = ()
    places: tuple[Place, ...] = ()
    sen: tuple[Sen, ...] = ()
    clocks: tuple[Clock, ...] = ()
    plans: tuple[Plan, ...] = ()

    def care_on(self, day: date) -> Care | None:
        """The period of care in force on `day`, short breaks left out."""
        return next((c for c in self.care if c.contains(day) and not c.is_short_breaks), None)

    def is_looked_after_between(self, first: date, last: date) -> bool:
        """Whether looked after on some day from `first` to `last`, short breaks left out."""
        return any(c.touches(first, last) and not c.is_short_breaks for c in self.care)

    def placement_on(self, day: date) -> Placement | None:
        """Where the child lives on `day`."""
        return next((p for p in self.placements if p.contains(day)), None)

    def place_on(self, day: date) -> Place | None:
        """The child's main place on `day`."""
        return next((p for p in self.places if p.contains(day)), None)


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The children of one authority in one academic year, as known on `day`."""

    authority_code: str
    year: AcademicYear
    day: date
    children: tuple[Child, ...] = field(default=(), repr=False)

    @cached_property
    def on_the_day(self) -> tuple[Child, ...]:
        """Looked after on the last day of the year, or on the day of the report if earlier."""
        return self.looked_after_on(self.day)

    @cached_property
    def in_the_year(self) -> tuple[Child, ...]:
        """Looked after at any time from the first day of the year to the day of the report."""
        first = self.year.first_day
        return tuple(c for c in self.children if c.is_looked_after_between(first, self.day))

    @cached_property
    def school_day(self) -> date:
        """The day of the figures on schools: 31 May, before Year 11 leaves and places change."""
        return min(self.day, self.year.school_day)

    @cached_property
    def school_age(self) -> tuple[Child, ...]:
        """Of Reception to Year 11 by age, and looked after on the day of the school figures."""
        return self.of_school_age(self.looked_after_on(self.school_day))

    @cached_property
    def move_days(self) -> tuple[date, date]:
        """The twelve months in which school moves count: 1 April to 31 March."""
        first, last = self.year.twelve_months_to_march
        return first, min(last, self.day)

    def looked_after_on(self, day: date) -> tuple[Child, ...]:
        """Children looked after on `day`, short breaks left out."""
        return tuple(child for child in self.children if child.care_on(day))

    def of_school_age(self, children: Iterable[Child]) -> tuple[Child, ...]:
        """Those who by age belong in Reception to Year 11 in this academic year."""
        return tuple(c for c in children if 4 <= self.year.age_at_start(c.born_on) <= 15)
