"""What decides the form of each child's plan, read for many children at once."""

from collections.abc import Collection, Iterable, Set
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from peps.facts.earlier_words import spoke_in
from peps.facts.reported import reported_of
from peps.models import Pep, PepSection
from peps.rules.variants import Learner, in_term, says_that_the_school_changes, variant_of
from peps.schema import Answers, Variant
from peps.schema.by_day import ByDay, by_day_of
from pupils.models import CarePlacement, Enrolment, Pupil, SenStatus
from pupils.places import at_a_setting
from pupils.querysets import in_force
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import Season

PLANNED_CHANGES = "transition_and_stability"  # the section that asks for them
_OF_A_PLAN = {  # what the child alone does not decide
    "on",
    "season",
    "has_earlier_plan",
    "child_spoke_before",
    "home_spoke_before",
    "has_attendance",
    "has_exclusions",
}
_FACTS = [field.name for field in fields(Learner) if field.name not in _OF_A_PLAN]


def learners_of(pupil_ids: Collection[int], day: date) -> dict[int, Learner]:
    """Each child as the form sees them on the day, by the child's id."""
    child = OuterRef("pk")
    place = Enrolment.objects.filter(pupil=child).current_on(day).main().order_by("-started_on")
    hours = place.with_hours_on(day)
    here = Enrolment.objects.filter(in_force(day), pupil=child)
    ahead = Enrolment.objects.filter(pupil=child, started_on__gt=day, setting__isnull=False)
    home = CarePlacement.objects.current_on(day).filter(pupil=child).order_by("-started_on")
    sen = SenStatus.objects.filter(in_force(day), pupil=child, status=SenStatus.Status.EHC_PLAN)
    rows = Pupil.objects.filter(pk__in=pupil_ids).values(
        "pk",
        "date_of_birth",
        "nc_year",
        place=Subquery(place.values("kind")[:1]),
        is_full_time=Subquery(hours.values("full_time_then")[:1]),
        has_setting=Exists(Enrolment.objects.filter(at_a_setting(day), pupil=child)),
        has_alternative_provision=Exists(here.filter(kind=Enrolment.Kind.ALTERNATIVE)),
        has_ehc_plan=Exists(sen),
        placement_type=Subquery(home.values("placement_type")[:1]),
        is_move_planned=Exists(ahead.filter(Q(kind=Enrolment.Kind.MAIN))),
    )
    return {row["pk"]: _learner(dict(row), day) for row in rows}


def learners_in(peps: Collection[Pep], day: date) -> dict[int, Learner]:
    """The child of each plan as its term and its own answers see them, by the plan's id."""
    children = learners_of([pep.pupil_id for pep in peps], day)
    reported = reported_of([pep.pupil_id for pep in peps])
    school_changes = plans_that_say_the_school_changes(peps)
    ids = [pep.pk for pep in peps]
    followers: Any = Pep.objects.filter(pk__in=ids).with_an_earlier_one()
    last: dict[int, int] = dict(followers.values_list("pk", "last_before"))
    spoke = spoke_in(last.values())
    found = {}
    for pep in peps:
        child = as_in_its_term(children[pep.pupil_id], pep)
        is_planned = child.is_move_planned or pep.pk in school_changes
        child = reported.told(
            child, pupil_id=pep.pupil_id, year=pep.academic_year, season=pep.season
        )
        before = last.get(pep.pk)
        found[pep.pk] = replace(
            child,
            is_move_planned=is_planned,
            has_earlier_plan=before is not None,
            child_spoke_before=before in spoke.children,
            home_spoke_before=before in spoke.homes,
        )
    return found


def learner_today(pep: Pep, day: date, *, planned: Answers) -> Learner:
    """The child as the plan's term and its answers of planned changes see them; of earlier plans
    and of what is reported it says nothing."""
    child = as_in_its_term(learners_of([pep.pupil_id], day)[pep.pupil_id], pep)
    is_planned = child.is_move_planned or says_that_the_school_changes(planned)
    return replace(child, is_move_planned=is_planned)


def learner_of_loaded(pep: Pep, day: date) -> Learner:
    """The child as a page of the plan has loaded them already: what decides the variant."""
    pupil: Any = pep.pupil
    row: Any = pep
    return Learner(
        on=day,
        date_of_birth=pupil.date_of_birth,
        nc_year=pupil.nc_year,
        place=pupil.place_kind or "",
        has_setting=row.has_setting,
        placement_type=row.placement_type or "",
    )


def by_day_now(pep: Pep) -> ByDay:
    """Where the child of a plan spends the day, in the words in which they are asked."""
    here = Enrolment.objects.filter(at_a_setting(today()), pupil=pep.pupil_id)
    is_asked = pep.variant == Variant.EARLY_YEARS
    has_setting = is_asked and here.exists()
    return by_day_of(pep.variant, pep.circumstances, has_setting=has_setting)


def fitting_form(pep: Pep, child: Learner, *, permissions: Set[Permission]) -> Variant | None:
    """The form that the record suggests; nothing where the reader may not know of custody."""
    suggested = variant_of(as_in_its_term(child, pep))
    is_told = suggested is not Variant.CUSTODY or Permission.VIEW_CARE in permissions
    return suggested if is_told else None


def as_in_its_term(child: Learner, pep: Pep) -> Learner:
    """The child as the plan's term sees them."""
    return in_term(child, year=pep.academic_year, season=Season(pep.season))


def plans_that_say_the_school_changes(peps: Iterable[Pep]) -> set[int]:
    """The ids of the plans whose own answers are of a move of school."""
    said = PepSection.objects.filter(pep__in=[pep.pk for pep in peps], key=PLANNED_CHANGES)
    answers = said.filter(data__is_change_planned="yes").values_list("pep_id", "data")
    return {pep_id for pep_id, data in answers if says_that_the_school_changes(data)}


def _learner(row: dict[str, Any], day: date) -> Learner:
    known = {name: row[name] for name in _FACTS if row[name] is not None}
    return Learner(on=day, **known)
