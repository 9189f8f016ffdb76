"""What stood in an entry of attendance before it was corrected, from the history."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from placements.models import AttendanceDay, AttendanceSummary
from placements.services.attendance import summary_in_words
from placements.services.attendance_days import day_in_words


@dataclass(frozen=True, kw_only=True)
class Before:
    """An earlier wording of an entry, and why it was put right."""

    words: str
    entered_on: date
    entered_by: str
    reason: str


def stood_before(summary: AttendanceSummary) -> list[Before]:
    """The earlier wordings of an entry, the newest first; of one that the reader may see."""
    kept = AttendanceSummary.pgh_event_model.objects  # type: ignore[attr-defined]
    rows: list[Any] = list(
        kept.filter(pgh_obj=summary.pk).select_related("entered_by").order_by("pgh_id")
    )
    pairs = pairwise(rows)  # what stood there, and what took its place
    return [
        Before(
            words=summary_in_words(former),
            entered_on=former.entered_on,
            entered_by=str(former.entered_by) if former.entered_by else "",
            reason=(later.pgh_context or {}).get("reason", ""),
        )
        for former, later in pairs
    ][::-1]


def day_stood_before(row: AttendanceDay) -> list[Before]:
    """The earlier marks of a day, the newest first; the history holds what each change replaced."""
    kept = AttendanceDay.pgh_event_model.objects  # type: ignore[attr-defined]
    rows: list[Any] = list(
        kept.filter(pgh_obj=row.pk).select_related("entered_by").order_by("-pgh_id")
    )
    return [
        Before(
            words=day_in_words(former),
            entered_on=former.entered_on,
            entered_by=who_told(former),
            reason=(former.pgh_context or {}).get("reason", ""),
        )
        for former in rows
    ]


def who_told(row: Any) -> str:
    """Who told the marks of a day as they stand."""
    if row.entered_by:
        return str(row.entered_by)
    return "the school’s file" if row.source == AttendanceDay.Source.FILE else ""


def put_right(row: AttendanceDay) -> str:
    """The sessions that stand as a person put them right, whoever has told the other since."""
    halves = {"the morning": row.is_am_corrected, "the afternoon": row.is_pm_corrected}
    return " and ".join(words for words, is_right in halves.items() if is_right)
