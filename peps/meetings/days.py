"""The days of meetings about a plan: by which they are wanted, as far as the reader may know, and
which the plan names."""

from datetime import date

from django.db.models import Value

from peps.models import Pep
from peps.rules.completeness import AllAnswers
from peps.rules.meetings import DueDay, comes_too_late
from pupils.clock_words import kind_label
from pupils.models import Deadline, StatutoryReview
from vsh.accounts.models import User
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.govuk.words import in_sentence

REVIEW = "the review of the care plan is arranged for then"
WANTED_FOR = ("pep_available", "pep_term_review")


def lateness(pep: Pep, day: date, *, reader: User) -> str:
    """What a meeting on that day would be too late for, in a sentence; empty if nothing."""
    missed = comes_too_late(day=day, due=_due_days(pep, reader)) if pep.is_open else None
    return f"The meeting lies after {long_date(missed.on)}: {missed.words}." if missed else ""


def another_day(pep: Pep, answers: AllAnswers) -> str:
    """That the day which the plan names is the day of no meeting on record, in a sentence; empty
    where none is on record, or none is named. `pep` is loaded with its `meeting_days`."""
    try:
        named = date.fromisoformat(answers.get("meeting", {}).get("held_on", ""))
    except ValueError:
        return ""
    days = list(dict.fromkeys(pep.meeting_days))  # type: ignore[attr-defined]
    if not days or named in days:
        return ""
    on_record = ", ".join(long_date(day) for day in days)
    return (
        f"The plan says that the meeting was on {long_date(named)}. No meeting on that day is on "
        f"record for this plan: on record is {on_record}."
    )


def _due_days(pep: Pep, reader: User) -> list[DueDay]:
    """Those that lie ahead, in one query: deadlines, and the review of the care plan."""
    ahead = today()
    deadlines = Deadline.objects.visible_to(reader).filter(
        pupil=pep.pupil_id,
        kind__in=WANTED_FOR,
        is_current=True,
        met_on__isnull=True,
        closed_on__isnull=True,
        due_on__gte=ahead,
    )
    arranged = StatutoryReview.objects.visible_to(reader).filter(
        care_period=pep.care_period_id, held_on__isnull=True, planned_on__gte=ahead
    )
    due = deadlines.order_by().values_list("kind", "due_on")
    reviews = arranged.order_by().values_list(Value("review"), "planned_on")
    return [
        DueDay(REVIEW if kind == "review" else in_sentence(kind_label(kind)), on)
        for kind, on in due.union(reviews)
        if on
    ]
