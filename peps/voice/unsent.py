"""Whose part of a plan is begun and not sent: after the plan is handed in it is sent no more."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from peps.models import Pep, Voice, VoiceAnswer, VoicePicture
from peps.schema.speakers import Purpose


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
    return ArraySubquery(
        parts.values(row=JSONObject(purpose="purpose", name="name", is_sent="sent_at"))
    )


def unsent_parts(pep: Pep) -> list[str]:
    """Whose part holds words that are not sent, of a plan read with `unsent_rows`."""
    return [_words(row) for row in pep.unsent_rows]  # type: ignore[attr-defined]


def _words(row: Mapping[str, Any]) -> str:
    purpose = Purpose(row["purpose"])
    whose = f"{purpose.label} {row['name']}" if row["name"] else purpose.label
    return f"{whose}: changed since it was sent" if row["is_sent"] else f"{whose}: begun, not sent"
