"""How far the schools that a search considers lie from the child's home, where both are known.

Three distances give a home away: who may not see where the child lives gets no `Home`, so that
nothing is worked out, said or ordered for them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, JSONObject

from placements.rules.distances import GridPoint, miles_in_words, straight_line_miles
from pupils.codes import TEMPORARY_PLACEMENTS
from pupils.models import CarePlacement
from pupils.rules.ages import eighteenth_birthday
from vsh.accounts.roles import Permission
from vsh.calendars.rules import ONE_DAY
from vsh.organisations.models import EducationSetting, Postcode

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from placements.models import SchoolSearch


@dataclass(frozen=True, kw_only=True)
class Distance:
    """Miles in a straight line, or in words why they are not known."""

    miles: Decimal | None
    words: str

    @property
    def order(self) -> tuple[bool, Decimal]:
        """The nearest first, the unknown last."""
        return self.miles is None, self.miles or Decimal()

    def is_longer_than(self, journey: Decimal | None) -> bool:
        """Whether a journey is shorter than this line: its miles are wrong."""
        return journey is not None and self.miles is not None and journey < self.miles


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where the child lives, or will live once a move on record has come; else what is missing."""

    point: GridPoint | None
    why_not: str = ""
    from_on: date | None = None  # of a move that is still to come

    def to(self, setting: EducationSetting) -> Distance:
        """How far a school is."""
        if self.point is None:
            return _unknown(self.why_not)
        if setting.easting is None or setting.northing is None:
            return _unknown("the school has no coordinates on record")
        school = GridPoint(easting=setting.easting, northing=setting.northing)
        miles = straight_line_miles(self.point, school)
        words = miles_in_words(miles)
        about = words if miles == 0 else f"about {words}"
        return Distance(miles=miles, words=f"{about} in a straight line")


def nearest_first(home: Home) -> tuple[Any, ...]:
    """How settings are ordered by their distance from it: those without coordinates last; not at
    all where nobody knows where it lies."""
    if home.point is None:
        return ()
    # squared, the length of the country is more than a plain integer holds
    east = Cast(F("easting"), BigIntegerField()) - home.point.easting
    north = Cast(F("northing"), BigIntegerField()) - home.point.northing
    return ((east * east + north * north).asc(nulls_last=True),)


def with_home(searches: "QuerySet[SchoolSearch]", *, on: date) -> "QuerySet[Any]":
    """Each with the last home on record that has not ended by `on`, of an ended search the last one
    of its time, which may have ended with it, and whether a home in the time of the search is
    hidden: no query more."""
    of_ended = Case(When(ended_on__isnull=False, then="started_on"), default=Value(on))
    searches = searches.annotate(home_after=of_ended)
    homes = CarePlacement.objects.filter(pupil=OuterRef("pupil"))
    lasting = homes.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("home_after")),
        started_on__lte=Coalesce(OuterRef("ended_on"), Value(date.max)),
    ).exclude(placement_type__in=TEMPORARY_PLACEMENTS)  # a hospital, a holiday: the home stays
    found = Postcode.objects.filter(postcode=OuterRef("postcode"))
    told = JSONObject(
        started_on="started_on",
        born_on="pupil__date_of_birth",
        postcode="postcode",
        easting=Subquery(found.values("easting")),
        northing=Subquery(found.values("northing")),
    )
    hidden = homes.filter(is_address_confidential=True)
    return searches.annotate(
        home=Subquery(lasting.order_by("-started_on").values(told=told)[:1]),
        is_home_hidden=Exists(hidden.exclude(ended_on__lte=OuterRef("started_on"))),
    )


def home_of(
    searches: Iterable[Any], permissions: Collection[Permission], *, on: date
) -> Home | None:
    """The home of a child whose searches were read `with_home`, for who may see where it is."""
    searches = list(searches)
    may_see_hidden = Permission.VIEW_CONFIDENTIAL_ADDRESS in permissions
    if not may_see_hidden and any(one.is_home_hidden for one in searches):
        return None
    return next((_home(one, on) for one in searches), None)


def _home(search: Any, on: date) -> Home:
    told = search.home
    # a search that ended on the birthday, with the time in care, was for a home in care
    child_on = on if search.ended_on is None else min(on, search.ended_on - ONE_DAY)
    if told is None or eighteenth_birthday(date.fromisoformat(told["born_on"])) <= child_on:
        return Home(point=None, why_not="no home is on record")
    if not told["postcode"]:
        return Home(point=None, why_not="no postcode of the home is on record")
    if told["easting"] is None:
        return Home(point=None, why_not="the home’s postcode is not among those loaded")
    started_on = date.fromisoformat(told["started_on"])
    return Home(
        point=GridPoint(easting=told["easting"], northing=told["northing"]),
        from_on=started_on if started_on > on else None,
    )


def _unknown(why: str) -> Distance:
    return Distance(miles=None, words=f"straight line not known: {why}")
