"""Reads of what schools report."""

from datetime import date
from typing import Self, TypeVar

from django.db.models import Case, Exists, F, Model, OuterRef, When

from pupils.models import Enrolment
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
        """Those of which `placements.rules.excluded_places.keeps_out` is true on a day, while the
        name is on the register until the review is over."""
        permanent = self.filter(kind="permanent", started_on__lte=on).exclude(sessions_missed=0)
        reinstated = self.model._default_manager.filter(
            meetings__outcome="reinstated", meetings__meets_on__lte=on
        )
        return permanent.exclude(cancelled_on__lte=on).exclude(pk__in=reinstated.values("pk"))

    def without_school_since(self, on: date) -> Self:
        """Those that keep a child out who has come to no other main school since; the newest
        first."""
        later = Enrolment.objects.filter(
            pupil=OuterRef("enrolment__pupil"),
            kind=Enrolment.Kind.MAIN,
            started_on__gt=OuterRef("started_on"),
            started_on__lte=on,
        )
        return self.keeping_out(on).exclude(Exists(later)).order_by("-started_on", "-pk")

    def counted(self) -> Self:
        """Those that count towards the days of the year, with `sessions_out`: of one that was
        cancelled the sessions that the child had missed by then."""
        return self.exclude(sessions_missed=0).annotate(sessions_out=SESSIONS_OUT)
