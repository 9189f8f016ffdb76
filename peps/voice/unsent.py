"""Whose part of a plan is begun and not sent: after the plan is handed in it is sent no more."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from peps.models import Pep, Voice, VoiceAnswer, VoicePicture
from peps.querysets.links import child_now
from peps.rules.links import ChildNow
from peps.schema.speakers import Purpose
from vsh.calendars import today


def unsent_rows() -> ArraySubquery:
    """The column `unsent_rows` of a query of plans, which `unsent_parts` reads."""
    never_sent = Q(voice__sent_at__isnull=True)
    is_answered = ~Q(text="") | Q(choices__len__gt=0)
    answers = VoiceAnswer.objects.filter(
        (never_sent & is_answered) | Q(changed_at__gt=F("voice__sent_at")), voice=OuterRef("pk")
    )
    pictures = VoicePicture.objects.filter(
        never_sent | Q(added_at__gt=F("voice__sent_at")), voice=OuterRef("pk")
    )
    parts = Voice.objects.filter(Exists(answers) | Exists(pictures), pep=OuterRef("pk"))
    told = {name: name for name in ("purpose", "whose", "name", "sent_at")}
    return ArraySubquery(parts.values(row=JSONObject(**told)))


def unsent_parts(pep: Pep) -> list[str]:
    """Whose part holds words that could still be sent, of a plan read with `unsent_rows` and the
    `facts_of_child`: neither whom a court order or an adoption keeps away nor a former home."""
    child = child_now(pep, pep, on=today())
    rows: list[dict[str, Any]] = pep.unsent_rows  # type: ignore[attr-defined]
    return list(dict.fromkeys(_words(row) for row in rows if _may_send(row, child)))


def _may_send(row: Mapping[str, Any], child: ChildNow) -> bool:
    purpose = Purpose(row["purpose"])
    if purpose in child.closed_by_court:
        return False
    if purpose is Purpose.PARENT:
        return not child.is_placed_for_adoption
    return purpose is Purpose.CHILD or not child.here or row["whose"] in child.parts_here


def _words(row: Mapping[str, Any]) -> str:
    purpose = Purpose(row["purpose"])
    whose = f"{purpose.label} {row['name']}" if row["name"] else purpose.label
    return f"{whose}: changed since it was sent" if row["sent_at"] else f"{whose}: begun, not sent"
