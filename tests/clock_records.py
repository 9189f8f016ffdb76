"""The same facts as `tests.clock_world`, written into the database."""

from datetime import date

from peps.models import Pep, PepStatusChange
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Enrolment, Pupil, StatutoryReview
from tests.clock_world import YEAR_2025_26, YEAR_2026_27
from vsh.calendars.models import CalendarEntry, CurrentDay
from vsh.organisations.models import Authority, EducationSetting


def found_northshire(*, day: date) -> Authority:
    """Northshire with two years of term dates and one school; today is `day`."""
    CurrentDay.objects.create(day=day)
    northshire = Authority.objects.create(code="999", name="Northshire")
    EducationSetting.objects.create(urn="999001", name="Oakfield School", la_code="999")
    for year, rows in (("2025-26", YEAR_2025_26), ("2026-27", YEAR_2026_27)):
        CalendarEntry.objects.bulk_create(
            CalendarEntry(
                authority=northshire,
                academic_year=year,
                kind=kind,
                name=name,
                starts_on=first,
                ends_on=last,
            )
            for kind, name, first, last in rows
        )
    return northshire


def add_child(
    authority: Authority,
    child_id: str,
    *,
    from_day: date,
    to_day: date | None = None,
    born: date = date(2014, 5, 10),
    is_emergency: bool = False,
    schools: tuple[tuple[date, date | None], ...] = ((date(2025, 9, 1), None),),
    reviews: tuple[date, ...] = (),
) -> Pupil:
    """A child with one period of care, one placement, places at Oakfield and reviews held."""
    pupil = Pupil.objects.create(authority=authority, child_id=child_id, date_of_birth=born)
    period = CarePeriod.objects.create(pupil=pupil, started_on=from_day, ended_on=to_day)
    CareEpisode.objects.create(
        care_period=period, started_on=from_day, ended_on=to_day, legal_status="C2"
    )
    CarePlacement.objects.create(
        pupil=pupil,
        care_period=period,
        started_on=from_day,
        ended_on=to_day,
        placement_type="U4",
        is_emergency=is_emergency,
    )
    oakfield = EducationSetting.objects.get(urn="999001")
    for first, last in schools:
        Enrolment.objects.create(pupil=pupil, setting=oakfield, started_on=first, ended_on=last)
    for held_on in reviews:
        StatutoryReview.objects.create(pupil=pupil, care_period=period, held_on=held_on)
    return pupil


def add_pep(pupil: Pupil, *changes: tuple[str, date], by=None) -> Pep:
    """A PEP that went through these states; "emptied" is a return as empty."""
    first = changes[0][1] if changes else date(2026, 4, 2)
    submissions = [day for state, day in changes if state == "submitted"]
    pep = Pep.objects.create(
        pupil=pupil,
        care_period=pupil.care_periods.get(),
        kind="initial",
        academic_year="2025-26",
        season="summer",
        form_version="2026.1",
        opened_on=first,
        initiated_on=first if by else None,
        initiated_by=by,
        submitted_on=submissions[-1] if submissions else None,
    )
    for state, day in changes:
        PepStatusChange.objects.create(
            pep=pep,
            to_state="returned" if state == "emptied" else state,
            on=day,
            is_returned_empty=state == "emptied",
        )
    return pep
