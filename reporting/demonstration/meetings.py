"""Invented meetings: those to come of plans that are being written, those held of this term's."""

import random
from datetime import date, datetime, time, timedelta

from peps.models import Attendee, Meeting, Pep, PepSection
from pupils.models import Involvement, SenStatus, new_ref
from vsh.accounts.models import Membership, User
from vsh.calendars.current_day import LONDON

from .organisations import school_day_from

HOURS = ((time(9, 15), time(10, 15)), (time(13, 30), time(14, 30)), (time(15, 30), time(16, 30)))
CARERS = ("Pat Winter", "Jo Marsh", "Sam Okafor", "Chris Lowe", "Maria Santos")
MINUTES = (
    "The child spoke first, with the drawing that they had brought. We agreed the targets one by "
    "one and who helps with each. The carer asked for the reading list; the school sends it. The "
    "social worker speaks to the club about Thursdays."
)
Capacity = Attendee.Capacity


def arrange_meetings(*, rng: random.Random, on: date) -> None:
    """A meeting for about half of the plans being written, and for those handed in this year."""
    peps = Pep.objects.filter(opened_on__gt=on - timedelta(days=100)).exclude(state="not_required")
    teachers = {
        member.setting_id: member.user
        for member in Membership.objects.filter(role="designated_teacher").select_related("user")
    }
    meetings: list[Meeting] = []
    attendees: list[Attendee] = []
    workers = {
        row.pupil_id: row.user
        for row in Involvement.objects.filter(
            capacity="social_worker", ended_on__isnull=True
        ).select_related("user")
    }
    plans = set(SenStatus.objects.filter(status="E", ended_on=None).values_list("pupil", flat=True))
    held_on = dict(PepSection.objects.filter(key="meeting").values_list("pep", "data__held_on"))
    with_places = peps.select_related("pupil").prefetch_related("pupil__enrolments")
    for pep in with_places.order_by("pk"):
        worker = workers.get(pep.pupil_id)
        settings = [row.setting_id for row in pep.pupil.enrolments.all() if row.ended_on is None]
        teacher = next((teachers[pk] for pk in settings if pk in teachers), None)
        day = _day(pep, held_on.get(pep.pk), rng, on)
        if worker is None or day is None:
            continue
        meetings.append(_meeting(pep, day, teacher or worker, rng, on))
        # Of every second child with a plan the coming meeting is its annual review as well.
        meetings[-1].is_ehc_review = pep.is_open and pep.pupil_id in plans and pep.pk % 2 == 0
        attendees += _people(meetings[-1], pep, worker, teacher, rng)
    Meeting.objects.bulk_create(meetings)
    Attendee.objects.bulk_create(attendees)


def _day(pep: Pep, held_on: str | None, rng: random.Random, on: date) -> date | None:
    if pep.is_open:
        ahead = school_day_from(on + timedelta(days=rng.randint(2, 20)))
        return ahead if rng.random() < 0.8 else None
    return date.fromisoformat(held_on) if held_on else None


def _meeting(pep: Pep, day: date, by: User, rng: random.Random, on: date) -> Meeting:
    starts, ends = rng.choice(HOURS)
    is_held = day <= on and not pep.is_open
    written_at = datetime.combine(day, ends, LONDON) + timedelta(minutes=20)
    return Meeting(
        ref=new_ref(),
        pep=pep,
        day=day,
        starts_at=starts,
        ends_at=ends,
        place="The school's meeting room",
        video_link="https://meet.example/pep" if rng.random() < 0.3 else "",
        chair=str(by),
        arranged_by=by,
        arranged_on=min(on, day - timedelta(days=10)),
        is_held=True if is_held else None,
        minutes=MINUTES if is_held else "",
        minutes_version=int(is_held),
        minutes_by=by if is_held else None,
        minutes_at=written_at if is_held else None,
        attendance_by=by if is_held else None,
        attendance_at=written_at if is_held else None,
    )


def _people(
    meeting: Meeting, pep: Pep, worker: User, teacher: User | None, rng: random.Random
) -> list[Attendee]:
    came = meeting.is_held
    asked = [Attendee(user=worker, capacity=Capacity.SOCIAL_WORKER, answer="accepted")]
    if teacher:
        asked.append(Attendee(user=teacher, capacity=Capacity.DESIGNATED_TEACHER))
    asked.append(Attendee(name=rng.choice(CARERS), capacity=Capacity.CARER, answer="accepted"))
    asked.append(Attendee(name=pep.pupil.name, capacity=Capacity.CHILD))
    for person in asked:
        person.meeting, person.has_attended = meeting, came
    return asked
