"""Reads of what schools report."""

from typing import Self, TypeVar

from django.db.models import Case, F, Model, When

from pupils.querysets import RelatedToPupilQuerySet

M = TypeVar("M", bound=Model)
SESSIONS_OUT = Case(
    When(cancelled_on__isnull=True, then=F("sessions")), default=F("sessions_missed")
)


class ExclusionQuerySet(RelatedToPupilQuerySet[M]):
    """Suspensions and permanent exclusions."""

    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.filter(cancelled_on__isnull=True)

    def counted(self) -> Self:
        """Those that count towards the days of the year, with `sessions_out`: of one that was
        cancelled the sessions that the child had missed by then."""
        return self.exclude(sessions_missed=0).annotate(sessions_out=SESSIONS_OUT)
