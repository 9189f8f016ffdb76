"""Reads of what schools report."""

from datetime import date
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

    def keeping_out(self, on: date) -> Self:
        """Permanent exclusions that keep a child out on a day: neither cancelled nor followed by
        the child's return, while the name is on the register until the review is over."""
        permanent = self.standing().filter(kind="permanent", started_on__lte=on)
        return permanent.exclude(meetings__outcome="reinstated")

    def counted(self) -> Self:
        """Those that count towards the days of the year, with `sessions_out`: of one that was
        cancelled the sessions that the child had missed by then."""
        return self.exclude(sessions_missed=0).annotate(sessions_out=SESSIONS_OUT)
