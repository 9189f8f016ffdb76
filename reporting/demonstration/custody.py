"""One young person in custody, with a day of release and no plan for education after it yet."""

from datetime import date, timedelta

from peps.facts.last_plan import last_plan_of
from placements.models import AttendanceDay, AttendanceSummary, Custody, CustodyPlan, Exclusion
from pupils.models import CareEpisode, CarePlacement, Involvement, Pupil
from vsh.calendars.rules import WorkingDays

ARRIVED = timedelta(days=30)
IN_CUSTODY = "Y5"  # of the school's register: no possible attendance
STILL_A_CHILD = timedelta(days=18 * 365)  # before the 18th birthday, whatever the leap years
_DAYS = WorkingDays()


def hold_in_custody(*, on: date) -> None:
    """The care order goes on, and with it every clock; the PEP was sent to the establishment."""
    arrived, release_on = on - ARRIVED, _DAYS.add(24, after=on)
    workers = Involvement.objects.filter(capacity=Involvement.Capacity.SOCIAL_WORKER).current_on(on)
    of_child = {row.pupil_id: row.user for row in workers.select_related("user")}
    under_order = CareEpisode.objects.current_on(on).filter(legal_status="C2")
    held = Pupil.objects.looked_after_on(on).filter(
        pk__in=of_child,
        nc_year__gte=11,
        date_of_birth__gt=release_on - STILL_A_CHILD,
        is_restricted=False,
        authority__code="999",
        care_periods__episodes__in=under_order,
        moves=None,
    )
    homes = CarePlacement.objects.current_on(on).filter(
        pupil__in=held.order_by(), started_on__lt=arrived - timedelta(days=60)
    )
    home = homes.select_related("pupil").order_by("-pupil__nc_year", "pk").first()
    if home is None:
        return
    pupil, worker = home.pupil, of_child[home.pupil_id]
    CarePlacement.objects.filter(pk=home.pk).update(ended_on=arrived)
    CarePlacement.objects.create(
        pupil=pupil,
        care_period_id=home.care_period_id,
        started_on=arrived,
        placement_type="R5",
        provider="PR3",
        area_code="998",
        reason_changed="CUSTOD",
    )
    stay = Custody.objects.create(
        pupil=pupil,
        kind=Custody.Kind.SENTENCE,
        establishment="Fellgate Young Offender Institution",
        education_contact="Priya Nair, head of education, 01998 555 014",
        yot_name="Owen Hart",
        yot_phone="01999 555 022",
        yot_email="owen.hart@yot.northshire.example",
        started_on=arrived,
        expected_length="4 months, half of them in custody",
        release_on=release_on,
        release_known_on=on - timedelta(days=9),
        recorded_by=worker,
        version=2,
    )
    _mark_as_held(pupil, arrived)
    sent_on = _DAYS.add(2, after=arrived)
    plan = last_plan_of(worker, pupil, sent_on)
    if plan is not None:
        CustodyPlan.objects.create(
            custody=stay,
            to=CustodyPlan.To.ESTABLISHMENT,
            to_whom="Priya Nair, head of education",
            how=CustodyPlan.How.EMAIL,
            pep_ref=plan.ref,
            plan=plan.words,
            sent_on=sent_on,
            accepted_on=_DAYS.add(1, after=sent_on),
            accepted_by="Priya Nair",
            recorded_by=worker,
        )


def _mark_as_held(pupil: Pupil, arrived: date) -> None:
    """The school marks the days as such; what it would else have told of them is not told."""
    of_child = {"enrolment__pupil": pupil}
    AttendanceDay.objects.filter(day__gte=arrived, **of_child).update(am=IN_CUSTODY, pm=IN_CUSTODY)
    AttendanceSummary.objects.filter(ended_on__gte=arrived, **of_child).delete()
    Exclusion.objects.filter(started_on__gte=arrived, **of_child).delete()
