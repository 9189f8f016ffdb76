"""The Strengths and Difficulties Questionnaire: what a total score says, what follows from a
raised one, and the clock `sdq`.

Bands for looked-after children as the DfE uses them for the carer's score; the teacher's and the
child's own bands are those of the questionnaire's authors. Source of the rest: statutory guidance
(2018), "Mental health", and the SSDA903 return.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from vsh.calendars.rules import Due, add_months, age_on, birthday, in_words, plural

from .clock import (
    SOCIAL_WORKER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from .facts import CarePeriodFacts, PupilFacts
from .short_breaks import is_short_break

KIND = "sdq"
MONTHS = 12
FIRST_AGE, LAST_AGE = 4, 16  # of the return
OWN_AGES = range(4, 18)  # of the child's own questionnaire, as the guidance gives them
CARER, TEACHER, CHILD = "carer", "teacher", "child"
NORMAL = "normal"
EARLIER_SCORES = "earlier scores"

_BANDS = {  # highest score of "close to average" and of "borderline"
    CARER: (13, 16),
    TEACHER: (11, 15),
    CHILD: (15, 19),
}


def sdq_band(*, score: int, respondent: str) -> str:
    """Normal, borderline or cause for concern."""
    normal, borderline = _BANDS[respondent]
    if score <= normal:
        return NORMAL
    return "borderline" if score <= borderline else "cause for concern"


def raised_from(respondent: str) -> int:
    """The lowest score that is borderline or more."""
    return _BANDS[respondent][0] + 1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person's questionnaire said on a day, or that there was none, and why."""

    respondent: str
    completed_on: date
    score: int | None = None


def asked_of_the_school(
    answers: Iterable[Answer], *, date_of_birth: date, on: date
) -> tuple[str, ...]:
    """Whose questionnaires the school is still asked for: its own, and the child's.

    The carer's last score of the past 12 months is borderline or a cause for concern, and since
    its day there is neither the other's score nor the reason why there is none. Source: statutory
    guidance (2018), "Mental health": the scores of carer, teacher and, at 4 to 17, the child are
    set beside one another; that a score a year old asks for nothing more is our convention.
    """
    known = [one for one in answers if one.completed_on <= on]
    of_carer = [one for one in known if one.respondent == CARER]
    last = max(of_carer, key=lambda one: one.completed_on, default=None)
    if last is None or last.score is None or last.score < raised_from(CARER):
        return ()
    if add_months(last.completed_on, MONTHS) <= on:
        return ()
    since = {one.respondent for one in known if one.completed_on >= last.completed_on}
    wanted = [TEACHER, CHILD] if age_on(date_of_birth, on) in OWN_AGES else [TEACHER]
    return tuple(each for each in wanted if each not in since)


@dataclass(frozen=True)
class SdqFacts:
    """The days of the carer's scores, or of the reason why there was none."""

    days: tuple[date, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what came later."""
        return type(self)(tuple(sorted(each for each in self.days if each <= day)))


def sdq_scores(child: PupilFacts, facts: SdqFacts, known: Surroundings) -> list[ClockState]:
    """A carer's score each year, from 4 to 16, for a child looked after for 12 months.

    The first is due 12 months after entry to care or the fourth birthday, whichever is later,
    each of the others 12 months after the one before; a recorded reason why there is none counts
    as one. Source: SSDA903 return, SDQ_SCORE and SDQ_REASON.
    """
    states: list[ClockState] = []
    for period in child.care_periods:
        if not is_short_break(child, period, on=known.on):
            states += _of_period(child, period, facts, known)
    return states


def _of_period(
    child: PupilFacts, period: CarePeriodFacts, facts: SdqFacts, known: Surroundings
) -> list[ClockState]:
    start = max(period.started_on, birthday(child.date_of_birth, FIRST_AGE))
    closing = earliest(end_of_care(child, period, on=known.on), _too_old(child, known.on))
    if start > known.on or (closing is not None and start >= closing.on):
        return []
    days = [day for day in facts.days if day >= start and (closing is None or day <= closing.on)]
    months = known.number(KIND, MONTHS)
    first = _due(start, months, "from becoming looked after")
    if start > period.started_on:
        first = _due(start, months, "from the fourth birthday")
    is_loaded = not days or not _is_missing_earlier(days[0], first, child)
    states = [
        clock_state(
            kind=KIND,
            trigger_key=period.key,
            owner_role=SOCIAL_WORKER,
            due=first if is_loaded else Due(start, None, first.steps, missing=(EARLIER_SCORES,)),
            met_on=days[0] if days and is_loaded else None,
            closing=closing,
            is_current=is_loaded,
        )
    ]
    for index, day in enumerate(days):
        if closing is not None and day >= closing.on:
            break
        states.append(
            clock_state(
                kind=KIND,
                trigger_key=f"sdq:{day}",
                owner_role=SOCIAL_WORKER,
                due=_due(day, months, "from the last score"),
                met_on=days[index + 1] if index + 1 < len(days) else None,
                closing=closing,
            )
        )
    return states


def _due(start: date, months: int, event: str) -> Due:
    said = f"{plural(months, 'month')} {event} on {in_words(start)}"
    return Due(start, add_months(start, months), (said,))


def _is_missing_earlier(first: date, due: Due, child: PupilFacts) -> bool:
    """Whether scores before the first one on record were not loaded, rather than not asked for."""
    assert due.due_on is not None
    return (
        first > due.due_on and child.on_record_since is not None and first < child.on_record_since
    )


def _too_old(child: PupilFacts, on: date) -> Closing | None:
    day = birthday(child.date_of_birth, LAST_AGE + 1)
    return Closing(day, f"Turned {LAST_AGE + 1} on {in_words(day)}") if day <= on else None
