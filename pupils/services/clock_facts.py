"""Loads what the clocks read about many children, a fixed number of queries whatever the number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from ..models import CareEpisode, CarePeriod, CarePlacement, Enrolment, Pupil, StatutoryReview
from ..rules.facts import (
    CarePeriodFacts,
    EnrolmentFacts,
    EpisodeFacts,
    PlacementFacts,
    PupilFacts,
    ReviewFacts,
)

Fact = TypeVar("Fact")


def load_children(pupil_ids: Collection[int]) -> dict[int, PupilFacts]:
    """The facts of these children, by id."""
    periods = _care_periods(pupil_ids)
    enrolments = _grouped(
        EnrolmentFacts,
        Enrolment.objects.filter(pupil__in=pupil_ids).values_list(
            "pupil_id",
            "kind",
            "started_on",
            "ended_on",
            "setting_id",
            "is_full_time",
            "accepted_on",
            "ended_by_placement",
        ),
    )
    pupils = Pupil.objects.filter(pk__in=pupil_ids)
    return {
        pk: PupilFacts(
            date_of_birth=date_of_birth,
            authority_code=code,
            care_periods=tuple(periods[pk]),
            enrolments=tuple(enrolments[pk]),
        )
        for pk, date_of_birth, code in pupils.values_list("pk", "date_of_birth", "authority__code")
    }


def _care_periods(pupil_ids: Collection[int]) -> dict[int, list[CarePeriodFacts]]:
    rows = CarePeriod.objects.filter(pupil__in=pupil_ids)
    of_pupils = {"care_period__pupil__in": pupil_ids}
    episodes = _grouped(
        EpisodeFacts,
        CareEpisode.objects.filter(**of_pupils).values_list(
            "care_period_id", "started_on", "ended_on", "legal_status", "reason_started"
        ),
    )
    placements = _grouped(
        PlacementFacts,
        CarePlacement.objects.filter(pupil__in=pupil_ids).values_list(
            "care_period_id",
            "started_on",
            "ended_on",
            "placement_type",
            "area_code",
            "postcode",
            "is_emergency",
        ),
    )
    reviews = _grouped(
        ReviewFacts,
        StatutoryReview.objects.filter(pupil__in=pupil_ids).values_list(
            "care_period_id", "held_on", "planned_on"
        ),
    )
    periods: dict[int, list[CarePeriodFacts]] = defaultdict(list)
    for pk, pupil_id, started_on, ended_on in rows.values_list(
        "pk", "pupil_id", "started_on", "ended_on"
    ):
        periods[pupil_id].append(
            CarePeriodFacts(
                id=pk,
                started_on=started_on,
                ended_on=ended_on,
                episodes=tuple(episodes[pk]),
                placements=tuple(placements[pk]),
                reviews=tuple(reviews[pk]),
            )
        )
    return periods


def _grouped(fact: type[Fact], rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Fact]]:
    """One fact per row, by the owner that stands in the row's first cell."""
    groups: dict[int, list[Fact]] = defaultdict(list)
    for owner, *values in rows:
        groups[owner].append(fact(*values))
    return groups
