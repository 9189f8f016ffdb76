"""Loads what the clocks read about many children, in one query whatever their number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from ..models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    ClockSetting,
    Enrolment,
    PlaceHours,
    Pupil,
    StatutoryReview,
)
from ..rules.clock import LocalLimit
from ..rules.facts import (
    CarePeriodFacts,
    EnrolmentFacts,
    EpisodeFacts,
    HoursFacts,
    PlacementFacts,
    PupilFacts,
    ReviewFacts,
)

Fact = TypeVar("Fact")
Limits = Mapping[str, LocalLimit]


@dataclass(frozen=True)
class LoadedChild:
    """A child's facts with the name and the clock settings of the authority."""

    facts: PupilFacts
    authority_name: str
    limits: Limits


def load_children(pupil_ids: Collection[int]) -> dict[int, LoadedChild]:
    """The facts of these children, by id."""
    rows = Pupil.objects.filter(pk__in=pupil_ids).values(
        "pk",
        "date_of_birth",
        "on_record_since",
        code=F("authority__code"),
        name=F("authority__name"),
        periods=_care_periods(),
        places=rows_as(
            Enrolment.objects.filter(pupil=OuterRef("pk")),
            EnrolmentFacts,
            hours=rows_as(PlaceHours.objects.filter(enrolment=OuterRef("pk")), HoursFacts),
        ),
        limits=ArraySubquery(
            ClockSetting.objects.filter(authority=OuterRef("authority")).values(
                row=JSONObject(kind="kind", number="number", is_on="is_on", version="version")
            )
        ),
    )
    return {row["pk"]: _child(row) for row in rows.order_by()}


def _care_periods() -> ArraySubquery:
    """Each period of care with its episodes, placements and reviews."""
    return ArraySubquery(
        CarePeriod.objects.filter(pupil=OuterRef("pk")).values(
            row=JSONObject(
                id="pk",
                started_on="started_on",
                ended_on="ended_on",
                episodes=_of_period(CareEpisode, EpisodeFacts),
                placements=_of_period(CarePlacement, PlacementFacts),
                reviews=_of_period(StatutoryReview, ReviewFacts),
            )
        )
    )


def _of_period(model: Any, fact: type) -> ArraySubquery:
    return rows_as(model.objects.filter(care_period=OuterRef("pk")), fact)


def rows_as(rows: QuerySet[Any], fact: type, **within: ArraySubquery) -> ArraySubquery:
    """The rows as JSON with the fields of the fact, whose names are the columns'; `within` are the
    fields that hold rows of their own."""
    names: dict[str, Any] = {field.name: field.name for field in fields(fact)}
    return ArraySubquery(rows.order_by().values(row=JSONObject(**names | within)))


def main_schools(child: OuterRef) -> ArraySubquery:
    """The child's main schools, the newest first, as `SchoolFacts`."""
    places = Enrolment.objects.filter(pupil=child, kind=Enrolment.Kind.MAIN, setting__isnull=False)
    return ArraySubquery(
        places.order_by("-started_on").values(
            row=JSONObject(
                started_on="started_on",
                ended_on="ended_on",
                phase="setting__phase",
                high_age="setting__high_age",
            )
        )
    )


def _child(row: Mapping[str, Any]) -> LoadedChild:
    facts = PupilFacts(
        date_of_birth=row["date_of_birth"],
        authority_code=row["code"],
        care_periods=tuple(_period(period) for period in row["periods"]),
        enrolments=facts_in(
            EnrolmentFacts,
            [{**place, "hours": facts_in(HoursFacts, place["hours"])} for place in row["places"]],
        ),
        on_record_since=row["on_record_since"],
    )
    limits = {
        limit["kind"]: LocalLimit(limit["number"], limit["is_on"], limit["version"])
        for limit in row["limits"]
    }
    return LoadedChild(facts, row["name"], limits)


def _period(row: Mapping[str, Any]) -> CarePeriodFacts:
    return CarePeriodFacts(
        id=row["id"],
        started_on=date.fromisoformat(row["started_on"]),
        ended_on=day(row["ended_on"]),
        episodes=facts_in(EpisodeFacts, row["episodes"]),
        placements=facts_in(PlacementFacts, row["placements"]),
        reviews=facts_in(ReviewFacts, row["reviews"]),
    )


def facts_in(fact: type[Fact], rows: Collection[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """JSON rows as facts; what ends in `_on` is a date, by the rule of names."""
    return tuple(
        fact(**{name: day(v) if name.endswith("_on") else v for name, v in row.items()})
        for row in rows
    )


def day(text: str | None) -> date | None:
    """A date as JSON writes it."""
    return date.fromisoformat(text) if text else None
