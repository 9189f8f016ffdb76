"""Makes the PEP's clocks known to the engine, and loads the facts about plans that they read."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from pupils.clocks import Clock, register_clock
from vsh.accounts.roles import Permission

from .facts.actions import load_actions
from .models import Concern, ConcernStep, Pep, PepStatusChange, ReviewPack
from .rules import assurance_clock, clocks, concerns, review_pack
from .rules.action_clock import ACTION, pep_actions
from .rules.clock_facts import (
    Change,
    PepFacts,
    PlansOfChild,
    Submission,
    set_aside_in,
    submissions_in,
    waits_in,
)
from .rules.concerns import ConcernFacts, ConcernsOfChild, StepFacts
from .rules.review_pack import PacksOfChild

_GUIDANCE = (
    "Promoting the education of looked-after children (statutory guidance, 2018), “Initiating, "
    "developing and reviewing the PEP”"
)
_IRO = "statutory guidance, 2018, “The IRO’s role in supporting the PEP”"
_REGULATIONS = "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959)"


def load_plans(pupil_ids: Collection[int]) -> Mapping[int, PlansOfChild]:
    """The plans of many children, in one query."""
    plans: dict[int, dict[int, list[PepFacts]]] = {pk: defaultdict(list) for pk in pupil_ids}
    rows = Pep.objects.filter(pupil__in=pupil_ids).values_list(
        "pupil_id", "care_period_id", "ref", "initiated_on", "submitted_on", _changes()
    )
    for pupil_id, period_id, ref, initiated_on, submitted_on, changes in rows.order_by("pk"):
        known = [_change(row) for row in changes]
        handed_in = submissions_in(known)
        if not handed_in and submitted_on:  # a plan that came in without its history
            handed_in = (Submission(submitted_on),)
        facts = PepFacts(initiated_on, handed_in, set_aside_in(known), ref, waits_in(known))
        plans[pupil_id][period_id].append(facts)
    return {
        pk: PlansOfChild({period: tuple(peps) for period, peps in of_child.items()})
        for pk, of_child in plans.items()
    }


def _changes() -> ArraySubquery:
    """The changes of a plan's state that matter to the clocks, in their order."""
    changes = PepStatusChange.objects.filter(pep=OuterRef("pk")).order_by("id")
    return ArraySubquery(
        changes.values(
            row=JSONObject(
                to_state="to_state",
                from_state="from_state",
                on="on",
                is_returned_empty="is_returned_empty",
                by="by",
            )
        )
    )


def _change(row: Mapping[str, Any]) -> Change:
    return Change(
        row["to_state"],
        date.fromisoformat(row["on"]),
        row["is_returned_empty"],
        by_person=row["by"] is not None,
        from_state=row["from_state"],
    )


def load_concerns(pupil_ids: Collection[int]) -> Mapping[int, ConcernsOfChild]:
    """The concerns about the plans of many children, in one query."""
    found: dict[int, list[ConcernFacts]] = defaultdict(list)
    steps = ConcernStep.objects.filter(concern=OuterRef("pk")).order_by("id")
    rows = Concern.objects.filter(pep__pupil__in=pupil_ids).values_list(
        "pep__pupil_id",
        "pep__care_period_id",
        "ref",
        "raised_on",
        ArraySubquery(steps.values(row=JSONObject(kind="kind", on="on"))),
    )
    for pupil_id, period_id, ref, raised_on, taken in rows.order_by("pk"):
        known = tuple(StepFacts(row["kind"], date.fromisoformat(row["on"])) for row in taken)
        found[pupil_id].append(ConcernFacts(ref, period_id, raised_on, known))
    return {pk: ConcernsOfChild(tuple(found.get(pk, ()))) for pk in pupil_ids}


def load_packs(pupil_ids: Collection[int]) -> Mapping[int, PacksOfChild]:
    """When a plan was sent for which review of many children, in one query."""
    sent: dict[int, dict[date, list[date]]] = {pk: defaultdict(list) for pk in pupil_ids}
    rows = ReviewPack.objects.filter(review__pupil__in=pupil_ids, pep__isnull=False)
    for pupil_id, arranged_for, on in rows.order_by("pk").values_list(
        "review__pupil_id", "arranged_for", "sent_on"
    ):
        sent[pupil_id][arranged_for].append(on)
    return {
        pk: PacksOfChild({day: tuple(days) for day, days in of_child.items()})
        for pk, of_child in sent.items()
    }


def register_clocks() -> None:
    """Make the clocks of the plan, of what was agreed and of concerns about it, known."""
    register_clock(
        Clock(
            kind=ACTION,
            rule=pep_actions,
            load=load_actions,
            words="What was agreed for the child, in the PEP or beside it, is done by the day that "
            "was set for it, by the person who is named for it.",
            source="Promoting the education of looked-after children (statutory guidance, 2018), "
            "“PEP content”: actions, with time scales, for specific individuals",
            unit="day",
        )
    )
    register_clock(
        Clock(
            kind=clocks.INITIATED,
            rule=clocks.peps_initiated,
            load=load_plans,
            looks_back=True,
            words="A person initiates the PEP within 10 working days of the child becoming "
            "looked after. Opening it automatically does not count.",
            source=f"{_GUIDANCE}; {_REGULATIONS} reg. 4(2)",
            unit="working day",
            statutory=clocks.INITIATED_WORKING_DAYS,
        )
    )
    register_clock(
        Clock(
            kind=clocks.AVAILABLE,
            rule=clocks.peps_available,
            load=load_plans,
            looks_back=True,
            words="The PEP is available for the first statutory review of the care plan, at the "
            "latest 20 working days after the child became looked after.",
            source=f"{_GUIDANCE}; {_REGULATIONS} reg. 33(1)",
            unit="working day",
            statutory=clocks.AVAILABLE_WORKING_DAYS,
        )
    )
    register_clock(
        Clock(
            kind=clocks.TERM_REVIEW,
            rule=clocks.pep_term_reviews,
            load=load_plans,
            looks_back=True,
            words="The PEP is reviewed in each of the three school terms, up to the term's last "
            "school day or the authority's earlier cut-off.",
            source=_GUIDANCE,
            unit="school day",
            most=30,
        )
    )
    register_clock(
        Clock(
            kind=assurance_clock.ASSURED,
            rule=assurance_clock.plans_assured,
            load=load_plans,
            looks_back=True,
            words="A PEP that was handed in is assured, accepted or returned within the time that "
            "the authority has set for itself.",
            source="The authority's own choice; the guidance gives the virtual school a quality "
            "assurance role and names no limit",
            unit="working day",
            is_local=True,
            usual=assurance_clock.ASSURED_WORKING_DAYS,
            most=40,
        )
    )
    register_clock(
        Clock(
            kind=concerns.KIND,
            rule=concerns.concern_replies,
            load=load_concerns,
            words="A concern about the PEP is answered within 10 working days, or the number that "
            "the authority has set; without an answer it goes to the Virtual School Head.",
            source="Local practice; the guidance asks for concerns to be raised with the social "
            f"worker and the Virtual School Head ({_IRO})",
            unit="working day",
            is_local=True,
            is_on_by_default=True,
            usual=concerns.WORKING_DAYS,
            most=20,
            permission=Permission.VIEW_CARE,
            words_permission=Permission.VIEW_CARE,
        )
    )
    register_clock(
        Clock(
            kind=review_pack.KIND,
            rule=review_pack.packs_to_iro,
            load=load_packs,
            words="The reviewing officer has the PEP 3 working days before the statutory review, "
            "or as many as the authority has set.",
            source="Local practice; the guidance asks for up-to-date information from the PEP in "
            f"each review ({_IRO})",
            unit="working day",
            is_local=True,
            is_on_by_default=True,
            usual=review_pack.WORKING_DAYS,
            most=20,
            permission=Permission.VIEW_CARE,
            words_permission=Permission.VIEW_CARE,
        )
    )
