"""Refuse a main place at a school that is not for the child, unless it says why."""

from datetime import date

from django.core.exceptions import ValidationError

from vsh.calendars import today
from vsh.organisations.models import EducationSetting

from ..models import Enrolment, Pupil, SenStatus
from ..querysets import in_force
from ..rules.ages import year_groups_on
from ..rules.school_suits import SchoolAsRegistered, why_unsuited


def refuse_unsuited(place: Enrolment) -> None:
    """Refuse a place at a school that teaches another age, or a special school without an EHC plan,
    unless the evidence says why the child goes there."""
    if place.setting is None or place.kind not in Enrolment.MAIN_KINDS or place.evidence:
        return
    found = unsuited(
        place.pupil,
        place.setting,
        place.started_on,
        has_ehc_plan=has_ehc_plan(place.pupil, place.started_on),
    )
    if found:
        raise ValidationError(
            {
                "evidence": f"{place.setting}: {found}. Enter why the child is taught there, or "
                "choose another school"
            }
        )


def unsuited(pupil: Pupil, setting: EducationSetting, day: date, *, has_ehc_plan: bool) -> str:
    """Why the school is not for the child on `day`, or ""."""
    return why_unsuited(
        SchoolAsRegistered(
            low_age=setting.low_age, high_age=setting.high_age, type_code=setting.type_code
        ),
        year_groups=year_groups_on(
            day, date_of_birth=pupil.date_of_birth, nc_year=pupil.nc_year, known_on=today()
        ),
        has_ehc_plan=has_ehc_plan,
    )


def has_ehc_plan(pupil: Pupil, day: date) -> bool:
    """Whether the child has one on `day`."""
    rows = SenStatus.objects.filter(pupil=pupil, status=SenStatus.Status.EHC_PLAN)
    return bool(rows.filter(in_force(day)).exists())
