"""Reads the facts of the children of one authority and year, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from peps.models import Pep, QualityReview
from pupils.codes import TEMPORARY_PLACEMENTS
from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    Enrolment,
    Pupil,
    SenStatus,
)
from pupils.querysets import under_eighteen
from pupils.rules.ages import care_ends_on
from vsh.organisations.models import Authority, EducationSetting, InspectionOutcome, SettingLink

from .facts import Care, Child, Clock, Cohort, Inspection, Place, Placement, Plan, School, Sen
from .rules import AcademicYear

SHORT_BREAKS = ("V3", "V4")
CLOCKS = ("pep_initiated", "pep_available", "pep_term_review", "school_place")


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query inside sees the facts of the same moment, whatever is loaded meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def load_cohort(*, authority: Authority, year: AcademicYear, on: date) -> Cohort:
    """Children looked after at any time in the year, as known on its last day or on `on`."""
    day = min(on, year.last_day)
    pupils = list(
        Pupil.objects.filter(authority=authority, care_periods__in=_care_in(year.first_day, day))
        .filter(under_eighteen(year.first_day))
        .distinct()
        .order_by("pk")
        .values_list("pk", "ref", "date_of_birth", "sex", "ethnicity", "is_uasc", "uasc_until")
    )
    ids = [pupil[0] for pupil in pupils]
    facts: dict[str, dict[int, tuple[Any, ...]]] = {
        "care": _grouped(_care(ids, day)),
        "placements": _grouped(_placements(ids, day)),
        "places": _grouped(_places(ids, day, min(day, year.school_day))),
        "sen": _grouped(_sen(ids, day)),
        "clocks": _grouped(_clocks(ids, year, day)),
        "plans": _grouped(_plans(ids, year, day)),
    }
    return Cohort(
        authority_code=authority.code,
        year=year,
        day=day,
        children=tuple(
            Child(
                ref=ref,
                born_on=born_on,
                sex=sex,
                ethnicity=ethnicity,
                is_uasc=is_uasc and (uasc_until is None or day < uasc_until),
                **{name: of_child.get(pk, ()) for name, of_child in facts.items()},
            )
            for pk, ref, born_on, sex, ethnicity, is_uasc, uasc_until in pupils
        ),
    )


def _grouped(rows: Iterable[tuple[int, Any]]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, fact in rows:
        found[pk].append(fact)
    return {pk: tuple(of_child) for pk, of_child in found.items()}


def _care_in(first: date, last: date) -> Any:
    return CarePeriod.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=first), started_on__lte=last
    )


def _known_end(ended_on: date | None, day: date) -> date | None:
    """An end that lies after the day of the report is not yet known on it."""
    return ended_on if ended_on is not None and ended_on <= day else None


def _care(ids: list[int], day: date) -> Iterator[tuple[int, Care]]:
    episodes = CareEpisode.objects.filter(care_period__pupil__in=ids, started_on__lte=day)
    statuses: dict[int, set[str]] = defaultdict(set)
    for period, status in episodes.order_by().values_list("care_period", "legal_status"):
        statuses[period].add(status)
    rows = CarePeriod.objects.filter(pupil__in=ids, started_on__lte=day).order_by("started_on")
    for pk, pupil, born_on, started_on, ended_on in rows.values_list(
        "pk", "pupil", "pupil__date_of_birth", "started_on", "ended_on"
    ):
        known = statuses[pk]
        yield (
            pupil,
            Care(
                started_on=started_on,
                ended_on=_known_end(care_ends_on(born_on, ended_on), day),
                is_short_breaks=bool(known) and known <= set(SHORT_BREAKS),
            ),
        )


def _placements(ids: list[int], day: date) -> Iterator[tuple[int, Placement]]:
    rows = CarePlacement.objects.filter(pupil__in=ids, started_on__lte=day).order_by("started_on")
    home = ("placement_type", "postcode", "area_code", "distance")
    for pupil, born_on, started_on, ended_on, code, postcode, area_code, miles in rows.values_list(
        "pupil", "pupil__date_of_birth", "started_on", "ended_on", *home
    ):
        yield (
            pupil,
            Placement(
                started_on=started_on,
                ended_on=_known_end(care_ends_on(born_on, ended_on), day),
                code=code,
                is_temporary=code in TEMPORARY_PLACEMENTS,
                postcode=postcode,
                area_code=area_code,
                miles=None if miles is None else float(miles),
            ),
        )


def _places(ids: list[int], day: date, school_day: date) -> Iterator[tuple[int, Place]]:
    """The main places; the hours of each are those of the day of the school figures."""
    rows = list(
        Enrolment.objects.filter(pupil__in=ids, started_on__lte=day)
        .main()
        .with_hours_on(school_day)
        .order_by("started_on")
        .values_list("pupil", "kind", "setting", "started_on", "ended_on", "full_time_then")
    )
    schools = _schools({row[2] for row in rows if row[2] is not None}, day)
    for pupil, kind, setting, started_on, ended_on, is_full_time in rows:
        place = Place(
            kind=kind,
            started_on=started_on,
            ended_on=_known_end(ended_on, day),
            school=schools.get(setting),
            is_full_time=is_full_time,
        )
        yield pupil, place


def _schools(ids: set[int], day: date) -> dict[int, School]:
    linked: dict[int, set[str]] = defaultdict(set)
    for setting, urn in SettingLink.objects.filter(setting__in=ids).values_list(
        "setting", "linked_urn"
    ):
        linked[setting].add(urn)
    inspections = _grouped(
        (
            setting,
            Inspection(framework=framework, area=area, grade=grade, inspected_on=inspected_on),
        )
        for setting, framework, area, grade, inspected_on in InspectionOutcome.objects.filter(
            setting__in=ids, inspected_on__lte=day
        ).values_list("setting", "framework", "area", "grade", "inspected_on")
    )
    rows = EducationSetting.objects.filter(pk__in=ids)
    return {
        pk: School(
            key=pk,
            urn=urn or "",
            phase=phase,
            type_name=f"{type_group} {type_name}",
            la_code=la_code,
            linked_urns=frozenset(linked[pk]),
            inspections=inspections.get(pk, ()),
        )
        for pk, urn, phase, type_group, type_name, la_code in rows.values_list(
            "pk", "urn", "phase", "type_group", "type_name", "la_code"
        )
    }


def _sen(ids: list[int], day: date) -> Iterator[tuple[int, Sen]]:
    rows = SenStatus.objects.filter(pupil__in=ids, started_on__lte=day).order_by("started_on")
    for pupil, status, started_on, ended_on in rows.values_list(
        "pupil", "status", "started_on", "ended_on"
    ):
        yield (
            pupil,
            Sen(status=status, started_on=started_on, ended_on=_known_end(ended_on, day)),
        )


def _clocks(ids: list[int], year: AcademicYear, day: date) -> Iterator[tuple[int, Clock]]:
    rows = Deadline.objects.filter(
        Q(due_on__isnull=True) | Q(due_on__range=(year.first_day, day)),
        pupil__in=ids,
        kind__in=CLOCKS,
        started_on__lte=day,
    ).as_at(day)
    # `status` is annotated by `as_at`, which the type checker does not see.
    for pupil, kind, started_on, due_on, status in rows.order_by("started_on", "pk").values_list(  # type: ignore[misc]
        "pupil", "kind", "started_on", "due_on", "status"
    ):
        yield pupil, Clock(kind=kind, started_on=started_on, due_on=due_on, status=status)


def _plans(ids: list[int], year: AcademicYear, day: date) -> Iterator[tuple[int, Plan]]:
    """PEPs of the year submitted by the day, with the outcome of the last review by the day."""
    peps = Pep.objects.filter(
        pupil__in=ids, academic_year=year.name, submitted_on__lte=day
    ).exclude(state=Pep.State.NOT_REQUIRED)
    reviews = QualityReview.objects.filter(pep__in=peps.order_by(), reviewed_on__lte=day)
    outcomes = dict(reviews.order_by("reviewed_on", "pk").values_list("pep", "outcome"))
    for pk, pupil, season, submitted_on, completed_on in peps.order_by(
        "opened_on", "pk"
    ).values_list("pk", "pupil", "season", "submitted_on", "completed_on"):
        plan = Plan(
            season=season,
            submitted_on=submitted_on,
            completed_on=_known_end(completed_on, day),
            outcome=outcomes.get(pk, ""),
        )
        yield pupil, plan
