"""Concerns about a plan: who may take which step, and the clock `concern_reply`.

Source: statutory guidance (2018), "The IRO's role in supporting the PEP": unresolved concerns
about a PEP or the education provision go to the social worker and the Virtual School Head. The
states, and the time for an answer, are our convention (docs/clocks.md).
"""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from pupils.rules.clock import ClockState, Closing, Surroundings, clock_state, earliest, end_of_care
from pupils.rules.facts import CarePeriodFacts, PupilFacts
from vsh.accounts.roles import Permission, Role
from vsh.calendars.rules import in_words

KIND = "concern_reply"
WORKING_DAYS = 10  # where the authority has not set its own


class ConcernState(StrEnum):
    """Where a concern stands."""

    OPEN = "open"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"


class Step(StrEnum):
    """What somebody does about a concern; the state that it leads to has the same name."""

    ANSWER = "answered"
    ESCALATE = "escalated"
    ACCEPT = "accepted"


class ConcernRefusal(StrEnum):
    """Why a step is refused."""

    NOT_YOURS = "not_yours"
    NOT_WHO_RAISED_IT = "not_who_raised_it"
    SETTLED = "settled"
    WITH_THE_HEAD = "with_the_head"
    IS_ESCALATED = "is_escalated"

    @property
    def words(self) -> str:
        """The refusal as the person reads it."""
        return {
            "not_yours": "Your role does not allow this.",
            "not_who_raised_it": "Who raised this concern, or holds that role for the child "
            "today, says whether it is resolved.",
            "settled": "This concern has been accepted as resolved. Raise a new one if there is "
            "more to say.",
            "with_the_head": "This concern is with the Virtual School Head, who answers it.",
            "is_escalated": "This concern is with the Virtual School Head already.",
        }[self.value]


_NEEDS = {
    Step.ANSWER: Permission.ANSWER_CONCERN,
    Step.ESCALATE: Permission.RAISE_CONCERN,
    Step.ACCEPT: Permission.RAISE_CONCERN,
}


def refusal(
    step: Step, *, state: ConcernState, permissions: Set[Permission], is_theirs: bool
) -> ConcernRefusal | None:
    """Why the step is refused now to this person, or nothing when it may be taken.

    The Virtual School answers, what was escalated the head alone; `is_theirs` says whether the
    person raised it or holds that role for the child today. An answer does not end a concern:
    whoever raised it does, or passes it on.
    """
    if _NEEDS[step] not in permissions:
        return ConcernRefusal.NOT_YOURS
    if step is not Step.ANSWER and not is_theirs:
        return ConcernRefusal.NOT_WHO_RAISED_IT
    if state is ConcernState.ACCEPTED:
        return ConcernRefusal.SETTLED
    if state is ConcernState.ESCALATED and step is Step.ESCALATE:
        return ConcernRefusal.IS_ESCALATED
    is_heads = Permission.ANSWER_ESCALATED_CONCERN in permissions
    if state is ConcernState.ESCALATED and step is Step.ANSWER and not is_heads:
        return ConcernRefusal.WITH_THE_HEAD
    return None


@dataclass(frozen=True)
class StepFacts:
    """One step that was taken."""

    kind: str
    on: date


@dataclass(frozen=True)
class ConcernFacts:
    """A concern about a plan of one period of care, and the steps since, in their order."""

    ref: str
    period: int
    raised_on: date
    steps: tuple[StepFacts, ...] = ()


@dataclass(frozen=True)
class ConcernsOfChild:
    """The concerns about one child's plans."""

    concerns: tuple[ConcernFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """The concerns as known on `day`."""
        return replace(
            self,
            concerns=tuple(
                replace(concern, steps=tuple(step for step in concern.steps if step.on <= day))
                for concern in self.concerns
                if concern.raised_on <= day
            ),
        )


@dataclass(frozen=True)
class _Question:
    """A concern put to somebody: from which day, to whom, and what became of it."""

    key: str
    asked_on: date
    owner: Role
    met_on: date | None = None
    closings: tuple[Closing, ...] = field(default=())


def concern_replies(
    child: PupilFacts, concerns: ConcernsOfChild, known: Surroundings
) -> list[ClockState]:
    """Each concern is answered within the authority's limit, else it goes to the head.

    1. The clock runs from the day on which it was raised, and an answer meets it. 2. Passed on
    without an answer it runs on, now the head's. 3. Passed on because the answer was not
    accepted it starts anew, the head's. 4. It closes when it is accepted as resolved without an
    answer, or when care ends.
    """
    number = known.local_number(KIND) or WORKING_DAYS
    periods = {period.id: period for period in child.care_periods}
    return [
        clock_state(
            kind=KIND,
            trigger_key=question.key,
            owner_role=question.owner,
            due=known.working_days.due(number, after=question.asked_on),
            met_on=question.met_on,
            closing=earliest(*question.closings, _end(child, periods.get(concern.period), known)),
        )
        for concern in concerns.concerns
        for question in _questions(concern)
    ]


def _end(child: PupilFacts, period: CarePeriodFacts | None, known: Surroundings) -> Closing | None:
    return end_of_care(child, period, on=known.on) if period else None


def _questions(concern: ConcernFacts) -> list[_Question]:
    key = f"concern:{concern.ref}"
    asked = [_Question(key, concern.raised_on, Role.VIRTUAL_SCHOOL_OFFICER)]
    for step in concern.steps:
        last = asked[-1]
        if step.kind == Step.ANSWER:
            asked[-1] = replace(last, met_on=last.met_on or step.on)
        elif step.kind == Step.ACCEPT:
            words = f"Accepted as resolved on {in_words(step.on)}"
            asked[-1] = replace(last, closings=(*last.closings, Closing(step.on, words)))
        elif last.met_on is None:
            asked[-1] = replace(last, owner=Role.VIRTUAL_SCHOOL_HEAD)
        else:
            again = f"{key}/escalated:{len(asked)}"
            asked.append(_Question(again, step.on, Role.VIRTUAL_SCHOOL_HEAD))
    return asked
