"""Before a child changes school without a move of home: who is consulted, what is missing.

Sources: statutory guidance (2018), "The social worker's role in supporting the PEP" (no significant
decision about a child's education without reviewing the PEP in consultation with child, school,
carer, VSH, IRO and, where appropriate, parents) and "School admissions" (the choice of a school).
"""

from collections.abc import Mapping
from datetime import date, timedelta

from .moves import WHOM, Consulted, Move, Whom, to_consult

NO_GAP = timedelta(days=4)  # over a weekend, also a long one, between two places


# The same people as of a move that takes a child from a school; since the home stays, no other
# authority's VSH.
ABOUT_A_SCHOOL = to_consult(Move(from_on=date.min, is_emergency=False, year_group=0))


def follows_at_once(*, ended_on: date | None, started_on: date) -> bool:
    """Whether a place takes over from another, rather than after a time without one."""
    return ended_on is not None and ended_on < started_on <= ended_on + NO_GAP


def missing_of_change(consulted: Mapping[Whom, Consulted], *, is_pep_considered: bool) -> list[str]:
    """What is not yet on record, in the order in which it is asked for."""
    asked = (consulted.get(one, Consulted()) for one in ABOUT_A_SCHOOL)
    found = [
        f"consult {WHOM[one]}, or say why not"
        for one, said in zip(ABOUT_A_SCHOOL, asked, strict=True)
        if said.on is None and not said.reason_not
    ]
    return found if is_pep_considered else [*found, "read and consider the PEP"]
