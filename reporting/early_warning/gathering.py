"""Reads what the rules need of many children: a handful of queries, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Sum

from placements.attendance_words import Reported
from placements.models import AttendanceDay, AttendanceSummary, Exclusion
from placements.rules.attendance import nominal_term, summed
from placements.rules.school_places import KIND as SCHOOL_PLACE
from placements.sessions import beside_marks, marks_by_term, sessions_in
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Deadline, Enrolment, Pupil
from pupils.rules.short_breaks import LEGAL_STATUSES
from vsh.calendars.rules import academic_year
from vsh.organisations.succession import predecessors_of

from .rules import Care, Home, Record, School, first_day


def records_of(children: Collection[Pupil], *, on: date) -> dict[int, Record]:
    """What is on record of these children until `on`, by id."""
    since, pupil_ids = first_day(on), [child.pk for child in children]
    care = _care(pupil_ids, on)
    homes = _by_pupil(
        (
            row["pupil_id"],
            Home(
                care_period=row["care_period_id"],
                started_on=row["started_on"],
                ended_on=row["ended_on"],
                placement_type=row["placement_type"],
                postcode=row["postcode"],
            ),
        )
        for row in CarePlacement.objects.filter(pupil__in=pupil_ids, started_on__lte=on)
        .order_by("started_on")
        .values(
            *("pupil_id", "care_period_id", "started_on", "ended_on"),
            *("placement_type", "postcode"),
        )
    )
    places = list(
        Enrolment.objects.filter(pupil__in=pupil_ids)
        .order_by("started_on")
        .values(
            *("pk", "pupil_id", "kind", "started_on", "ended_on", "setting_id"),
            type_code=F("setting__type_code"),
        )
    )
    schools = _by_pupil(
        (
            row["pupil_id"],
            School(
                started_on=row["started_on"],
                ended_on=row["ended_on"],
                setting=row["setting_id"],
                type_code=row["type_code"] or "",
            ),
        )
        for row in places
        if row["kind"] in Enrolment.MAIN_KINDS
    )
    _go_on(schools)
    owner = {row["pk"]: row["pupil_id"] for row in places}
    reported, days_out = _reported(owner, since, on), _suspended(pupil_ids, since, on)
    year, season = nominal_term(on)
    without = _without_place(pupil_ids, on)
    return {
        child.pk: Record(
            date_of_birth=child.date_of_birth,
            nc_year=child.nc_year,
            care=care[child.pk],
            homes=homes[child.pk],
            schools=schools[child.pk],
            sessions=summed(one.sessions for one in reported[child.pk]),
            sessions_this_year=summed(
                one.sessions for one in reported[child.pk] if one.term[0] == year
            ),
            sessions_this_term=summed(
                one.sessions for one in reported[child.pk] if one.term == (year, season)
            ),
            sessions_suspended=days_out.get(child.pk, 0),
            without_place_since=without.get(child.pk),
        )
        for child in children
    }


def _care(pupil_ids: Collection[int], on: date) -> defaultdict[int, list[Care]]:
    """The periods of care of each child, the first one first."""
    episodes = CareEpisode.objects.order_by().filter(care_period=OuterRef("pk"), started_on__lte=on)
    in_full_care = episodes.exclude(legal_status__in=LEGAL_STATUSES)
    of_breaks = ExpressionWrapper(Exists(episodes) & ~Exists(in_full_care), BooleanField())
    periods = CarePeriod.objects.filter(pupil__in=pupil_ids, started_on__lte=on)
    rows = periods.annotate(of_breaks=of_breaks).order_by("started_on")
    return _by_pupil(
        (pupil, Care(started_on=started_on, ended_on=ended_on, is_short_breaks=is_short_breaks))
        for pupil, started_on, ended_on, is_short_breaks in rows.values_list(
            "pupil", "started_on", "ended_on", "of_breaks"
        )
    )


def _go_on(schools: Mapping[int, list[School]]) -> None:
    """A school that goes on for another, such as an academy for the school that it was, counts as
    the same: nobody moved."""
    settings = {one.setting for told in schools.values() for one in told if one.setting}
    later = {former.pk: school.pk for former, school in predecessors_of(settings)}
    for told in schools.values():
        told[:] = [replace(one, setting=_last(one.setting, later)) for one in told]


def _last(setting: int | None, later: Mapping[int, int]) -> int | None:
    seen = set()
    while setting is not None and setting in later and setting not in seen:
        seen.add(setting)
        setting = later[setting]
    return setting


def _by_pupil(rows: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for pupil, row in rows:
        found[pupil].append(row)
    return found


def _reported(owner: Mapping[int, int], since: date, on: date) -> defaultdict[int, list[Reported]]:
    """Of each child the sessions of every place, term by term; `owner` says whose place it is."""
    marks = AttendanceDay.objects.filter(enrolment__in=list(owner), day__gte=since, day__lte=on)
    summaries = AttendanceSummary.objects.filter(
        enrolment__in=list(owner), academic_year__gte=academic_year(since), started_on__lte=on
    )
    rows = [*marks_by_term(marks), *map(vars, beside_marks(summaries))]
    return _by_pupil((owner[row["enrolment_id"]], sessions_in(row)) for row in rows)


def _suspended(pupil_ids: Collection[int], since: date, on: date) -> dict[int, int]:
    out = Exclusion.objects.filter(
        enrolment__pupil__in=pupil_ids, started_on__gte=since, started_on__lte=on
    )
    sums = out.counted().order_by().values("enrolment__pupil").annotate(sum=Sum("sessions_out"))
    return {row["enrolment__pupil"]: row["sum"] or 0 for row in sums}


def _without_place(pupil_ids: Collection[int], on: date) -> dict[int, date]:
    """Since when the clock of a full-time place runs that is neither met nor closed."""
    running = Deadline.objects.filter(
        pupil__in=pupil_ids,
        kind=SCHOOL_PLACE,
        is_current=True,
        started_on__lte=on,
        met_on__isnull=True,
        closed_on__isnull=True,
        due_on__isnull=False,
    )
    return dict(running.order_by("-started_on").values_list("pupil_id", "started_on"))
