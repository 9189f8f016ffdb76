"""Reads what is counted of each provider: a fixed number of queries for an authority and a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q

from placements.models import AttendanceDay, AttendanceSummary, Exclusion
from placements.rules.attendance import Sessions, summed
from placements.rules.attendance_codes import AUTHORISED, POSSIBLE, UNAUTHORISED
from placements.sessions import beside_marks, sessions_in
from pupils.models import CareEpisode, CarePlacement, Deadline, Enrolment
from reporting.annual_report.cohort import SHORT_BREAKS
from reporting.annual_report.indicators.placements import group_of
from reporting.annual_report.rules import AcademicYear
from vsh.organisations.models import Authority, SettingLink

from .rules import Facts, Gap, Happened, Provider, Review, Stay

PARENTS = "PR0"
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
FIRST_AGE, LAST_AGE = 4, 15  # Reception to Year 11, at the start of the year
HOLIDAY_MONTHS = (8, 9)  # in which school places change anyway
ONE_DAY = timedelta(days=1)
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
        .values_list("pupil", "kind", "started_on", "ended_on", "setting", "setting__urn")
    )
    suspensions = Exclusion.objects.standing().filter(
        enrolment__pupil__in=children, started_on__range=(first, last)
    )
    sessions, reported = _sessions(authority, stays, first, last)
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
        sessions=sessions,
        reported=reported,
    )


def _stays(
    authority: Authority, year: AcademicYear, first: date, last: date
) -> tuple[list[Stay], set[int]]:
    """Placements of the year with a provider; no stay with parents, none for a few days, no series
    of short breaks."""
    short = CareEpisode.objects.filter(legal_status__in=SHORT_BREAKS).values("care_period")
    rows = CarePlacement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=first),
        pupil__authority=authority,
        started_on__lte=last,
    ).exclude(Q(provider=PARENTS) | Q(placement_type__in=TEMPORARY) | Q(care_period__in=short))
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
    return Provider(code, group_of(placement_type), ofsted_urn)


def _changes(rows: list[Any], first: date) -> Iterator[Happened]:
    """Starts at another school, the holidays and what only became an academy left out."""
    same = _gone_on_as({row[4] for row in rows if row[4]})
    for pupil, places in groupby(rows, key=lambda row: row[0]):
        former: tuple[int, str | None] | None = None
        for _, kind, started_on, _, setting, urn in places:
            if kind != Enrolment.Kind.MAIN:
                continue
            is_another = former is not None and former[0] != setting
            is_new = is_another and (former and former[1], urn) not in same
            if is_new and started_on >= first and started_on.month not in HOLIDAY_MONTHS:
                yield Happened(pupil, started_on)
            former = setting, urn


def _gone_on_as(settings: set[int]) -> set[tuple[str, str]]:
    """Each school and the one as which it goes on, by their numbers on the register."""
    found: set[tuple[str, str]] = set()
    rows: Any = SettingLink.objects.filter(setting__in=settings, setting__urn__isnull=False)
    for urn, link_type, other in rows.values_list("setting__urn", "link_type", "linked_urn"):
        kind = link_type.lower()
        if kind.startswith("successor"):
            found.add((urn, other))
        elif kind.startswith("predecessor"):
            found.add((other, urn))
    return found


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
