"""Invented attendance of last term and this one, and a few suspensions, at each child's school."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from placements.models import AttendanceSummary, Exclusion
from placements.rules.exclusions import REASONS, SESSIONS_A_DAY
from pupils.models import Enrolment
from vsh.calendars.rules.years import academic_year

from .marks import (
    BY_SUMS,
    Line,
    days_out,
    marks_of,
    school_days,
    with_one_unexplained,
    write_marks,
)
from .organisations import school_day_from, terms_of

SEASONS = ("autumn", "spring", "summer")
_REPORTED = 0.9  # of places; the others have still to be entered
_SUSPENDED = 0.12
_OF_SCHOOL_AGE = range(1, 12)


def write_attendance(*, rng: random.Random, on: date) -> None:
    """Attendance of the last two terms begun by `on`, by place, and suspensions in them: marks of
    this school year, sums of the year before and of one school."""
    terms = _terms(on)[-2:]
    places = Enrolment.objects.filter(setting__isnull=False, pupil__nc_year__isnull=False)
    summaries: list[AttendanceSummary] = []
    exclusions: list[Exclusion] = []
    marks: list[Iterator[Line]] = []
    for place in places.select_related("pupil", "setting").order_by("pk"):
        reliable = rng.betavariate(14, 1.3)
        is_reported = rng.random() < _REPORTED
        for year, season, first, last in terms:
            start = max(first, place.started_on)
            end = min(last, place.ended_on or last, on - timedelta(days=(on.weekday() - 4) % 7))
            days = len(school_days(start, end))
            if days < 3 or not is_reported:
                continue
            summary = AttendanceSummary(
                enrolment=place,
                academic_year=year,
                season=season,
                started_on=start,
                ended_on=end,
                entered_on=min(on, end + timedelta(days=1)),
                **_sessions(rng, days, reliable),
            )
            out: list[Exclusion] = []
            if place.pupil.nc_year in _OF_SCHOOL_AGE and rng.random() < _SUSPENDED:
                out.append(_suspension(rng, place, start, end))
            exclusions += out
            assert place.setting
            if year != academic_year(on) or place.setting.name == BY_SUMS:
                summaries.append(summary)
                continue
            until = min(last, place.ended_on or last, on)
            marks.append(
                marks_of(
                    place,
                    season=season,
                    days=[day for day in school_days(first, last) if start <= day <= until],
                    reliable=reliable,
                    out=days_out(out),
                    morning_only=on,
                )
            )
    write_marks(with_one_unexplained(chain.from_iterable(marks), on=on))
    AttendanceSummary.objects.bulk_create(summaries, batch_size=2000)
    Exclusion.objects.bulk_create(exclusions, batch_size=2000)


def _terms(on: date) -> list[tuple[str, str, date, date]]:
    this_year = int(academic_year(on)[:4])
    return [
        (f"{year}-{(year + 1) % 100:02}", season, first, last)
        for year in (this_year - 1, this_year)
        for season, (first, last) in zip(SEASONS, terms_of(year), strict=True)
        if first <= on
    ]


def _sessions(rng: random.Random, days: int, reliable: float) -> dict[str, Any]:
    """Two a school day."""
    possible = SESSIONS_A_DAY * days
    missed = round(possible * (1 - reliable))
    unauthorised = rng.randint(0, missed // 2)
    return {
        "sessions_possible": possible,
        "sessions_authorised": missed - unauthorised,
        "sessions_unauthorised": unauthorised,
    }


def _suspension(rng: random.Random, place: Enrolment, first: date, last: date) -> Exclusion:
    started = school_day_from(first + timedelta(days=rng.randint(0, (last - first).days // 2)))
    started = min(started, last)
    reasons = rng.sample(["DB", "VA", "PP", "DM", "PA", "TH"], rng.choice([1, 1, 2]))
    assert set(reasons) <= set(REASONS)
    return Exclusion(
        enrolment=place,
        kind=Exclusion.Kind.SUSPENSION,
        started_on=started,
        sessions=rng.choice([1, 2, 2, 4, 5, 6]),
        reasons=reasons,
        notified_on=started,
        **_education(started, on_record=started.toordinal() % 4 != 0),
        reported_on=started,
    )


def _education(started: date, *, on_record: bool) -> dict[str, Any]:
    """What there is from day one, for most; none of these lasts until the sixth day."""
    if not on_record:
        return {}
    words = "Work set and marked each day; a morning in the learning centre with a mentor."
    return {"provision": words, "provision_from_on": started}
