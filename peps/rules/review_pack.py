"""The clock `pep_to_iro`: the reviewing officer has the PEP before the statutory review.

Source: statutory guidance (2018), "The social worker's role in supporting the PEP": up-to-date
PEP information is fed into the reviews. Three working days are our convention (docs/clocks.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from pupils.rules.ages import eighteenth_birthday
from pupils.rules.clock import ClockState, Closing, Surroundings, clock_state, earliest, end_of_care
from pupils.rules.facts import CarePeriodFacts, PupilFacts, ReviewFacts
from pupils.rules.short_breaks import is_short_break
from vsh.accounts.roles import Role
from vsh.calendars.rules import ONE_DAY, Due, in_words, plural

KIND = "pep_to_iro"
WORKING_DAYS = 3  # where the authority has not set its own


@dataclass(frozen=True)
class PacksOfChild:
    """The days on which a plan was sent to the reviewing officer, by the review's arranged day."""

    sent: Mapping[date, tuple[date, ...]] = field(default_factory=dict)

    def as_known_on(self, day: date) -> Self:
        """The packs as known on `day`."""
        known = {
            arranged: tuple(sent for sent in days if sent <= day)
            for arranged, days in self.sent.items()
        }
        return replace(self, sent=known)


def packs_to_iro(child: PupilFacts, packs: PacksOfChild, known: Surroundings) -> list[ClockState]:
    """For each review that is arranged, or was: the plan is sent so many working days before it.

    Only for who has a plan: from PEP age to the 18th birthday, short breaks apart.
    """
    first, adult_on = known.pep_age_starts_on(child), eighteenth_birthday(child.date_of_birth)
    states: dict[str, ClockState] = {}
    for period in child.care_periods:
        if is_short_break(child, period, on=known.on):
            continue
        held_first = sorted(period.reviews, key=lambda review: review.held_on is None)
        for review in held_first:
            day = review.planned_on
            if day is None or not max(first, period.started_on) <= day < adult_on:
                continue
            state = _clock(child, period, review, packs, known)
            if state:
                states[state.trigger_key] = state
    return list(states.values())


def _clock(
    child: PupilFacts,
    period: CarePeriodFacts,
    review: ReviewFacts,
    packs: PacksOfChild,
    known: Surroundings,
) -> ClockState | None:
    assert review.planned_on is not None
    due = _due(period, review.planned_on, known)
    assert due.due_on is not None
    sent_on = min(packs.sent.get(review.planned_on, ()), default=None)
    held_on = review.held_on
    if held_on and sent_on is None and _is_of_before(child, due.due_on):
        return None
    early = held_on and held_on < due.due_on
    words = f"The review was held on {in_words(held_on)}" if held_on else ""
    return clock_state(
        kind=KIND,
        trigger_key=f"{period.key}/review:{review.planned_on}",
        owner_role=Role.VIRTUAL_SCHOOL_OFFICER,
        due=due,
        met_on=sent_on if held_on is None or sent_on is None or sent_on <= held_on else None,
        closing=earliest(
            Closing(held_on, words) if held_on and early else None,
            end_of_care(child, period, on=known.on),
        ),
        is_current=held_on is None,
    )


def _is_of_before(child: PupilFacts, due_on: date) -> bool:
    """Whether it was due before the child was on record here: who knows what was sent then."""
    return child.on_record_since is not None and due_on < child.on_record_since


def _due(period: CarePeriodFacts, arranged_for: date, known: Surroundings) -> Due:
    """So many working days before the day arranged; it runs from the event that led to it."""
    number = known.local_number(KIND) or WORKING_DAYS
    held = [day for day in period.held_reviews if day < arranged_for]
    started_on = max(held, default=period.started_on)
    due_on = known.working_days.back(number, ending=arranged_for - ONE_DAY)
    step = (
        f"{plural(number, 'working day')} before the review arranged for {in_words(arranged_for)}"
    )
    if due_on < started_on:
        return Due(started_on, started_on, (step, "not before the clock starts"))
    return Due(started_on, due_on, (step,))
