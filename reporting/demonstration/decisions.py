"""Invented questions before significant decisions: one that waits, one that was answered."""

from datetime import date, timedelta

from peps.models import ProposedDecision
from pupils.models import Involvement
from vsh.calendars.rules import WorkingDays

_DECISIONS = (
    (
        2,
        "part_time",
        "Mornings only until Christmas: the afternoons are hard. We would look at it every Friday.",
        "",
        "",
    ),
    (
        12,
        "courses",
        "Food technology in place of Spanish, which the pupil asked for in the last meeting.",
        "agree",
        "The carer thinks so too. Please write it into the plan.",
    ),
)


def ask_before_decisions(*, on: date) -> None:
    """Two questions of the officer for each social worker's first children."""
    days = WorkingDays()
    officers = Involvement.objects.filter(capacity=Involvement.Capacity.OFFICER).current_on(on)
    officer_of = {row.pupil_id: row.user for row in officers.select_related("user")}
    workers = Involvement.objects.filter(capacity=Involvement.Capacity.SOCIAL_WORKER)
    allocated = workers.current_on(on).filter(
        pupil__is_restricted=False, pupil__nc_year__gte=7, pupil__care_periods__ended_on=None
    )
    asked: dict[int, int] = {}
    for row in allocated.select_related("user", "pupil").order_by("pupil_id"):
        number = asked.get(row.user_id, 0)
        if number >= len(_DECISIONS) or row.pupil_id not in officer_of:
            continue
        asked[row.user_id] = number + 1
        ago, kind, words, answer, answer_words = _DECISIONS[number]
        asked_on = days.back(ago, ending=on - timedelta(days=1))
        ProposedDecision.objects.create(
            pupil=row.pupil,
            kind=kind,
            words=words,
            asked_on=asked_on,
            asked_by=officer_of[row.pupil_id],
            answer=answer,
            answer_words=answer_words,
            answered_on=days.add(2, after=asked_on) if answer else None,
            answered_by=row.user if answer else None,
        )
