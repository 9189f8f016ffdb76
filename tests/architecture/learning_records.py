"""Attendance, exclusions and results of each child of the cast, for the table of access."""

from datetime import date

from placements.models import AttendanceSummary, Exclusion
from pupils.models import AttainmentResult, Enrolment

ARGUMENTS = ("summary", "exclusion", "result")  # by which their addresses name them


def records_of_learning(name: str, place: Enrolment) -> dict[str, int]:
    """A row of each for the child of a place; the arguments of their addresses."""
    summary = AttendanceSummary.objects.create(
        enrolment=place,
        academic_year="2026-27",
        season="autumn",
        started_on=date(2026, 11, 4),
        ended_on=date(2026, 11, 4),
        sessions_possible=2,
        sessions_authorised=1,
        sessions_unauthorised=0,
        entered_on=date(2026, 11, 4),
    )
    exclusion = Exclusion.objects.create(
        enrolment=place,
        kind="suspension",
        started_on=date(2026, 11, 4),
        sessions=2,
        reasons=["DB"],
        provision=f"Canary{name} learns in the library",
        reported_on=date(2026, 11, 4),
    )
    result = AttainmentResult.objects.create(
        pupil=place.pupil,
        stage="ks3",
        subject=f"Canary{name}ish",
        measure="words",
        value="Good",
        achieved_on=date(2026, 7, 1),
        recorded_on=date(2026, 7, 1),
    )
    return {"summary": summary.pk, "exclusion": exclusion.pk, "result": result.pk}
