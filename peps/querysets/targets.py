"""Reads of targets and actions that chain as English."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from pupils.querysets import RelatedToPupilQuerySet

from .plans import RelatedToPepQuerySet

if TYPE_CHECKING:
    from ..models import PlannedAction, Target, TargetReview  # noqa: F401  (the query sets' types, in quotes)


class TargetQuerySet(RelatedToPupilQuerySet["Target"]):
    """Targets of a child's plans."""

    def standing(self) -> Self:
        """Those of plans that were handed in, neither returned as empty since nor set aside."""
        return self.filter(_plan_stands("set_in"), withdrawn_on__isnull=True)

    def still_open(self) -> Self:
        """Those of which no plan that stands says that they have ended."""
        from ..models import TargetReview

        ended = TargetReview.objects.standing().ending().filter(target=OuterRef("pk"))
        return self.standing().filter(~Exists(ended))


class TargetReviewQuerySet(RelatedToPepQuerySet["TargetReview"]):
    """What plans say of the targets of earlier ones."""

    def standing(self) -> Self:
        """What plans say that were handed in, and stand."""
        return self.filter(_plan_stands("pep")).exclude(outcome="")

    def ending(self) -> Self:
        """Those that end the target."""
        return self.exclude(outcome__in=["", "goes_on"])


class ActionQuerySet(RelatedToPupilQuerySet["PlannedAction"]):
    """Actions, set in a plan or beside one."""

    def standing(self) -> Self:
        """Those of plans that stand, and those beside a plan."""
        return self.filter(
            Q(set_in__isnull=True) | _plan_stands("set_in"), withdrawn_on__isnull=True
        )


def _plan_stands(path: str) -> Q:
    """Plans that were handed in, neither returned as empty since nor set aside."""
    is_set_aside = Q(**{f"{path}__state": "not_required"})
    return Q(**{f"{path}__submitted_on__isnull": False}) & ~is_set_aside
