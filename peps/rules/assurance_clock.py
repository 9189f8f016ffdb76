"""The clock `quality_assurance`: how long the writers of a plan wait for an answer.

An authority's own choice: the guidance gives the virtual school "a quality assurance role in
relation to PEPs" (statutory guidance, 2018) and names no limit.
"""

from pupils.rules.clock import OFFICER, ClockState, Surroundings, clock_state, end_of_care
from pupils.rules.facts import PupilFacts

from .clock_facts import PlansOfChild

ASSURED = "quality_assurance"
ASSURED_WORKING_DAYS = 10


def plans_assured(child: PupilFacts, plans: PlansOfChild, known: Surroundings) -> list[ClockState]:
    """Each plan handed in is assured, accepted or returned within the authority's own limit."""
    number = known.local_number(ASSURED) or ASSURED_WORKING_DAYS
    return [
        clock_state(
            kind=ASSURED,
            trigger_key=f"pep:{plan.ref}/handed_in:{time}",
            owner_role=OFFICER,
            due=known.working_days.due(number, after=wait.on),
            met_on=wait.answered_on,
            closing=end_of_care(child, period, on=known.on),
        )
        for period in child.care_periods
        for plan in plans.of_period.get(period.id, ())
        for time, wait in enumerate(plan.waits, start=1)
    ]
