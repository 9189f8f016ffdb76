"""Attendance in sessions: rates by the national definitions, and what a summary may say.

Source: Department for Education, definitions of absence statistics: the overall absence rate is
authorised and unauthorised sessions over possible ones; persistent is 10% or more of a pupil's own
possible sessions, severe 50% or more. A child's sessions are summed across schools.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from vsh.calendars.rules import Season, Term, academic_year, in_words, nominal_end, plural

SESSIONS_A_DAY = 2
PERSISTENT, SEVERE = Decimal(10), Decimal(50)
ENOUGH_SESSIONS = 20  # below that a rate says little yet
ONE_PLACE = Decimal("0.1")


class Absence(StrEnum):
    """What people are alerted of."""

    PERSISTENT = "persistent_absence"
    SEVERE = "severe_absence"


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """Half days that could be attended, and those missed."""

    possible: int
    authorised: int
    unauthorised: int

    @property
    def missed(self) -> int:
        """All absence."""
        return self.authorised + self.unauthorised

    @property
    def absence(self) -> Decimal | None:
        """Per cent of possible sessions that were missed; none where none was possible."""
        return _per_cent(self.missed, self.possible)

    @property
    def unauthorised_rate(self) -> Decimal | None:
        """Per cent missed without authority."""
        return _per_cent(self.unauthorised, self.possible)

    @property
    def attendance(self) -> Decimal | None:
        """Per cent attended."""
        absence = self.absence
        return None if absence is None else 100 - absence

    @property
    def is_early(self) -> bool:
        """Whether so few sessions lie behind the rate that it says little yet."""
        return self.possible < ENOUGH_SESSIONS

    @property
    def is_persistent(self) -> bool:
        """Whether a tenth or more was missed."""
        return self._reaches(PERSISTENT)

    @property
    def is_severe(self) -> bool:
        """Whether half or more was missed."""
        return self._reaches(SEVERE)

    def _reaches(self, per_cent: Decimal) -> bool:
        """By the sessions themselves: a rate that was rounded up does not count."""
        return self.possible > 0 and self.missed * 100 >= per_cent * self.possible


def summed(rows: Iterable[Sessions]) -> Sessions:
    """One child's sessions of several summaries, whatever the school."""
    found = list(rows)
    return Sessions(
        possible=sum(row.possible for row in found),
        authorised=sum(row.authorised for row in found),
        unauthorised=sum(row.unauthorised for row in found),
    )


@dataclass(frozen=True, kw_only=True)
class CohortAbsence:
    """What the absence of some children comes to: their sessions together, and how many of those
    with enough sessions miss a tenth or half of their own."""

    children: int
    sessions: Sessions
    with_enough: int
    persistent: int
    severe: int

    @property
    def persistent_share(self) -> Decimal | None:
        """Per cent of the children with enough sessions."""
        return _per_cent(self.persistent, self.with_enough)

    @property
    def severe_share(self) -> Decimal | None:
        """The same of severe absence, which is part of the persistent."""
        return _per_cent(self.severe, self.with_enough)


def absence_of(children: Iterable[Sessions]) -> CohortAbsence:
    """Of children by the sessions of each; who had none possible is in no count."""
    told = [one for one in children if one.possible > 0]
    enough = [one for one in told if not one.is_early]
    return CohortAbsence(
        children=len(told),
        sessions=summed(told),
        with_enough=len(enough),
        persistent=sum(one.is_persistent for one in enough),
        severe=sum(one.is_severe for one in enough),
    )


def absence_in(sessions: Sessions) -> Absence | None:
    """The graver of what the sessions of a term or a school year amount to, however few they are.

    Each is measured by its own possible sessions: a term may be severe in a year that is not.
    """
    if not sessions.is_persistent:
        return None
    return Absence.SEVERE if sessions.is_severe else Absence.PERSISTENT


def reached_absence(sessions: Sessions) -> Absence | None:
    """The same, and nothing while they are too few to tell anybody."""
    return None if sessions.is_early else absence_in(sessions)


@dataclass(frozen=True, kw_only=True)
class Span:
    """What somebody enters: from a day to a day, both included, with its sessions."""

    started_on: date
    ended_on: date
    sessions: Sessions


def wrong_days(
    *, started_on: date, ended_on: date, place_from: date, place_to: date | None, on: date
) -> dict[str, str]:
    """What is wrong with the days, by field; nothing if attendance may be entered for them."""
    if ended_on < started_on:
        return {"ended_on": "The last day is before the first"}
    if ended_on > on:
        return {"ended_on": "The last day is in the future: enter attendance up to today"}
    if started_on < place_from:
        return {"started_on": f"The child’s place starts on {in_words(place_from)}"}
    if place_to is not None and ended_on > place_to:
        return {"ended_on": f"The child’s place ended on {in_words(place_to)}"}
    return {}


@dataclass(frozen=True, kw_only=True)
class OpenDays:
    """On how many days of a span a school was open.

    `known`: by the term dates that count there, those of `by`. `most`: by what the school itself
    has told, on any working day where it has told nothing.
    """

    known: int
    most: int
    by: str


def too_many_sessions(span: Span, open_days: OpenDays) -> dict[str, str]:
    """That more sessions are possible than the school's days have; nothing if they can be."""
    most = max(open_days.known, open_days.most)
    if span.sessions.possible <= most * SESSIONS_A_DAY:
        return {}
    days = plural(most, "day") if most == open_days.known else f"at most {plural(most, 'day')}"
    return {
        "sessions_possible": f"{_possible(span)}, where the school was open on {days}: at most "
        f"{plural(most * SESSIONS_A_DAY, 'session')}. Check the number, the days and the school’s "
        "term dates"
    }


def more_than_known(span: Span, open_days: OpenDays) -> str:
    """That more sessions are possible than other people's term dates have, if so."""
    known = open_days.known * SESSIONS_A_DAY
    if span.sessions.possible <= known:
        return ""
    return (
        f"{_possible(span)}, but the term dates of {open_days.by} have {known} in these days. They "
        "count because the school’s own dates are not loaded. The number stands: if it is wrong, "
        "correct it; if the school’s dates differ, the virtual school loads them"
    )


def too_many_missed(sessions: Sessions) -> dict[str, str]:
    """That more sessions were missed than were possible, by field."""
    if sessions.missed <= sessions.possible:
        return {}
    return {
        "sessions_authorised": f"{sessions.missed} sessions were missed of "
        f"{sessions.possible} possible: check the three numbers"
    }


def _possible(span: Span) -> str:
    return (
        f"{plural(span.sessions.possible, 'possible session')} from {in_words(span.started_on)} "
        f"to {in_words(span.ended_on)}"
    )


def term_of_span(
    *, started_on: date, ended_on: date, terms: Sequence[Term]
) -> tuple[str, Season] | None:
    """The one term to which these days belong; nothing if they lie in more than one.

    Days outside the terms that are loaded, or without any, go by September, January and April.
    """
    met = {
        (term.academic_year, term.season)
        for term in terms
        if term.first_on <= ended_on and term.last_on >= started_on
    }
    if len(met) > 1:
        return None
    return next(iter(met), None) or nominal_term(started_on)


def nominal_term(day: date) -> tuple[str, Season]:
    """The term of a day by the calendar's months."""
    year = academic_year(day)
    return year, next(season for season in Season if day <= nominal_end(year, season))


def term_before(year: str, season: Season) -> tuple[str, Season]:
    """The term before: the summer's of last year, before autumn."""
    order = list(Season)
    if season is not order[0]:
        return year, order[order.index(season) - 1]
    first = int(year[:4]) - 1
    return f"{first}-{(first + 1) % 100:02}", order[-1]


def _per_cent(part: int, whole: int) -> Decimal | None:
    if whole <= 0:
        return None
    return (Decimal(part) * 100 / whole).quantize(ONE_PLACE, rounding=ROUND_HALF_UP)
