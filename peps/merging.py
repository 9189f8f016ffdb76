"""What a merge of two records of one child does with plans and what belongs to them.

A plan goes over as it is, with its sections, its finished versions and its history of states.
"""

from pupils.merging import register_merge

from .models import CourtOrderClosure, Handover, Pep, PlannedAction, ProposedDecision, Target


def register_merges() -> None:
    """What hangs on the child directly; the rest goes with its plan."""
    register_merge(
        Pep,
        "plans",
        is_kept_apart=True,
        in_words=lambda pep: f"{pep.get_kind_display()}, {pep.term_name}",
        way_out="Say of one of the two that it is not required",
    )
    register_merge(Target, "targets")
    register_merge(PlannedAction, "actions")
    register_merge(Handover, "handovers")
    register_merge(ProposedDecision, "significant decisions")
    register_merge(CourtOrderClosure, "court orders", way_out="Lift one of the two first")
