"""What is on record of the children of a batch: a query for each kind of fact, for all of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F

from vsh.organisations.models import Authority

from ..models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Enrolment,
    Involvement,
    MissingEpisode,
    Pupil,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from ..rules.ages import care_ends_on
from .told_by_people import ToldByPeople, told_by_people
from .told_of_care import ToldOfCare, told_of_care
from .told_of_children import told_of_children
from .told_of_homes import ToldOfHomes, told_of_homes


@dataclass
class ChildRecord:
    """One child and their facts, each list by its first day; a plan adds to it what it creates."""

    pupil: Pupil
    periods: list[CarePeriod] = field(default_factory=list)
    episodes: list[CareEpisode] = field(default_factory=list)
    placements: list[CarePlacement] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    sen_statuses: list[SenStatus] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    reviews: list[StatutoryReview] = field(default_factory=list)
    sdq_scores: list[SdqScore] = field(default_factory=list)
    missing: list[MissingEpisode] = field(default_factory=list)
    # Reviews whose day was corrected, by each day that stood there before: a file may still say it.
    corrected_reviews: dict[date, StatutoryReview] = field(default_factory=dict)
    told: ToldByPeople = field(default_factory=ToldByPeople)
    told_of_care: ToldOfCare = field(default_factory=ToldOfCare)
    told_of_homes: ToldOfHomes = field(default_factory=ToldOfHomes)
    wrong_values: dict[str, set[Any]] = field(default_factory=dict)  # of the child's own fields

    @property
    def places(self) -> list[Enrolment]:
        """The main places, without the fact of having none."""
        return [one for one in self.enrolments if one.kind != Enrolment.Kind.NO_PLACE]

    def episodes_of(self, period: CarePeriod) -> list[CareEpisode]:
        """The period's episodes."""
        return [one for one in self.episodes if one.care_period is period]

    def placements_of(self, period: CarePeriod) -> list[CarePlacement]:
        """The period's placements."""
        return [one for one in self.placements if one.care_period is period]

    def period_with(self, day: date) -> CarePeriod | None:
        """The care period in which `day` lies, the day on which care ceased included."""
        for period in reversed(self.periods):
            if period.started_on <= day <= care_ends_on(self.pupil.date_of_birth, period.ended_on):
                return period
        return None


def records_of(authority: Authority, child_ids: Collection[str]) -> dict[str, ChildRecord]:
    """The records of these children of the authority, by the authority's own number."""
    pupils = Pupil.objects.filter(authority=authority, child_id__in=child_ids)
    records = {pupil.pk: ChildRecord(pupil) for pupil in pupils}
    periods: dict[int, CarePeriod] = {}
    for period in _of(CarePeriod, records):
        records[period.pupil_id].periods.append(period)
        periods[period.pk] = period
    episodes = CareEpisode.objects.filter(care_period__in=periods).order_by("started_on")
    for episode in episodes:
        # The same objects throughout, so that a plan may compare them by identity.
        episode.care_period = periods[episode.care_period_id]
        records[episode.care_period.pupil_id].episodes.append(episode)
    for placement in _of(CarePlacement, records):
        placement.care_period = periods[placement.care_period_id]
        records[placement.pupil_id].placements.append(placement)
    for review in _of(StatutoryReview, records):
        review.care_period = periods[review.care_period_id]
        records[review.pupil_id].reviews.append(review)
    _read_corrected_reviews(records)
    for enrolment in _of(Enrolment, records, kind__in=Enrolment.MAIN_KINDS):
        records[enrolment.pupil_id].enrolments.append(enrolment)
    for pupil_id, told in told_by_people(records).items():
        records[pupil_id].told = told
    for pupil_id, care in told_of_care(records, periods).items():
        records[pupil_id].told_of_care = care
    for pupil_id, homes in told_of_homes(records).items():
        records[pupil_id].told_of_homes = homes
    for pupil_id, values in told_of_children(records).items():
        records[pupil_id].wrong_values = values
    for status in _of(SenStatus, records):
        records[status.pupil_id].sen_statuses.append(status)
    involvements = Involvement.objects.filter(pupil__in=list(records)).select_related("user")
    for involvement in involvements.order_by("started_on"):
        records[involvement.pupil_id].involvements.append(involvement)
    for score in _of(SdqScore, records, order_by="completed_on"):
        records[score.pupil_id].sdq_scores.append(score)
    for missing in _of(MissingEpisode, records):
        records[missing.pupil_id].missing.append(missing)
    return {record.pupil.child_id: record for record in records.values()}


def _read_corrected_reviews(records: dict[int, ChildRecord]) -> None:
    """The history knows the days of reviews that somebody has corrected since."""
    reviews = {
        review.pk: (record, review)
        for record in records.values()
        for review in record.reviews
        if review.held_on is not None
    }
    history = apps.get_model("pupils", "StatutoryReviewEvent")._default_manager
    events = history.filter(pgh_obj__in=list(reviews), held_on__isnull=False).exclude(
        held_on=F("pgh_obj__held_on")
    )
    for pk, day in events.order_by("pk").values_list("pgh_obj", "held_on"):
        record, review = reviews[pk]
        record.corrected_reviews[day] = review


def _of(
    model: Any, records: dict[int, ChildRecord], order_by: str = "", **filters: Any
) -> Iterable[Any]:
    if model is StatutoryReview:
        order_by = "held_on"
    return model.objects.filter(pupil__in=list(records), **filters).order_by(
        order_by or "started_on"
    )
