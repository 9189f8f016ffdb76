"""What the roll holds about the child of one PEP, read in a single query."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONArray, JSONObject

from peps.facts.earlier_words import asked_after
from peps.models import (
    Meeting,
    Pep,
    PepSection,
    Recipient,
    SentAnswer,
    TargetReview,
    VoicePicture,
)
from placements.models import AttendanceDay, AttendanceSummary, Exclusion
from placements.sessions import COLUMNS as SESSIONS
from placements.sessions import beside_marks, marks_by_term
from placements.suspensions_by_term import COLUMNS, with_calendar
from pupils.models import (
    AttainmentResult,
    CareEpisode,
    CarePlacement,
    EhcReview,
    Enrolment,
    Involvement,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from pupils.places import at_a_setting
from pupils.querysets import in_force
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.compiled import PreparedRows

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
    ehc_reviews: list[Row]
    scores: list[Row]
    reviews: list[Row]
    last_targets: list[Row]
    meeting_days: list[Row]
    attendance: list[Row]  # summaries
    marks: list[Row]  # by place and term
    exclusions: list[Row]
    results: list[Row]
    copies: list[Row]
    words_said: list[Row]
    drawings: list[Row]
    targets_reviewed: list[Row]
    words_before: list[Row]
    teachers: list[Row]


ALL = tuple(Known.__dataclass_fields__)
CHILD, CARE = OuterRef("pupil"), OuterRef("care_period")


def known_about(pep: Pep, *, day: date, topics: Collection[str] = ALL) -> Known:
    """What `peps.reading.facts` puts into words; a topic that is not asked for is None."""
    if not topics:
        return Known(**dict.fromkeys(ALL))  # type: ignore[arg-type]
    plan = (pep.pk, pep.pupil_id, pep.opened_on)
    (found,) = _topics.read(*plan, shape=(tuple(topics), day))
    told = {topic: vars(found)[topic] for topic in topics}
    return Known(**{topic: told.get(topic) for topic in ALL})  # type: ignore[arg-type]


@PreparedRows
def _topics(
    topics: tuple[str, ...], day: date, pep_id: int, pupil_id: int, opened_on: date
) -> "QuerySet[Pep]":
    plan = Pep(id=pep_id, pupil_id=pupil_id, opened_on=opened_on)
    columns = {topic: _READS[topic](plan, day) for topic in topics}
    return Pep.objects.filter(pk=pep_id).annotate(**columns).only("pk")


def _rows(rows: "QuerySet[Any]", *columns: str, **renamed: str) -> ArraySubquery:
    """These columns of each row, as one column of the PEP."""
    wanted = {column: column for column in columns} | renamed
    return ArraySubquery(rows.values(row=JSONObject(**wanted)))


def _words(answers: "QuerySet[Any]") -> ArraySubquery:
    """What was said, with whose part it is of."""
    part = {"purpose": "voice__purpose", "whose": "voice__whose", "name": "voice__name"}
    return _rows(answers, "key", "choices", "text", "said_by", **part)


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


_READS: dict[str, Callable[[Pep, date], ArraySubquery]] = {
    "words_before": lambda pep, day: _words(
        asked_after(voice__pep__in=Pep.objects.before(pep)[:1]).open_to_all()
    ),
    "people": lambda pep, day: _rows(
        Involvement.objects.filter(pupil=CHILD).current_on(day).order_by("capacity"),
        "capacity",
        name="user__name",
        email="user__email",
    ),
    "teachers": lambda pep, day: _rows(
        Membership.objects.in_force_on(day)
        .filter(
            role=Role.DESIGNATED_TEACHER,
            user__is_active=True,
            setting__in=Enrolment.objects.filter(at_a_setting(day), pupil=pep.pupil_id).values(
                "setting"
            ),
        )
        .order_by("user__name"),
        name="user__name",
        email="user__email",
    ),
    "episodes": lambda pep, day: _rows(
        CareEpisode.objects.filter(care_period=CARE).current_on(day).order_by("-started_on"),
        "legal_status",
    ),
    "placements": lambda pep, day: _rows(
        CarePlacement.objects.filter(care_period=CARE, started_on__lte=day).order_by("-started_on"),
        "placement_type",
        "postcode",
        "started_on",
        "ended_on",
        "is_address_confidential",
    ),
    "places": lambda pep, day: _rows(
        Enrolment.objects.filter(pupil=CHILD).with_hours_on(day).order_by("-started_on"),
        "kind",
        "setting_id",
        "started_on",
        "ended_on",
        is_full_time="full_time_then",
        name="setting__name",
    ),
    "sen": lambda pep, day: _rows(
        SenStatus.objects.filter(in_force(day), pupil=CHILD).order_by("-started_on"),
        "status",
        "plan_issued_on",
    ),
    "ehc_reviews": lambda pep, day: _rows(
        EhcReview.objects.filter(pupil=CHILD, held_on__lte=day).order_by("-held_on"),
        "held_on",
    ),
    "scores": lambda pep, day: _rows(
        SdqScore.objects.filter(
            pupil=CHILD,
            score__isnull=False,
            completed_on__lte=day,
            completed_on__gt=day - TWO_YEARS,
        ).order_by("-completed_on"),
        "respondent",
        "score",
        "completed_on",
    ),
    "reviews": lambda pep, day: _rows(
        StatutoryReview.objects.filter(care_period=CARE).order_by("held_on"),
        "planned_on",
        "held_on",
    ),
    "attendance": lambda pep, day: _rows(
        beside_marks(AttendanceSummary.objects.filter(enrolment__pupil=CHILD, ended_on__lte=day)),
        *SESSIONS,
    ),
    "marks": lambda pep, day: _rows(
        marks_by_term(AttendanceDay.objects.filter(enrolment__pupil=CHILD, day__lte=day)),
        *SESSIONS,
    ),
    "exclusions": lambda pep, day: _rows(
        with_calendar(
            Exclusion.objects.counted().filter(enrolment__pupil=CHILD, started_on__lte=day)
        ),
        **COLUMNS,
    ),
    "results": lambda pep, day: _rows(
        AttainmentResult.objects.filter(
            pupil=CHILD, achieved_on__lte=day, achieved_on__gt=day - TWO_YEARS
        ),
        "id",
        "subject",
        "measure",
        "value",
        "achieved_on",
    ),
    "last_targets": lambda pep, day: _rows(
        PepSection.objects.filter(pep__in=Pep.objects.before(pep)[:1], key="new_targets"),
        "data",
        version="pep__form_version",
        variant="pep__variant",
    ),
    "copies": lambda pep, day: _rows(
        Recipient.objects.filter(pep=pep).of_whom_the_letter_tells().order_by("id"),
        "capacity",
        "name",
        user="user__name",
    ),
    "words_said": lambda pep, day: _words(SentAnswer.objects.open_to_all().filter(voice__pep=pep)),
    "drawings": lambda pep, day: _rows(
        VoicePicture.objects.sent().open_to_all().filter(voice__pep=pep, voice__purpose="child"),
        "ref",
        "says",
        "file",
    ),
    "targets_reviewed": lambda pep, day: ArraySubquery(reviews_of(OuterRef("pk"))),
    "meeting_days": lambda pep, day: _rows(
        Meeting.objects.of_plan(pep).filter(cancelled_on__isnull=True),
        "day",
        "is_held",
    ),
}
