"""What the roll holds about the child of one PEP, read in a single query."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONArray, JSONObject

from peps.models import Meeting, Pep, PepSection, Recipient, TargetReview, VoiceAnswer
from placements.models import AttendanceSummary, Exclusion
from pupils.models import (
    AttainmentResult,
    CareEpisode,
    CarePlacement,
    Enrolment,
    Involvement,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from pupils.querysets import in_force

TWO_YEARS = timedelta(days=731)
PARTS = ("what", "area", "measure", "baseline", "by_whom", "by_when")  # of a target
Row = dict[str, Any]  # one row's columns; days as ISO text


@dataclass(frozen=True, kw_only=True)
class Known:
    """The child's rows by topic, newest first where that matters."""

    people: list[Row]
    episodes: list[Row]
    placements: list[Row]
    places: list[Row]
    sen: list[Row]
    scores: list[Row]
    reviews: list[Row]
    last_targets: list[Row]
    meeting_days: list[Row]
    attendance: list[Row]
    exclusions: list[Row]
    results: list[Row]
    copies: list[Row]
    words_said: list[Row]
    targets_reviewed: list[Row]


def known_about(pep: Pep, *, day: date) -> Known:
    """Everything that `peps.reading.facts` puts into words."""
    child, care = OuterRef("pupil"), OuterRef("care_period")
    people = Involvement.objects.filter(pupil=child).current_on(day).order_by("capacity")
    placements = CarePlacement.objects.filter(care_period=care, started_on__lte=day)
    sen = SenStatus.objects.filter(in_force(day), pupil=child).order_by("-started_on")
    scores = SdqScore.objects.filter(
        pupil=child, score__isnull=False, completed_on__gt=day - TWO_YEARS
    )
    before = Pep.objects.before(pep)[:1]
    targets = PepSection.objects.filter(pep__in=before, key="new_targets")
    row = (
        Pep.objects.filter(pk=pep.pk)
        .annotate(
            people=_rows(people, "capacity", name="user__name", email="user__email"),
            episodes=_rows(
                CareEpisode.objects.filter(care_period=care)
                .current_on(day)
                .order_by("-started_on"),
                "legal_status",
            ),
            placements=_rows(
                placements.order_by("-started_on"),
                "placement_type",
                "postcode",
                "started_on",
                "ended_on",
                "is_address_confidential",
            ),
            places=_rows(
                Enrolment.objects.filter(pupil=child).order_by("-started_on"),
                "kind",
                "setting_id",
                "started_on",
                "ended_on",
                "is_full_time",
                name="setting__name",
            ),
            sen=_rows(sen, "status", "plan_issued_on", "plan_reviewed_on"),
            scores=_rows(scores.order_by("-completed_on"), "respondent", "score", "completed_on"),
            reviews=_rows(
                StatutoryReview.objects.filter(care_period=care).order_by("held_on"),
                "planned_on",
                "held_on",
            ),
            attendance=_rows(
                AttendanceSummary.objects.filter(enrolment__pupil=child, ended_on__lte=day),
                "academic_year",
                "season",
                "ended_on",
                "sessions_possible",
                "sessions_authorised",
                "sessions_unauthorised",
            ),
            exclusions=_rows(
                Exclusion.objects.filter(enrolment__pupil=child, started_on__lte=day),
                "started_on",
                "sessions",
            ),
            results=_rows(
                AttainmentResult.objects.filter(
                    pupil=child, achieved_on__lte=day, achieved_on__gt=day - TWO_YEARS
                ),
                "id",
                "subject",
                "measure",
                "value",
                "achieved_on",
            ),
            last_targets=_rows(
                targets, "data", version="pep__form_version", variant="pep__variant"
            ),
            copies=_rows(
                Recipient.objects.filter(pep=pep).of_whom_the_letter_tells().order_by("id"),
                "capacity",
                "name",
                user="user__name",
            ),
            words_said=_rows(
                VoiceAnswer.objects.sent().open_to_all().filter(voice__pep=pep),
                "key",
                "choices",
                "text",
                "said_by",
                purpose="voice__purpose",
            ),
            targets_reviewed=ArraySubquery(reviews_of(OuterRef("pk"))),
            meeting_days=_rows(
                Meeting.objects.of_plan(pep).filter(cancelled_on__isnull=True),
                "day",
                "is_held",
            ),
        )
        .values(*Known.__dataclass_fields__)
        .get()
    )
    return Known(**row)


def _rows(rows: "QuerySet[Any]", *columns: str, **renamed: str) -> ArraySubquery:
    """These columns of each row, as one column of the PEP."""
    wanted = {column: column for column in columns} | renamed
    return ArraySubquery(rows.values(row=JSONObject(**wanted)))


_OF_REVIEW: Any = {
    "plan": F("pep_id"),
    "position": F("position"),
    "outcome": F("outcome"),
    "evidence": F("evidence"),
    "term": JSONArray("pep__season", "pep__academic_year"),
    "handed_in": F("pep__submitted_on"),
    "state": F("pep__state"),
    "target": F("target_id"),
    "set_in": JSONArray("target__set_in__season", "target__set_in__academic_year"),
    **{part: F(f"target__{part}") for part in PARTS},
}


def reviews_of(pep: Any) -> "QuerySet[Any, Any]":
    """What a plan and others say of the targets that it reviews, a row each with its target."""
    return TargetReview.objects.filter(target__reviews__pep=pep).values_list(
        JSONObject(**_OF_REVIEW), flat=True
    )
