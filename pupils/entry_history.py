"""What an entry said before it was put right, from the history: for the page that corrects it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vsh.accounts.models import User
from vsh.govuk.dates import long_date

NOTHING = "Not recorded"


@dataclass(frozen=True, kw_only=True)
class Before:
    """What stood in an entry until somebody changed it, of the fields that changed."""

    said: list[tuple[str, str]]
    changed_at: datetime
    changed_by: str
    reason: str


def stood_before(
    row: models.Model, labels: Mapping[str, str], words: Mapping[str, Callable[[Any], str]]
) -> list[Before]:
    """The newest change first, of the fields that have a label, some in `words` of their own; two
    queries, and one for each other record that a former value names."""
    kept = type(row).pgh_event_model.objects  # type: ignore[attr-defined]
    events: list[Any] = list(kept.filter(pgh_obj=row.pk).order_by("pgh_id"))
    people = _names(event.pgh_context or {} for event in events)
    fields = [field for field in row._meta.concrete_fields if labels.get(field.name)]
    found = []
    for former, later in pairwise(events):
        context = later.pgh_context or {}
        said = [
            (labels[field.name], _in_words(field, former, words.get(field.name)))
            for field in fields
            if getattr(former, field.attname) != getattr(later, field.attname)
        ]
        if said:
            found.append(
                Before(
                    said=said,
                    changed_at=later.pgh_created_at,
                    changed_by=people.get(context.get("user")) or "a file or the system",
                    reason=context.get("reason", ""),
                )
            )
    return found[::-1]


def _names(contexts: Iterable[Mapping[str, Any]]) -> dict[int | None, str]:
    users = {context["user"] for context in contexts if context.get("user")}
    return dict(User.objects.filter(pk__in=users).values_list("pk", "name")) if users else {}


def _in_words(field: Any, event: Any, words: Callable[[Any], str] | None) -> str:
    value = getattr(event, field.name)
    if value is None or value in ("", []):
        return NOTHING
    if words:
        return words(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return long_date(value)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return "; ".join(str(labels.get(one, one)) for one in value)
    return str(dict(field.flatchoices).get(value, value))
