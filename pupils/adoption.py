"""What of a child's care says that they were adopted, and whether there was care after that."""

from datetime import date
from typing import Any

from django.db.models import DateField, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from .models import CareEpisode, CarePeriod, Pupil
from .rules.joined_care import ADOPTED, CareSoFar


def with_care_so_far(children: "QuerySet[Pupil]") -> "QuerySet[Any]":
    """Children with what `care_so_far` rests on."""
    periods = CarePeriod.objects.filter(pupil=OuterRef("pk")).order_by()
    episodes = CareEpisode.objects.filter(care_period__pupil=OuterRef("pk")).order_by()
    still = Value(date.max, output_field=DateField())
    return children.annotate(
        adopted_on=Least(
            _one(periods.filter(end_reason__in=ADOPTED), "pupil", Min("ended_on")),
            _one(episodes.filter(reason_ended__in=ADOPTED), "care_period__pupil", Min("ended_on")),
        ),
        cared_until=_one(periods, "pupil", Max(Coalesce("ended_on", still))),
    )


def care_so_far(child: Any) -> CareSoFar:
    """Of a child with these annotations."""
    return CareSoFar(adopted_on=child.adopted_on, until=child.cared_until)


def _one(rows: "QuerySet[Any]", owner: str, value: Any) -> Subquery:
    return Subquery(rows.values(owner).values(only=value))
