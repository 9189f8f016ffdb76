"""Reads of personal links with what of the child's life closes them."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import Exact

from peps.querysets import RelatedToPepQuerySet
from peps.rules.homes import PLACED_FOR_ADOPTION, Home, Stay, homes_of
from peps.rules.links import ChildNow
from peps.schema.speakers import Purpose
from pupils.places import at_a_setting
from pupils.querysets import in_force
from pupils.rules.ages import eighteenth_birthday
from vsh.accounts.models import Membership

if TYPE_CHECKING:
    from peps.models import PersonalLink  # noqa: F401  (the query set's type, in quotes)


_OF_STAY = (
    "pk",
    "started_on",
    "ended_on",
    "placement_type",
    "provider",
    "ofsted_urn",
    "postcode",
)


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
            **facts_of_child("pep"),
            lived_then=lived_then(self.model),
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


def facts_of_child(plan: str) -> dict[str, Any]:
    """The annotations from which `child_now` is read, for a row that reaches its plan by `plan`,
    which is empty for a plan itself."""
    from peps.models import CourtOrderClosure, Voice, VoiceAnswer
    from pupils.models import CareEpisode, CarePlacement

    path = f"{plan}__" if plan else ""
    began = CareEpisode.objects.filter(
        care_period=OuterRef("care_period"), started_on=OuterRef("started_on")
    )
    stays = CarePlacement.objects.filter(care_period=OuterRef(f"{path}care_period"))
    told: dict[str, Any] = {
        **{name: name for name in _OF_STAY},
        "reason": Coalesce(Subquery(began.values("reason_started")[:1]), Value("")),
        "is_told": Q(move__isnull=False),
        "formerly": ArraySubquery(_taken_off(CarePlacement)),
    }
    orders = CourtOrderClosure.objects.filter(
        Q(lifted_at__isnull=True), pupil=OuterRef(f"{path}pupil")
    ).order_by()
    # By the history: who writes an answer anew takes the place of who began it.
    saves = VoiceAnswer.pgh_event_model.objects.filter(pgh_obj__voice=OuterRef("pk"))  # type: ignore[attr-defined]
    wrote = saves.order_by("link__created_at")
    begun = Voice.objects.filter(pep=OuterRef(plan or "pk"), purpose=Purpose.CARER)
    began_on = Subquery(wrote.values("link__created_at__date")[:1])
    has_home = When(whose__regex=r"^home:\d+$", then=None)  # which tells whose it is
    first = JSONObject(whose="whose", on=Case(has_home, default=began_on))
    return {
        "stays": ArraySubquery(stays.order_by("started_on").values(row=JSONObject(**told))),
        "carers_parts": ArraySubquery(begun.values(row=first)),
        "court_orders": ArraySubquery(orders.values("purpose")),
    }


def _taken_off(placements: type[Model]) -> "QuerySet[Any, Any]":
    """The rows of before a placement that were deleted, of the same place in its time in care: of
    provider and URN, what is told of both is the same. A row of a record that was merged into the
    child's kept that record's time in care: there the days say which time it is now."""
    from pupils.models import Pupil

    merged = Pupil.objects.filter(merged_into=OuterRef(OuterRef("pupil")))
    in_its_time = Q(care_period_id=OuterRef("care_period_id")) | Q(
        pupil_id__in=merged.values("pk"),
        started_on__gte=OuterRef("care_period__started_on"),
        started_on__lt=Coalesce(OuterRef("care_period__ended_on"), Value(date.max)),
    )
    carer = [
        Q(**{name: ""}) | Q(**{name: OuterRef(name)}) | Q(Exact(OuterRef(name), Value("")))
        for name in ("provider", "ofsted_urn")
    ]
    deleted = placements.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        in_its_time,
        *carer,
        pgh_label="delete",
        pgh_obj_id__lt=OuterRef("pk"),  # what stood already is not recorded anew
        **{name: OuterRef(name) for name in ("placement_type", "postcode")},
    )
    return deleted.exclude(postcode="").values("pgh_obj_id")  # type: ignore[no-any-return]


def homes_of_row(row: Any) -> list[Home]:
    """The child's homes in the plan's time in care, from the annotations of `facts_of_child`."""
    return homes_of(
        Stay(**{**stay, "started_on": _day(stay["started_on"]), "ended_on": _day(stay["ended_on"])})
        for stay in row.stays
    )


def child_now(pep: Any, row: Any, *, on: date) -> ChildNow:
    """What opens or closes links, from a row with the annotations of `facts_of_child`."""
    homes = homes_of_row(row)
    home = next((home for home in homes if home.holds(on)), None)
    left = None if home else next((each for each in reversed(homes) if each.started_on <= on), None)
    home_type = home.placement_type(on) if home else ""
    return ChildNow(
        is_care_over=pep.is_of_care_ended_by(on),
        is_of_age=eighteenth_birthday(pep.pupil.date_of_birth) <= on,
        home=home.pk if home else None,
        left_home=left.pk if left else None,
        homes=homes,
        begun_without_home=[
            (part["whose"], _day(part["on"]))
            for part in row.carers_parts
            if not part["whose"].removeprefix("home:").isdecimal()
        ],
        home_type=home_type,
        is_placed_for_adoption=home_type in PLACED_FOR_ADOPTION,
        closed_by_court=row.court_orders,
        is_closed_to_maker=getattr(row, "is_closed_to_maker", False),
        has_maker_left=getattr(row, "has_maker_left", False),
    )


def lived_then(rows: type[Model]) -> Combinable:
    """Where the child lived when a link or an invitation was made, also where that placement has
    been taken off the record since: it is never the home of that day instead, but the same place
    recorded anew (`Stay.formerly`)."""
    history = rows.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj=OuterRef("pk"), home__isnull=False
    )
    last = Subquery(history.order_by("-pgh_id").values("home_id")[:1])
    return Coalesce("home_id", last, output_field=BigIntegerField())


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
