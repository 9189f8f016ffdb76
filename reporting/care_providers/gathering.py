"""Reads what is counted of each provider: a fixed number of queries for an authority and a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import JSONObject

from placements.models import AttendanceDay, AttendanceSummary, Exclusion
from placements.rules.attendance import Sessions, summed
from placements.rules.attendance_codes import AUTHORISED, POSSIBLE, UNAUTHORISED
from placements.sessions import beside_marks, sessions_in
from pupils.codes import TEMPORARY_PLACEMENTS
from pupils.models import AttainmentResult, CareEpisode, CarePlacement, Deadline, Enrolment
from pupils.rules.ages import year_groups_on
from pupils.rules.stage_results import StageResult, Trajectory, stage_outcomes, trajectory
from pupils.rules.subjects import subject_key
from reporting.annual_report.cohort import SHORT_BREAKS
from reporting.annual_report.indicators.placements import group_of
from reporting.annual_report.rules import AcademicYear
from vsh.organisations.models import Authority, SettingLink

from .rules import Assessed, Facts, Gap, Happened, Provider, Review, StageMeasured, Stay

PARENTS = "PR0"
FIRST_AGE, LAST_AGE = 4, 15  # Reception to Year 11, at the start of the year
HOLIDAY_MONTHS = (8, 9)  # in which school places change anyway
# Within the national group of other residential settings a kind of its own for commissioners.
CUSTODY_CODE, CUSTODY = "R5", "young_offender"
# The measure that stands for the end of a stage, by the national figure with which it compares.
STAGES = {"ks2_rwm": "ks2", "ks4_english_maths_4": "ks4"}
ONE_DAY = timedelta(days=1)
_LINKS: Any = SettingLink.objects.filter(setting=OuterRef("setting")).values(
    told=JSONObject(type="link_type", other="linked_urn")
)
_HOME = "enrolment__pupil__placements"
_KEY = ("provider", "placement_type", "ofsted_urn")


def facts_of(authority: Authority, year: AcademicYear, *, on: date) -> Facts:
    """The facts of children placed with a provider in the year, as known on `on`."""
    first, last = year.first_day, min(on, year.last_day)
    stays, school_age = _stays(authority, year, first, last)
    children = {stay.child for stay in stays}
    enrolments = list(
        Enrolment.objects.filter(pupil__in=children, started_on__lte=last)
        .main()
        .order_by("pupil", "started_on")
        .annotate(links=ArraySubquery(_LINKS))
        .values_list("pupil", "kind", "started_on", "ended_on", "setting", "setting__urn", "links")
    )
    suspensions = Exclusion.objects.standing().filter(
        enrolment__pupil__in=children, started_on__range=(first, last)
    )
    sessions, reported = _sessions(authority, stays, first, last)
    measured, assessed = _results(children, first, last, known_on=on)
    return Facts(
        stays=stays,
        school_age=school_age,
        suspensions=[
            Happened(*row) for row in suspensions.values_list("enrolment__pupil", "started_on")
        ],
        school_changes=list(_changes(enrolments, first)),
        gaps=[
            Gap(pupil, max(started_on, first), ended_on)
            for pupil, kind, started_on, ended_on, *_ in enrolments
            if kind == Enrolment.Kind.NO_PLACE and (ended_on is None or ended_on >= first)
        ],
        reviews=list(_reviews(children, first, last)),
        measured=measured,
        assessed=assessed,
        sessions=sessions,
        reported=reported,
    )


def _stays(
    authority: Authority, year: AcademicYear, first: date, last: date
) -> tuple[list[Stay], set[int]]:
    """Placements of the year with a provider; no stay with parents, none for a few days, no series
    of short breaks."""
    short = CareEpisode.objects.filter(legal_status__in=SHORT_BREAKS).values("care_period")
    left_out = Q(provider=PARENTS) | Q(placement_type__in=TEMPORARY_PLACEMENTS)
    rows = CarePlacement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=first),
        pupil__authority=authority,
        started_on__lte=last,
    ).exclude(left_out | Q(care_period__in=short))
    stays, school_age = [], set()
    for pupil, born_on, started_on, ended_on, *key in rows.values_list(
        "pupil", "pupil__date_of_birth", "started_on", "ended_on", *_KEY
    ):
        stays.append(
            Stay(
                child=pupil,
                provider=_provider(*key),
                started_on=max(started_on, first),
                ended_on=ended_on if ended_on and ended_on <= last else last + ONE_DAY,
            )
        )
        if FIRST_AGE <= year.age_at_start(born_on) <= LAST_AGE:
            school_age.add(pupil)
    return stays, school_age


def _provider(code: str, placement_type: str, ofsted_urn: str) -> Provider:
    kind = CUSTODY if placement_type == CUSTODY_CODE else group_of(placement_type)
    return Provider(code, kind, ofsted_urn)


def _changes(rows: list[Any], first: date) -> Iterator[Happened]:
    """Starts at another school, the holidays and what only became an academy left out."""
    same = {pair for row in rows for pair in _gone_on_as(row[5], row[6])}
    for pupil, places in groupby(rows, key=lambda row: row[0]):
        former: tuple[int, str | None] | None = None
        for _, kind, started_on, _, setting, urn, _ in places:
            if kind != Enrolment.Kind.MAIN:
                continue
            is_another = former is not None and former[0] != setting
            is_new = is_another and (former and former[1], urn) not in same
            if is_new and started_on >= first and started_on.month not in HOLIDAY_MONTHS:
                yield Happened(pupil, started_on)
            former = setting, urn


def _gone_on_as(urn: str | None, links: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """A school and the one as which it goes on, by their numbers on the register."""
    for link in links:
        kind, other = link["type"].lower(), link["other"]
        if urn and kind.startswith("successor"):
            yield urn, other
        elif urn and kind.startswith("predecessor"):
            yield other, urn


def _reviews(children: set[int], first: date, last: date) -> Iterator[Review]:
    rows: Any = Deadline.objects.filter(
        pupil__in=children, kind="pep_term_review", due_on__range=(first, last)
    )
    for pupil, due_on, met_on, closed_on in rows.order_by().values_list(
        "pupil", "due_on", "met_on", "closed_on"
    ):
        is_met = met_on is not None and met_on <= last
        if is_met or closed_on is None or closed_on > last:
            yield Review(pupil, due_on, is_met and met_on <= due_on)


def _results(
    children: set[int], first: date, last: date, *, known_on: date
) -> tuple[list[StageMeasured], list[Assessed]]:
    """The measures of Key Stages 2 and 4 whose newest result lies in the year, and the year's
    results against the child's own target. Year groups are those known on `known_on`."""
    rows: Any = AttainmentResult.objects.filter(
        Q(stage__in=STAGES.values()) | Q(achieved_on__gte=first) & ~Q(target=""),
        pupil__in=children,
        achieved_on__lte=last,
    ).order_by("pupil", "achieved_on")
    measured, assessed = [], []
    told = rows.values_list(
        *("pupil", "target", "stage", "subject", "measure", "kind", "value"),
        *("achieved_on", "status", "pupil__date_of_birth", "pupil__nc_year"),
    )
    for pupil, results in groupby(told, key=lambda row: row[0]):
        of_child = []
        for _, target, stage, subject, measure, kind, value, achieved_on, status, *of in results:
            born_on, nc_year = of
            of_child.append(
                StageResult(
                    stage=stage,
                    subject=subject,
                    measure=measure,
                    kind=kind,
                    value=value,
                    achieved_on=achieved_on,
                    status=status,
                    year_groups=year_groups_on(
                        achieved_on, date_of_birth=born_on, nc_year=nc_year, known_on=known_on
                    ),
                )
            )
            stands = trajectory(measure=measure, value=value, target=target)
            if stands and achieved_on >= first:
                on_target = stands is not Trajectory.BELOW
                assessed.append(Assessed(pupil, achieved_on, subject_key(subject), on_target))
        measured += [
            StageMeasured(pupil, one.achieved_on, STAGES[one.national], bool(one.is_met))
            for one in stage_outcomes(of_child)
            if one.national in STAGES and one.achieved_on >= first
        ]
    return measured, assessed


def _sessions(
    authority: Authority, stays: list[Stay], first: date, last: date
) -> tuple[dict[Provider, Sessions], dict[Provider, int]]:
    """Sessions of the days on which the child lived there: marks, and sums whose days all lie
    within the stay."""
    found: dict[Provider, list[Sessions]] = {}
    pupils: dict[Provider, set[int]] = {}

    def add(provider: Provider, pupil: int, sessions: Sessions) -> None:
        if sessions.possible:
            found.setdefault(provider, []).append(sessions)
            pupils.setdefault(provider, set()).add(pupil)

    counts = {
        name: Count("pk", filter=Q(am__in=codes)) + Count("pk", filter=Q(pm__in=codes))
        for name, codes in (
            ("possible", POSSIBLE),
            ("authorised", AUTHORISED),
            ("unauthorised", UNAUTHORISED),
        )
    }
    home = [f"{_HOME}__{name}" for name in _KEY]
    marks: Any = AttendanceDay.objects.filter(
        Q(**{f"{_HOME}__ended_on__isnull": True}) | Q(**{f"{_HOME}__ended_on__gt": F("day")}),
        **{f"{_HOME}__started_on__lte": F("day")},
        enrolment__pupil__authority=authority,
        day__range=(first, last),
    ).order_by()
    known = {(stay.child, stay.provider) for stay in stays}
    for pupil, *key, possible, authorised, unauthorised in marks.values_list(
        "enrolment__pupil", *home
    ).annotate(**counts):
        provider = _provider(*key)
        if (pupil, provider) in known:
            add(
                provider,
                pupil,
                Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised),
            )
    of_child: dict[int, list[Stay]] = {}
    for stay in stays:
        of_child.setdefault(stay.child, []).append(stay)
    told = AttendanceSummary.objects.filter(
        enrolment__pupil__in=of_child, started_on__gte=first, ended_on__lte=last
    )
    rows: Any = beside_marks(told).select_related("enrolment")
    for row in rows:
        for stay in of_child[row.enrolment.pupil_id]:
            if stay.contains(row.started_on) and stay.contains(row.ended_on):
                add(stay.provider, stay.child, sessions_in(vars(row)).sessions)
    return (
        {provider: summed(rows) for provider, rows in found.items()},
        {provider: len(ids) for provider, ids in pupils.items()},
    )
