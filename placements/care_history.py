"""What stood in a time in care or a legal status before somebody put it right, from the history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import timezone

from vsh.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Before:
    """An earlier wording, who put it right and why."""

    words: str
    put_right_on: date
    by: str
    reason: str


def put_right_before(row: Any, in_words: Callable[[Any], str]) -> list[Before]:
    """What people put right, the newest first, of a row that the reader may see: two queries."""
    events = list(type(row).pgh_event_model.objects.filter(pgh_obj=row.pk).order_by("pgh_id"))
    told = [
        (former, later, later.pgh_context)
        for former, later in pairwise(events)
        if "reason" in (later.pgh_context or {})
    ]
    if not told:
        return []
    people = {context.get("user") for *_, context in told} - {None}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        Before(
            words=in_words(former),
            put_right_on=timezone.localtime(later.pgh_created_at).date(),
            by=names.get(context.get("user"), ""),
            reason=context["reason"],
        )
        for former, later, context in told
    ][::-1]
