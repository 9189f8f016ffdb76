"""A child's school year day by day: the marks of both sessions by month, and their sums."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from placements.attendance_words import AttendanceOfYear, Reported, by_term
from placements.contradictions import WORDS, Contradiction
from placements.models import AttendanceDay
from placements.rules.attendance import Sessions, summed
from placements.rules.attendance_codes import CODES, Count, codes_on, counted, on_record
from vsh.calendars.rules import Season, nominal_end, nominal_start

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ONE_DAY = timedelta(days=1)
_GRAVEST = (
    Count.UNAUTHORISED,
    Count.AUTHORISED,
    Count.NOT_POSSIBLE,
    Count.APPROVED,
    Count.PRESENT,
)
LOOKS = {
    Count.PRESENT: "present",
    Count.APPROVED: "approved",
    Count.AUTHORISED: "authorised",
    Count.UNAUTHORISED: "unauthorised",
    Count.NOT_POSSIBLE: "not-counted",
}
_LEGEND = {
    Count.PRESENT: "present",
    Count.APPROVED: "learning elsewhere, counts as present",
    Count.AUTHORISED: "missed with authority",
    Count.UNAUTHORISED: "missed without authority",
    Count.NOT_POSSIBLE: "not counted",
}


def legend_of(year: str) -> list[tuple[str, str, str]]:
    """How marks are drawn: the look, the first letters of the codes as a year begins, the words."""
    found: dict[Count, dict[str, None]] = defaultdict(dict)
    for one in codes_on(nominal_start(year, Season.AUTUMN)):
        found[one.count][one.code[0]] = None
    return [(LOOKS[count], " ".join(found[count]), words) for count, words in _LEGEND.items()]


@dataclass(frozen=True, kw_only=True)
class Half:
    """The marks of one session; of several places one beside the other."""

    day: date
    marks: tuple[str, ...]
    name: str

    @property
    def text(self) -> str:
        """The codes; a dot where there is none."""
        return " ".join(self.marks) or "·"

    @property
    def words(self) -> str:
        """The session as it is read aloud."""
        found = [on_record(code, self.day) for code in self.marks]
        said = " and ".join(one.words.lower() or f"{one.code} {one.meaning}" for one in found)
        return f"{self.name}: {said or 'no mark'}"

    @property
    def look(self) -> str:
        """How it is drawn: by what weighs most."""
        found = {CODES[code].count for code in self.marks}
        return next((LOOKS[count] for count in _GRAVEST if count in found), "none")


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day from Monday to Friday; `place` is where its marks are put right, if somewhere."""

    day: date
    rows: tuple[AttendanceDay, ...]
    place: int | None

    @property
    def weekday(self) -> str:
        """Its name."""
        return WEEKDAYS[self.day.weekday()]

    @property
    def contradictions(self) -> list[str]:
        """What its marks say otherwise than the record, of rows read `with_contradiction`."""
        told = (getattr(row, "contradiction", "") for row in self.rows)
        return list(dict.fromkeys(WORDS[Contradiction(what)] for what in told if what))

    @property
    def halves(self) -> list[Half]:
        """Morning and afternoon."""
        return [
            Half(
                day=self.day,
                name=name,
                marks=tuple(mark for row in self.rows if (mark := getattr(row, half))),
            )
            for half, name in (("am", "morning"), ("pm", "afternoon"))
        ]


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month in weeks of five days; a day of another month is left out."""

    first_on: date
    weeks: list[list[Day | None]]
    sessions: Sessions


def months_of(
    rows: Iterable[AttendanceDay],
    *,
    year: str,
    until: date,
    place_on: Mapping[date, int],
) -> list[Month]:
    """The months of the school year up to `until`, the first one first.

    August stands before September where the autumn term began in it.
    """
    by_day: dict[date, list[AttendanceDay]] = defaultdict(list)
    for row in rows:
        by_day[row.day].append(row)
    first = min([nominal_start(year, Season.AUTUMN), *by_day])
    last = min(nominal_end(year, Season.SUMMER), until)
    found, month = [], first.replace(day=1)
    while month <= last:
        following = (month + timedelta(days=32)).replace(day=1)
        found.append(_month(month, min(last, following - ONE_DAY), by_day, place_on))
        month = following
    return found


def year_of(rows: Sequence[AttendanceDay], *, year: str, until: date) -> AttendanceOfYear:
    """The marks of a school year together, and of its terms, the first one first."""
    terms = by_term(
        Reported(term=(year, row.season), ended_on=row.day, sessions=counted((row.am, row.pm)))
        for row in rows
        if row.day <= until
    )
    return AttendanceOfYear(
        academic_year=year,
        terms=terms[::-1],
        sessions=summed(term.sessions for term in terms),
        until=until,
    )


def _month(
    first: date,
    last: date,
    by_day: Mapping[date, list[AttendanceDay]],
    place_on: Mapping[date, int],
) -> Month:
    weeks: list[list[Day | None]] = []
    marks: list[str] = []
    day = first
    while day <= last:
        if day.weekday() < len(WEEKDAYS):
            if not weeks or day.weekday() == 0:
                weeks.append([None] * len(WEEKDAYS))
            rows = tuple(by_day.get(day, ()))
            marks += [mark for row in rows for mark in (row.am, row.pm)]
            place = rows[0].enrolment_id if len(rows) == 1 else place_on.get(day)
            weeks[-1][day.weekday()] = Day(day=day, rows=rows, place=place)
        day += ONE_DAY
    return Month(first_on=first, weeks=weeks, sessions=counted(marks))
