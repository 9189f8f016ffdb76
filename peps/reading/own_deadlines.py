"""The deadlines of one plan: its own term's review, of a first plan also those of entry to care."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from peps.models import Pep
from pupils.models import Deadline
from vsh.accounts.models import User

ENTRY_CLOCKS = ("pep_initiated", "pep_available")
REVIEW_OF_CARE = "statutory_review"  # for which the plan is read


@dataclass(frozen=True)
class OwnDeadlines:
    """What is still to be met, and the day of its term's review where that can no longer be met."""

    to_meet: list[Any]
    missed_on: date | None = None


def own_deadlines(pep: Pep, *, reader: User) -> OwnDeadlines:
    """Those of this plan and of no other, in one query; `pep` is loaded with its first page."""
    period = f"care_period:{pep.care_period.started_on}"
    own = Q(kind="pep_term_review", trigger_key=f"{period}/term:{pep.academic_year}-{pep.season}")
    if pep.is_first:  # type: ignore[attr-defined]
        own |= Q(kind__in=ENTRY_CLOCKS, trigger_key=period, is_current=True)
    unmet = Deadline.objects.visible_to(reader).filter(
        own | Q(kind=REVIEW_OF_CARE, is_current=True),
        pupil=pep.pupil_id,
        met_on__isnull=True,
        closed_on__isnull=True,
    )
    rows = list(unmet)
    missed = [row.due_on for row in rows if not row.is_current and pep.state != "not_required"]
    return OwnDeadlines([row for row in rows if row.is_current], next(iter(missed), None))
