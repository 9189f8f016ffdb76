"""Who is asked to a child's next meeting: the people on record, and those of the last meeting."""

from collections.abc import Iterable
from dataclasses import dataclass

from peps.facts.people_told import allocated_in, designated_teachers, heads
from peps.models import Attendee, Meeting, Pep
from pupils.models import Involvement
from vsh.accounts.models import User
from vsh.calendars import today

from .closed import why_not_asked, with_their_child

Capacity = Attendee.Capacity
_ALLOCATED = (
    Involvement.Capacity.SOCIAL_WORKER,
    Involvement.Capacity.OFFICER,
    Involvement.Capacity.IRO,
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody to be asked: by account, or by name and perhaps address."""

    capacity: str
    user: User | None = None
    name: str = ""
    email: str = ""


def people_on_record(pep: Pep) -> list[Asked]:
    """The people with an account whom the plan concerns, each once, in the guidance's order."""
    pupil = pep.pupil
    held = allocated_in(pupil, _ALLOCATED)
    found: dict[User, str] = {}
    for capacity, users in (
        (Capacity.SOCIAL_WORKER, held[Involvement.Capacity.SOCIAL_WORKER]),
        (Capacity.DESIGNATED_TEACHER, designated_teachers(pupil)),
        (Capacity.OFFICER, held[Involvement.Capacity.OFFICER] or heads(pupil)),
        (Capacity.IRO, held[Involvement.Capacity.IRO]),
    ):
        for user in sorted(users, key=str):
            found.setdefault(user, capacity)
    return [Asked(user=user, capacity=capacity) for user, capacity in found.items()]


def in_the_place_of(gone: Iterable[Attendee], pep: Pep) -> list[Asked]:
    """Who is what these people were to the child: the new school's designated teachers, the next
    social worker or reviewing officer; nobody in the place of a whole Virtual School."""
    capacities = {row.capacity for row in gone} - {Capacity.OFFICER, Capacity.OTHER}
    return [person for person in people_on_record(pep) if person.capacity in capacities]


def others_of_last_meeting(pep: Pep) -> list[Asked]:
    """Carer, parent and others without an account who were asked to the last meeting of this time
    in care, and whom nothing keeps from the next: of carers those of the present home."""
    day = today()
    meetings = Meeting.objects.filter(pep__pupil=pep.pupil_id, pep__care_period=pep.care_period_id)
    last = meetings.order_by("-day", "-id").values("pk")[:1]
    rows = Attendee.objects.filter(meeting__in=last, user__isnull=True, is_invited=True)
    return [
        Asked(capacity=row.capacity, name=row.name, email=row.email)
        for row in with_their_child(rows.exclude(capacity=Capacity.CHILD))
        if why_not_asked(row, day) is None
    ]
