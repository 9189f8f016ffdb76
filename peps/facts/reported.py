"""Whether schools reported attendance for a plan's term, and exclusions for its year."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Q

from peps.rules.variants import Learner
from placements.models import AttendanceDay, AttendanceSummary, Exclusion
from placements.rules.attendance_codes import POSSIBLE
from placements.sessions import in_year
from vsh.calendars import today
from vsh.calendars.rules import academic_year


@dataclass(frozen=True, kw_only=True)
class ReportedOf:
    """What is on record of some children."""

    attendance: frozenset[tuple[int, str, str]]  # child, academic year, season
    exclusions: frozenset[tuple[int, str]]  # child, academic year

    def told(self, child: Learner, *, pupil_id: int, year: str, season: str) -> Learner:
        """The child with what is on record for the plan of a term."""
        return replace(
            child,
            has_attendance=(pupil_id, year, season) in self.attendance,
            has_exclusions=(pupil_id, year) in self.exclusions,
        )


def reported_of(pupil_ids: Collection[int]) -> ReportedOf:
    """What is on record of these children; two queries."""
    summaries = AttendanceSummary.objects.filter(
        enrolment__pupil__in=pupil_ids, sessions_possible__gt=0
    )
    marks = in_year(AttendanceDay.objects.filter(enrolment__pupil__in=pupil_ids)).filter(
        Q(am__in=POSSIBLE) | Q(pm__in=POSSIBLE)
    )
    term = ("enrolment__pupil", "academic_year", "season")
    out = Exclusion.objects.counted().filter(
        enrolment__pupil__in=pupil_ids, started_on__lte=today()
    )
    return ReportedOf(
        attendance=frozenset(
            summaries.order_by().values_list(*term).union(marks.order_by().values_list(*term))
        ),
        exclusions=frozenset(
            (pupil_id, academic_year(day))
            for pupil_id, day in out.order_by().values_list("enrolment__pupil", "started_on")
        ),
    )
