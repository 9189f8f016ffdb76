"""Reads of what schools report."""

from typing import Self, TypeVar

from django.db.models import Model

from pupils.querysets import RelatedToPupilQuerySet

M = TypeVar("M", bound=Model)


class ExclusionQuerySet(RelatedToPupilQuerySet[M]):
    """Suspensions and permanent exclusions."""

    def standing(self) -> Self:
        """Those that were not cancelled: what counts."""
        return self.filter(cancelled_on__isnull=True)
