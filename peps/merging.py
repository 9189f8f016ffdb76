"""What a merge of two records of one child does with plans and what belongs to them.

A plan goes over as it is, with its sections, its finished versions and its history of states.
"""

from typing import Any

from pupils.merging import GivesWay, register_merge
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .models import (
    Attendee,
    CourtOrderClosure,
    Handover,
    Pep,
    PlannedAction,
    ProposedDecision,
    ReviewPack,
    ReviewPackCopy,
    Target,
    TargetReview,
)


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
    register_merge(TargetReview, "reviews of targets", **plans)
    register_merge(Attendee, "people at a meeting", **plans)
    register_merge(Handover, "handovers", **plans, gives_way=_one_that_stands)
    pack: dict[str, Any] = {"permission": Permission.READ_REVIEW_PACK}
    register_merge(ReviewPack, "review packs", **pack, yields_to=_same_pack)
    register_merge(
        ReviewPackCopy,
        "copies of a review pack",
        **pack,
        yields_to=lambda row: list(ReviewPackCopy.objects.filter(pack=row.pack_id, user=row.user)),
        learns={"sent_on", "opened_at"},
    )
    register_merge(ProposedDecision, "significant decisions", **plans)
    register_merge(
        CourtOrderClosure,
        "court orders",
        permission=Permission.CLOSE_LINKS_BY_COURT_ORDER,
        way_out="Lift one of the two first",
    )


def _one_that_stands(handover: Handover) -> GivesWay:
    """A place has one handover that stands: the one that the school has accepted, else the one
    there. The other is withdrawn or, where that was accepted too, stays without a place."""
    because = "Two records of the child became one."
    withdrawn = {"withdrawn_on": today(), "withdrawn_because": because}
    if handover.accepted_on is None:
        return [(handover, withdrawn)]
    there = Handover.objects.filter(
        enrolment=handover.enrolment_id, setting=handover.setting_id, withdrawn_on=None
    )
    waiting: GivesWay = [(one, withdrawn) for one in there if one.is_waiting]
    return waiting or [(handover, {"enrolment_id": None})]


def _same_pack(pack: ReviewPack) -> list[ReviewPack]:
    """What the system sent for the same day already: who opened the other opened this one."""
    sent = ReviewPack.objects.filter(
        review=pack.review_id, arranged_for=pack.arranged_for, pep=pack.pep_id, sent_by=None
    )
    return list(sent.filter(is_draft=pack.is_draft) if pack.pep_id else sent)
