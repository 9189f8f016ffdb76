"""Loads what the clock of actions reads, for many children at once."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from peps.models import ActionChange, PepStatusChange, PlannedAction
from peps.rules.action_clock import ActionFacts, ActionsOfChild, Day


def load_actions(pupil_ids: Collection[int]) -> Mapping[int, ActionsOfChild]:
    """The actions of many children, in one query.

    Those of a plan that was returned as empty or set aside went with it that day.
    """
    found: dict[int, list[ActionFacts]] = {pk: [] for pk in pupil_ids}
    days = ActionChange.objects.filter(
        action=OuterRef("pk"), kind__in=["made", "another_day"]
    ).order_by("id")
    gone = PepStatusChange.objects.filter(
        Q(to_state="not_required") | Q(is_returned_empty=True), pep=OuterRef("set_in")
    ).order_by("-id")
    rows = PlannedAction.objects.filter(pupil__in=pupil_ids).annotate(
        days=ArraySubquery(days.values(row=JSONObject(kind="kind", on="on", after="after"))),
        plan_gone_on=Subquery(gone.values("on")[:1]),
        is_owner_here=F("owner__is_active"),
    )
    for row in rows.select_related("set_in").order_by("pk"):
        found[row.pupil_id].append(_action(row))
    return {pk: ActionsOfChild(tuple(actions)) for pk, actions in found.items()}


def _action(row: Any) -> ActionFacts:
    stands = row.set_in is None or (row.set_in.submitted_on and row.set_in.state != "not_required")
    days = [
        Day(
            row.made_on if change["kind"] == "made" else date.fromisoformat(change["on"]),
            date.fromisoformat(change["after"]) if change["after"] else None,
        )
        for change in row.days
    ]
    return ActionFacts(
        ref=row.ref,
        made_on=row.made_on,
        days=tuple(days) or (Day(row.made_on, row.by_when),),
        owner_id=row.owner_id if row.is_owner_here else None,
        done_on=row.ended_on if row.ended_as == "done" else None,
        not_needed_on=row.ended_on if row.ended_as == "not_needed" else None,
        withdrawn_on=row.withdrawn_on or (None if stands else row.plan_gone_on or row.made_on),
    )
