"""A child's attendance and suspensions in words: by term, against last term and England."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from placements.national import newest
from placements.rules.attendance import (
    Absence,
    Sessions,
    absence_in,
    nominal_term,
    summed,
    term_before,
)
from placements.rules.exclusions import Suspended, days_in_words, suspended, warning
from vsh.calendars.rules import Season, nominal_end, nominal_start
from vsh.govuk.dates import long_date

GROUPS = {"looked_after": "England, looked-after children", "all_pupils": "England, all pupils"}
_FLAGS = {Absence.PERSISTENT: "Persistent absence", Absence.SEVERE: "Severe absence"}
_MEASURES = {
    Absence.PERSISTENT: ("persistent", "Persistently absent"),
    Absence.SEVERE: ("severe", "Severely absent"),
}
NO_SUSPENSION = "None on record"
NO_FIGURE = "Not known"
DAY_ONE = "Education from day one"
TermKey = tuple[str, str]
Line = tuple[str, str]  # a label and its value


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One summary of one place."""

    term: TermKey
    ended_on: date
    sessions: Sessions


@dataclass(frozen=True, kw_only=True)
class Out:
    """One suspension (`sessions`) or permanent exclusion (none).

    `term` is that of its school, by the months where no term dates are loaded. `has_day_one`:
    whether work or education is on record from the first school day, `first_on`, or none is asked
    for.
    """

    started_on: date
    sessions: int | None
    first_on: date | None = None
    term: TermKey | None = None
    has_day_one: bool = True

    @property
    def in_term(self) -> TermKey:
        """The term in which it began."""
        return self.term or nominal_term(self.started_on)


@dataclass(frozen=True, kw_only=True)
class Attended:
    """One child's sessions of a stretch of time, summed across schools, as far as reported."""

    sessions: Sessions
    until: date

    @property
    def flag(self) -> str:
        """Severe or persistent absence, said with care while there are few sessions."""
        found = absence_in(self.sessions)
        if found is None:
            return ""
        words = _FLAGS[found]
        return f"{words}, early: few sessions yet" if self.sessions.is_early else words

    @property
    def national(self) -> list[Line]:
        """How many pupils in England miss as much, where this child does."""
        absence = absence_in(self.sessions)
        if absence is None:
            return []
        measure, words = _MEASURES[absence]
        found = [(f"{words}, {label}", newest(measure, group)) for group, label in GROUPS.items()]
        return [
            (
                label,
                f"{one.per_cent}% of pupils in the year {one.academic_year}" if one else NO_FIGURE,
            )
            for label, one in found
        ]


@dataclass(frozen=True, kw_only=True)
class AttendanceOfTerm(Attended):
    """Of a term."""

    term: TermKey

    @property
    def name(self) -> str:
        """Such as "Autumn term 2026-27"."""
        return term_name(self.term)


@dataclass(frozen=True, kw_only=True)
class AttendanceOfYear(Attended):
    """Of a school year, over which the national figures are counted."""

    academic_year: str
    terms: Sequence[AttendanceOfTerm] = ()

    @property
    def name(self) -> str:
        """Such as "School year 2026-27"."""
        return f"School year {self.academic_year}"


def by_term(reported: Iterable[Reported]) -> list[AttendanceOfTerm]:
    """The terms for which anything was reported, newest first."""
    found: dict[TermKey, list[Reported]] = defaultdict(list)
    for row in reported:
        found[row.term].append(row)
    order = list(Season)
    return [
        AttendanceOfTerm(
            term=term,
            sessions=summed(row.sessions for row in rows),
            until=max(row.ended_on for row in rows),
        )
        for term, rows in sorted(
            found.items(), key=lambda item: (item[0][0], order.index(Season(item[0][1]))),
            reverse=True,
        )
    ]  # fmt: skip


def by_year(terms: Iterable[AttendanceOfTerm]) -> list[AttendanceOfYear]:
    """The same terms under their school years, in the order in which they come."""
    found: dict[str, list[AttendanceOfTerm]] = defaultdict(list)
    for one in terms:
        found[one.term[0]].append(one)
    return [
        AttendanceOfYear(
            academic_year=year,
            terms=of_year,
            sessions=summed(one.sessions for one in of_year),
            until=max(one.until for one in of_year),
        )
        for year, of_year in found.items()
    ]


def attendance_lines(terms: Sequence[AttendanceOfTerm], *, term: TermKey) -> list[Line]:
    """This term's attendance, last term's, and what England's was."""
    known = {one.term: one for one in terms}
    before = term_before(term[0], Season(term[1]))
    now, last = known.get(term), known.get((before[0], before[1].value))
    lines = [(f"Attendance, {_lower(term_name(term))}", rate_words(now))]
    if now and now.flag:
        lines += [("Missed so far", now.flag), *now.national]
    name = f"Last term, {_lower(term_name((before[0], before[1].value)))}"
    lines.append((name, rate_words(last) + _change(now, last)))
    return lines + national_lines()


def this_term(reported: Iterable[Reported], *, on: date) -> AttendanceOfTerm | None:
    """The term of a day, of what was reported of one child."""
    return next((one for one in by_term(reported) if one.term == nominal_term(on)), None)


def rate_words(one: AttendanceOfTerm | None) -> str:
    """Attendance and what lies behind it; that nothing is on record, where nothing is."""
    if one is None:
        return "Nothing on record"
    sessions = one.sessions
    if sessions.attendance is None:
        return f"No sessions possible up to {long_date(one.until)}"
    return (
        f"{sessions.attendance}% up to {long_date(one.until)}: of {sessions.possible} sessions "
        f"{sessions.authorised} missed with authority, {sessions.unauthorised} without"
    )


def national_lines() -> list[Line]:
    """Attendance in England in the newest year published; unknown where none is."""
    return [(label, _national(group)) for group, label in GROUPS.items()]


def flagged_lines(told: Iterable[Attended]) -> list[Line]:
    """What England's share is of each kind of absence that stands beside a term or a year."""
    return list(dict.fromkeys(line for one in told for line in one.national))


def _national(group: str) -> str:
    figure = newest("absence", group)
    if figure is None:
        return NO_FIGURE
    per_cent = (100 - figure.per_cent).quantize(Decimal("0.1"))
    return f"{per_cent}% in the year {figure.academic_year}"


def suspension_lines(out: Sequence[Out], *, year: str, season: Season, on: date) -> list[Line]:
    """What is on record up to a day of an academic year, its term and the term before; that there
    is none, where there is none."""
    term, before = (year, season), term_before(year, season)
    year_from, year_to = nominal_start(year, Season.AUTUMN), nominal_end(year, Season.SUMMER)
    this_year = [row for row in out if year_from <= row.started_on <= min(on, year_to)]
    permanent = [row for row in this_year if row.sessions is None]
    spans = [row for row in this_year if row.sessions is not None]
    in_year = suspended(row.sessions or 0 for row in spans)
    of_term = (row for row in out if row.in_term == term and row.started_on <= on)
    in_term = suspended(row.sessions for row in of_term if row.sessions)  # from August on
    lines = [("Suspensions this year", NO_SUSPENSION)]
    if spans or in_term.times:
        words = _times(in_year) if spans else NO_SUSPENSION
        words = f"{words}. This term: {in_term.times or 'none'}"
        lines = [("Suspensions this year", words)]
    in_last = suspended(row.sessions for row in out if row.sessions and row.in_term == before)
    lines.append(("Suspensions last term", _times(in_last) if in_last.times else NO_SUSPENSION))
    lines += [("Permanent exclusion", long_date(row.started_on)) for row in permanent]
    if without := sum(not row.has_day_one for row in this_year):
        lines.append((DAY_ONE, f"None on record for {without} of {len(this_year)}"))
    said = warning(in_year=in_year.days, in_term=in_term.days)
    return [*lines, ("To note", said)] if said else lines


def national_suspension_lines() -> list[Line]:
    """The share of children suspended in England in the newest year published."""
    found = [(label, newest("suspended", group)) for group, label in GROUPS.items()]
    return [
        (
            f"Suspended, {label}",
            f"{one.per_cent}% at least once in the year {one.academic_year}" if one else NO_FIGURE,
        )
        for label, one in found
    ]


def _times(one: Suspended) -> str:
    if one.times == 1:
        return f"1 suspension of {days_in_words(one.days)}"
    return f"{one.times} suspensions, {days_in_words(one.days)} in all"


def term_name(term: TermKey) -> str:
    """The term in words."""
    return f"{Season(term[1]).label} {term[0]}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _change(now: AttendanceOfTerm | None, last: AttendanceOfTerm | None) -> str:
    """How the two rates differ, in points; nothing where one is not known."""
    first = last.sessions.attendance if last else None
    second = now.sessions.attendance if now else None
    if first is None or second is None:
        return ""
    points = second - first
    if not points:
        return "; the same now"
    return f"; {abs(points)} points {'higher' if points > 0 else 'lower'} now"
