"""A review with what it should discuss, read in one query; and the plan that its pack rests on."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONArray, JSONObject

from peps.facts.usable_plans import usable_plans
from peps.models import (
    Concern,
    PepSection,
    PlannedAction,
    ProposedDecision,
    ReviewPack,
    ReviewPackCopy,
    Target,
    TargetReview,
)
from peps.quality.judgement import with_judgement
from placements.models import Exclusion
from placements.rules.attendance import nominal_term, term_before
from placements.suspensions_by_term import COLUMNS, with_calendar
from pupils.models import Deadline, Pupil, StatutoryReview
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import Season, academic_year, nominal_start

from .as_it_stands import is_open
from .known import PARTS

Row = dict[str, Any]  # one row's columns; days as ISO text

ELSEWHERE = ("concern_reply", "pep_action")  # clocks of what stands in the pack in its own words
REVIEW, CHILD = OuterRef("pk"), OuterRef("pupil")


@dataclass(frozen=True, kw_only=True)
class ReviewToPrepare:
    """A review with what is on record for it."""

    review: StatutoryReview
    copies: list[Row]
    concerns: list[Row]
    decisions: list[Row]
    overdue: list[Row]
    exclusions: list[Row]
    targets: list[Row]
    actions: list[Row]

    @property
    def open_targets(self) -> list[Row]:
        """Those of which no plan says that they have ended."""
        return [row for row in self.targets if is_open(row)]

    @property
    def open_actions(self) -> list[Row]:
        """Those that somebody still has to do."""
        return [row for row in self.actions if not row["ended_as"]]


def review_to_prepare(
    user: User, pupil: Pupil, *, permissions: Set[Permission], on: date
) -> ReviewToPrepare | None:
    """The child's next review that is arranged; without one the last that had a pack."""
    reviews = StatutoryReview.objects.visible_to(user).filter(
        Q(held_on__isnull=True, care_period__ended_on__isnull=True)
        | Exists(ReviewPack.objects.filter(review=REVIEW)),
        pupil=pupil,
    )
    columns = {
        "copies": _copies(user),
        "concerns": _concerns(user),
        "decisions": _decisions(user),
        "overdue": _overdue(user, permissions, on),
        "exclusions": _exclusions(user, on),
        "targets": _targets(user),
        "actions": _actions(user),
    }
    is_open = Q(held_on__isnull=True, care_period__ended_on__isnull=True)
    rows: Any = reviews.annotate(is_open=is_open, **columns)
    found = rows.order_by("-is_open", "-planned_on", "-id").first()
    if found is None:
        return None
    return ReviewToPrepare(review=found, **{name: getattr(found, name) for name in columns})


def plan_to_read(review: StatutoryReview) -> Any:
    """The plan of the pack as of today, with its judgement and, as `answers`, its sections'."""
    sections = PepSection.objects.filter(pep=OuterRef("pk"))
    plans: Any = usable_plans(review.care_period_id)
    rows = _rows(sections, "key", "data")
    return with_judgement(plans.with_own_words().annotate(answers=rows)).first()


def _copies(user: User) -> ArraySubquery:
    return _rows(
        ReviewPackCopy.objects.visible_to(user).filter(pack__review=REVIEW).order_by("-pack", "id"),
        "user_id",
        "opened_at",
        to="user__name",
        by="pack__sent_by__name",
        sent_on=Coalesce("sent_on", "pack__sent_on"),
        is_draft="pack__is_draft",
        arranged_for="pack__arranged_for",
        plan="pack__pep_id",
    )


def _concerns(user: User) -> ArraySubquery:
    return _rows(
        Concern.objects.visible_to(user, Permission.READ_CONCERNS)
        .unsettled()
        .filter(pep__pupil=CHILD),
        "ref",
        "section",
        "state",
        "raised_on",
        plan="pep__ref",
        form="pep__form_version",
        variant="pep__variant",
    )


def _decisions(user: User) -> ArraySubquery:
    """Those that wait for an answer, and those about which the social worker did not simply agree
    since the last review."""
    held = StatutoryReview.objects.filter(pupil=OuterRef("pupil"), held_on__isnull=False)
    last = held.order_by().values("pupil").annotate(day=Max("held_on")).values("day")
    since = Coalesce(Subquery(last), F("asked_on"))
    to_discuss = Q(answer="") | Q(answer__in=["no", "talk"], answered_on__gte=since)
    decisions = ProposedDecision.objects.visible_to(user).filter(to_discuss, pupil=CHILD)
    return _rows(decisions.order_by("asked_on", "id"), "kind", "answer", "asked_on", "answered_on")


def _overdue(user: User, permissions: Set[Permission], on: date) -> ArraySubquery:
    """Deadlines that have run out and are work of today."""
    open_ones = Deadline.objects.visible_to(user).filter(
        pupil=CHILD, met_on__isnull=True, closed_on__isnull=True, is_current=True, due_on__lt=on
    )
    told = open_ones.told_with(permissions).since_on_record().exclude(kind__in=ELSEWHERE)
    return _rows(told.order_by("due_on", "id"), "kind", "due_on")


def _exclusions(user: User, on: date) -> ArraySubquery:
    """Suspensions and exclusions of this school year, and of the last term."""
    first = min(
        nominal_start(academic_year(on), Season.AUTUMN),
        nominal_start(*term_before(*nominal_term(on))),
    )
    out = (
        Exclusion.objects.visible_to(user)
        .counted()
        .filter(enrolment__pupil=CHILD, started_on__range=(first, on))
    )
    return _rows(with_calendar(out.order_by("started_on", "id")), **COLUMNS)


def _targets(user: User) -> ArraySubquery:
    said = TargetReview.objects.standing().filter(target=OuterRef("pk"))
    progress = {"plan": "pep_id", "term": JSONArray("pep__season", "pep__academic_year")}
    targets = Target.objects.visible_to(user).standing().filter(pupil=CHILD)
    return _rows(
        targets.annotate(said=_rows(said, "outcome", "evidence", **progress)),
        *PARTS,
        "resource",
        "said",
        "set_in_id",
        set_in=JSONArray("set_in__season", "set_in__academic_year"),
    )


def _actions(user: User) -> ArraySubquery:
    return _rows(
        PlannedAction.objects.visible_to(user).standing().filter(pupil=CHILD),
        "what",
        "owner_words",
        "by_when",
        "ended_as",
        "ended_on",
        "ended_how",
        "set_in_id",
    )


def _rows(rows: "QuerySet[Any]", *columns: str, **renamed: Any) -> ArraySubquery:
    wanted = {column: column for column in columns} | renamed
    return ArraySubquery(rows.values(row=JSONObject(**wanted)))
