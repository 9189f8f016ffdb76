"""What decides the form of each child's plan, read for many children at once."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from peps.models import Pep, PepSection
from peps.rules.variants import Learner
from pupils.models import CarePlacement, Enrolment, Pupil, SenStatus
from pupils.places import at_a_setting
from pupils.querysets import in_force

PLANNED_CHANGES = "transition_and_stability"  # the section that asks for them
_FACTS = [field.name for field in fields(Learner) if field.name != "on"]


def learners_of(pupil_ids: Collection[int], day: date) -> dict[int, Learner]:
    """Each child as the form sees them on the day, by the child's id."""
    child = OuterRef("pk")
    place = Enrolment.objects.filter(pupil=child).current_on(day).main().order_by("-started_on")
    here = Enrolment.objects.filter(in_force(day), pupil=child)
    ahead = Enrolment.objects.filter(pupil=child, started_on__gt=day, setting__isnull=False)
    home = CarePlacement.objects.current_on(day).filter(pupil=child).order_by("-started_on")
    sen = SenStatus.objects.filter(in_force(day), pupil=child, status=SenStatus.Status.EHC_PLAN)
    rows = Pupil.objects.filter(pk__in=pupil_ids).values(
        "pk",
        "date_of_birth",
        "nc_year",
        place=Subquery(place.values("kind")[:1]),
        is_full_time=Subquery(place.values("is_full_time")[:1]),
        has_setting=Exists(Enrolment.objects.filter(at_a_setting(day), pupil=child)),
        has_alternative_provision=Exists(here.filter(kind=Enrolment.Kind.ALTERNATIVE)),
        has_ehc_plan=Exists(sen),
        placement_type=Subquery(home.values("placement_type")[:1]),
        is_move_planned=Exists(ahead.filter(Q(kind=Enrolment.Kind.MAIN))),
    )
    return {row["pk"]: _learner(dict(row), day) for row in rows}


def plans_that_say_a_move_is_planned(peps: Iterable[Pep]) -> set[int]:
    """The ids of the plans whose own answer is that a change of school or placement is planned."""
    said = PepSection.objects.filter(
        pep__in=[pep.pk for pep in peps], key=PLANNED_CHANGES, data__is_change_planned="yes"
    )
    return set(said.values_list("pep_id", flat=True))


def _learner(row: dict[str, Any], day: date) -> Learner:
    known = {name: row[name] for name in _FACTS if row[name] is not None}
    return Learner(on=day, **known)
