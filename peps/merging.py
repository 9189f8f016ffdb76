"""What a merge of two records of one child does with plans and what belongs to them.

A plan goes over as it is, with its sections, its finished versions and its history of states.
"""

from collections.abc import Mapping
from typing import Any

from pupils.merging import register_merge
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .models import CourtOrderClosure, Handover, Pep, PlannedAction, ProposedDecision, Target


def register_merges() -> None:
    """What hangs on the child directly; the rest goes with its plan."""
    plans: dict[str, Any] = {"permission": Permission.READ_PEP}
    register_merge(
        Pep,
        "plans",
        **plans,
        is_kept_apart=True,
        in_words=lambda pep: f"{pep.get_kind_display()}, {pep.term_name}",
        way_out="Say of one of the two that it is not required; return it first if it was handed "
        "in, unlock it if it is complete",
    )
    register_merge(Target, "targets", **plans)
    register_merge(PlannedAction, "actions", **plans)
    register_merge(Handover, "handovers", **plans, gives_way=_as_another)
    register_merge(ProposedDecision, "significant decisions", **plans)
    register_merge(
        CourtOrderClosure,
        "court orders",
        permission=Permission.CLOSE_LINKS_BY_COURT_ORDER,
        way_out="Lift one of the two first",
    )


def _as_another(handover: Handover) -> Mapping[str, Any]:
    """A place has one handover that stands: of two the one there, and this one is withdrawn, or,
    where the school has accepted it, stays without a place."""
    if handover.accepted_on:
        return {"enrolment_id": None}
    return {"withdrawn_on": today(), "withdrawn_because": "Two records of the child became one."}
