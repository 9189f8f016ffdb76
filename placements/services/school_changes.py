"""A change of school without a move of home: who was consulted, or why not.

Source: statutory guidance (2018), "The social worker's role in supporting the PEP".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import SchoolChange, SchoolChangeConsultation
from placements.rules.moves import Consulted, Whom
from placements.rules.school_changes import (
    follows_at_once,
    missing_of_change,
)
from pupils.child_permissions import require_for
from pupils.models import CarePeriod, Enrolment
from pupils.rules.ages import year_group_on
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today

EDUCATION = (Enrolment.Kind.MAIN, Enrolment.Kind.OTHERWISE)


@dataclass(frozen=True, kw_only=True)
class SaidOfChange:
    """What is said of it: of each person asked the day and their words, or why not."""

    is_pep_considered: bool = False
    consulted: Mapping[Whom, tuple[Consulted, str]] = field(default_factory=dict)


def note_change(place: Enrolment, *, by: User) -> SchoolChange | None:
    """The change of school that a new main place is, under the lock that the caller holds: another
    place ended as it began, which no move of home had ended, and the child is looked after."""
    if place.kind not in EDUCATION:
        return None
    care = CarePeriod.objects.filter(pupil=place.pupil_id).current_on(place.started_on)
    before = Enrolment.objects.filter(pupil=place.pupil_id, kind__in=EDUCATION)
    former = before.filter(ended_on__lt=place.started_on).order_by("-ended_on").first()
    if former is None or former.ended_by_placement or not care.exists():
        return None
    is_same = former.kind == place.kind and former.setting_id == place.setting_id
    at_once = follows_at_once(ended_on=former.ended_on, started_on=place.started_on)
    if is_same or not at_once:
        return None
    return SchoolChange.objects.create(enrolment=place, former=former, recorded_by=by)


def year_group_at(change: SchoolChange) -> int:
    """The child's year group on the day of the change."""
    pupil = change.enrolment.pupil
    return year_group_on(
        change.enrolment.started_on,
        date_of_birth=pupil.date_of_birth,
        nc_year=pupil.nc_year,
        known_on=today(),
    )


def missing_of(change: SchoolChange) -> list[str]:
    """What is not yet on record of it."""
    consulted = {
        Whom(row.whom): Consulted(on=row.consulted_on, reason_not=row.reason_not)
        for row in change.consultations.all()
    }
    return missing_of_change(consulted, is_pep_considered=change.is_pep_considered)


@transaction.atomic
def answer_change(
    *, actor: User, change: SchoolChange, version: int, said: SaidOfChange
) -> SchoolChange:
    """Put on record who was consulted and when, or why not; what is left empty stays owed."""
    pupil = lock_visible_pupil(change.enrolment.pupil, actor=actor)
    require_for(actor, Permission.SEARCH_SCHOOL, pupil)
    rows = SchoolChange.objects.select_related("enrolment__pupil").filter(pk=change.pk)
    found = rows.first()
    if found is None:
        raise StaleRecordError("the place was taken off the record")
    if found.version != version:
        raise StaleRecordError("; ".join(missing_of(found)) or "nothing is missing any more")
    for whom, (asked, words) in said.consulted.items():
        if asked.on is not None and asked.on > today():
            raise ValidationError({f"{whom}_on": "This day is in the future"})
        _write(found, whom, asked, words)
    found.is_pep_considered = said.is_pep_considered
    found.version += 1
    found.save()
    return found


def _write(change: SchoolChange, whom: Whom, asked: Consulted, words: str) -> None:
    row = SchoolChangeConsultation.objects.filter(change=change, whom=whom).first()
    if asked.on is None and not asked.reason_not:
        if row is not None:
            row.delete()
        return
    row = row or SchoolChangeConsultation(change=change, whom=whom)
    row.consulted_on, row.said, row.reason_not = asked.on, words, asked.reason_not
    row.full_clean()
    row.save()
