"""Reads of personal links with what of the child's life closes them."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from peps.querysets import RelatedToPepQuerySet
from peps.rules.links import PLACED_FOR_ADOPTION, TEMPORARY, ChildNow
from pupils.places import at_a_setting
from pupils.querysets import in_force, in_force_half_open
from pupils.rules.ages import eighteenth_birthday
from vsh.accounts.models import Membership

if TYPE_CHECKING:
    from peps.models import PersonalLink  # noqa: F401  (the query set's type, in quotes)


class PersonalLinkQuerySet(RelatedToPepQuerySet["PersonalLink"]):
    """Personal links."""

    def as_on(self, day: date) -> Self:
        """Links with their plan, what `PersonalLink.child_now` and `has_finished_plan` rest on as
        of `day`, and whether it was a court order that closed them: it bears the same time."""
        people = (
            "pep__pupil__authority",
            "pep__care_period",
            "created_by",
            "revoked_by",
            "recipient",
        )
        from peps.models import CourtOrderClosure, FinishedVersion

        orders = CourtOrderClosure.objects.filter(
            pupil=OuterRef("pep__pupil"),
            purpose=OuterRef("purpose"),
            closed_at=OuterRef("revoked_at"),
        )
        finished = FinishedVersion.objects.filter(pep=OuterRef("pep"))
        return self.select_related(*people).annotate(
            **facts_of_child("pep__pupil", day),
            is_closed_to_maker=_closed_to_maker(day),
            has_maker_left=_maker_has_left(day),
            was_finished=Exists(finished),
            is_closed_by_order=Exists(orders),
        )


def _closed_to_maker(day: date) -> Q:
    from pupils.models import RestrictedAccess

    named = RestrictedAccess.objects.filter(
        in_force(day), pupil=OuterRef("pep__pupil"), user=OuterRef("created_by")
    )
    return Q(pep__pupil__is_restricted=True) & ~Q(Exists(named))


def _maker_has_left(day: date) -> Q:
    """Of who made it as a school's staff, without a role at an authority on that day: neither of a
    setting that has the child today nor, by now, of the authority that looks after them."""
    from pupils.models import Enrolment

    roles = Membership.objects.filter(user=OuterRef("created_by"))
    made_on: Any = OuterRef("created_at__date")
    then = roles.filter(in_force(made_on, first="starts_on", last="ends_on"))
    at_a_school = Exists(then.filter(setting__isnull=False))
    at_a_council = Exists(then.filter(authority__isnull=False))
    has_the_child = Enrolment.objects.filter(
        at_a_setting(day),
        pupil=OuterRef(OuterRef("pep__pupil")),
        setting=OuterRef("setting"),
    )
    works_there = roles.in_force_on(day).filter(
        Exists(has_the_child) | Q(authority=OuterRef("pep__pupil__authority")),
        user__is_active=True,
    )
    return Q(at_a_school) & ~Q(at_a_council) & ~Q(Exists(works_there))


def facts_of_child(path: str, day: date) -> dict[str, Any]:
    """The annotations from which `child_now` is read, for a row that reaches its child by `path`.

    A temporary placement, such as a holiday, leaves the home where it was.
    """
    from peps.models import CourtOrderClosure
    from pupils.models import CarePlacement

    homes: QuerySet[CarePlacement] = CarePlacement.objects.filter(
        in_force_half_open(day), pupil=OuterRef(path)
    ).exclude(placement_type__in=TEMPORARY)
    orders = CourtOrderClosure.objects.filter(
        Q(lifted_at__isnull=True), pupil=OuterRef(path)
    ).order_by()
    former = CarePlacement.objects.filter(
        care_period=OuterRef("care_period"), started_on__lt=OuterRef("started_on")
    ).exclude(placement_type__in=TEMPORARY)
    latest = homes.order_by("-started_on")
    return {
        "home_today": Subquery(latest.values("pk")[:1]),
        "home_since": Subquery(latest.values("started_on")[:1]),
        "has_former_home": Subquery(latest.values(is_later=Exists(former))[:1]),
        "home_type": Subquery(latest.values("placement_type")[:1]),
        "court_orders": ArraySubquery(orders.values("purpose")),
    }


def child_now(pep: Any, row: Any, *, on: date) -> ChildNow:
    """What opens or closes links, from a row with the annotations of `facts_of_child`."""
    return ChildNow(
        is_care_over=pep.is_of_care_ended_by(on),
        is_of_age=eighteenth_birthday(pep.pupil.date_of_birth) <= on,
        home=row.home_today,
        home_since=row.home_since,
        has_former_home=bool(row.has_former_home),
        is_placed_for_adoption=row.home_type in PLACED_FOR_ADOPTION,
        closed_by_court=row.court_orders,
        is_closed_to_maker=getattr(row, "is_closed_to_maker", False),
        has_maker_left=getattr(row, "has_maker_left", False),
    )
