"""What the virtual school said of single sections, as the writers and the officers read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from peps.models import Pep, PepStatusChange, SectionFeedback

_LAST = PepStatusChange.objects.submissions().filter(pep=OuterRef("pep")).order_by("-id")
COLUMNS = {
    "submission": F("submission_id"),
    "last_submission": Subquery(_LAST.values("pk")[:1]),
    "handed_in_at": Subquery(_LAST.values("at")[:1]),
    "section": F("section"),
    "text": F("text"),
    "on": F("given_on"),
    "by": F("given_by__name"),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words on one section."""

    key: str
    title: str
    text: str
    by: str
    on: date
    url: str
    handed_in_at: datetime


def feedback_rows() -> ArraySubquery:
    """The column `feedback_rows` of a query of plans, with which `said_of` asks no query."""
    given = SectionFeedback.objects.filter(pep=OuterRef("pk"))
    return ArraySubquery(given.values(row=JSONObject(**COLUMNS)))


def said_of(pep: Pep) -> list[Said]:
    """The feedback on each section, as the plan was handed in last, in the order of the plan."""
    rows = vars(pep).get("feedback_rows")
    if rows is None:
        given = SectionFeedback.objects.filter(pep=pep)
        rows = list(given.values_list(JSONObject(**COLUMNS), flat=True))
    return said_in(pep, rows)


def said_in(pep: Pep, rows: Sequence[Mapping[str, Any]]) -> list[Said]:
    """The same from rows of `COLUMNS`. What was said of an earlier handing-in has been answered,
    and is read on while the plan waits, handed in again."""
    if pep.state == Pep.State.SUBMITTED:
        told = max((row["submission"] for row in rows), default=0)
    else:
        told = next((row["last_submission"] for row in rows), 0)
    last = {row["section"]: row for row in rows if row["submission"] == told}
    return [
        Said(
            key=section.key,
            title=section.title,
            text=row["text"],
            by=row["by"],
            on=date.fromisoformat(row["on"]),
            url=reverse("peps:section", kwargs={"ref": pep.ref, "key": section.key}),
            handed_in_at=datetime.fromisoformat(row["handed_in_at"]),
        )
        for section in (pep.whole_form.sections if last else ())
        if (row := last.get(section.key))
    ]
