"""Reads of judgements, of what a virtual school keeps for itself, and of concerns."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from pupils.querysets import M, under_eighteen
from vsh.accounts.roles import Permission

from .plans import RelatedToPepQuerySet

if TYPE_CHECKING:
    from vsh.accounts.models import User

    from ..models import Concern, QualityReview  # noqa: F401  (the query sets' types, in quotes)


class QualityReviewQuerySet(RelatedToPepQuerySet["QualityReview"]):
    """Judgements of plans."""

    def standing(self) -> Self:
        """The last judgement of each plan: the one that counts."""
        day = OuterRef("reviewed_on")
        later = Q(reviewed_on__gt=day) | Q(reviewed_on=day, pk__gt=OuterRef("pk"))
        return self.filter(~Exists(self.model.objects.filter(later, pep=OuterRef("pep"))))

    def with_third(self) -> Self:
        """Judgements with `third` and `third_name`: where the head settled what two marked apart,
        the second of them; `agreed_with` names the first."""
        from ..models import Marking

        second = Marking.objects.filter(pep=OuterRef("pep"), place=2).order_by("-submission")
        name: Any = Coalesce(
            NullIf("marked_by__name", Value("")), "marked_by__email", output_field=CharField()
        )
        known = {
            "second": Subquery(second.values("marked_by")[:1]),
            "second_name": Subquery(second.values(name=name)[:1]),
        }
        is_third = (
            Q(agreed_with__isnull=False, second__isnull=False)
            & ~Q(second=F("reviewed_by"))
            & ~Q(second=F("agreed_with"))
        )
        return self.alias(**known).annotate(
            third=Case(When(is_third, then=F("second"))),
            third_name=Case(When(is_third, then=F("second_name"))),
        )


class OfVirtualSchoolQuerySet(QuerySet[M]):
    """What the virtual school of an authority keeps for itself."""

    def visible_to(self, user: "User") -> Self:
        """That of the authorities whose plans `user` assures."""
        return self.filter(authority__in=user.authority_ids_where(Permission.ASSURE_PEP))


class ConcernQuerySet(RelatedToPepQuerySet["Concern"]):
    """Concerns about plans."""

    def unsettled(self) -> Self:
        """Those that nobody has accepted as resolved yet."""
        return self.exclude(state="accepted")

    def in_care_on(self, day: date) -> Self:
        """Those about a time in care that has not ended by `day`."""
        period = "pep__care_period__ended_on"
        goes_on = Q(**{f"{period}__isnull": True}) | Q(**{f"{period}__gt": day})
        return self.filter(goes_on, under_eighteen(day, pupil="pep__pupil__"))

    def with_people(self) -> Self:
        """With the plan, its child and who raised it."""
        return self.select_related("pep__pupil__authority", "pep__care_period", "raised_by")
