"""Reminders of what is due: who is told, at which stage, in which words.

Before a deadline (5 working days, 1), on its day, after it (1 working day, 5, then weekly, eight
times). From 5 working days after, the officer is told as well; with the weekly ones the Virtual
School Head too. A school's own are counted in its school days, and none goes out in its holidays.
Nobody is reminded of what was due before the child was on record here. After a missed sweep only
the latest stage goes out, never all of them. A notice is unique on deadline, stage and person, so
a sweep may run twice, or in parallel, and tells everybody once.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from vsh.accounts.roles import SETTING_ROLES, Role
from vsh.calendars import today
from vsh.calendars.current_day import LONDON
from vsh.calendars.services import load_working_days
from vsh.govuk.dates import due_words, long_date
from vsh.notices.services import Message, not_yet_queued, queue_notices

from .clock_words import kind_label, kind_reason
from .models import Deadline
from .reminder_days import Stages, stages_of, works_at_a_school
from .reminder_people import PeopleOfChildren, Person, load_people
from .reminder_subjects import subject_of
from .services.deadlines import is_recalculated, recalculate_everyone
from .services.owed_deadlines import recalculate_owed, withheld

BATCH = 500
LONGEST_HOLIDAYS = timedelta(days=77)  # of a school, with the school days that lie around them
WORKING_HOURS = range(8, 18)
OPEN = ("overdue", "due_soon", "upcoming")


def is_time_to_remind(now: datetime) -> bool:
    """Whether people are at work: a working day (that of `today`), from 8 to 18 in London."""
    return now.astimezone(LONDON).hour in WORKING_HOURS and (
        load_working_days().is_working_day(today())
    )


def sweep_today() -> int:
    """Queue the reminders of today, once the deadlines are those of today.

    Whoever turned eighteen, left care or began a term last night has other deadlines this
    morning. The night's recalculation sees to that; where it has not run, it runs now. So is
    what a large file has left to be worked out; a child who is held meanwhile waits for the next
    sweep.
    """
    day = today()
    recalculate_owed()
    if not is_recalculated(day):
        recalculate_everyone(on=day)
    return sweep(day)


def sweep(day: date) -> int:
    """Queue every reminder that `day` calls for; say how many were new."""
    return sum(queue_notices(messages) for messages in _batches_of_messages(day))


def reminders_of(day: date) -> Iterator[Message]:
    """The reminders that a sweep on `day` would queue; nothing is written."""
    for messages in _batches_of_messages(day):
        yield from not_yet_queued(messages)


def _batches_of_messages(day: date) -> Iterator[list[Message]]:
    """Messages of every open deadline that has reached a stage, a batch at a time by key."""
    working_days = load_working_days()
    horizon = working_days.add(5, after=day)
    last_id = 0
    while deadlines := _open_deadlines(day, horizon, after_id=last_id):
        last_id = deadlines[-1].pk
        stages = stages_of(deadlines, on=day, working_days=working_days)
        reached = [deadline for deadline in deadlines if deadline.pk in stages]
        owners = {(d.pupil_id, d.owner_id) for d in reached if d.owner_id}
        people = load_people({d.pupil_id for d in reached}, on=day, owners=owners)
        yield list(_messages(reached, stages, people, day))


def _open_deadlines(day: date, horizon: date, *, after_id: int) -> list[Deadline]:
    """What is due within 5 working days; of a school's, what may be within 5 school days."""
    is_a_school_s = Q(owner_role__in=SETTING_ROLES) | Q(owner_is_at_a_school=True)
    of_schools = is_a_school_s & Q(due_on__lte=day + LONGEST_HOLIDAYS)
    rows = (
        Deadline.objects.as_at(day)  # type: ignore[misc]  # it annotates `status`
        .annotate(owner_is_at_a_school=works_at_a_school(on=day))
        .filter(Q(due_on__lte=horizon) | of_schools, status__in=OPEN)
        .filter(is_current=True, started_on__lte=day)
        .since_on_record()
        .filter(pk__gt=after_id)
        .exclude(withheld(timezone.now()))
        .select_related("pupil__authority")
        .order_by("pk")
    )
    return list(rows[:BATCH])  # type: ignore[arg-type]


def _messages(
    deadlines: Iterable[Deadline],
    stages: Mapping[int, Stages],
    people: PeopleOfChildren,
    day: date,
) -> Iterator[Message]:
    for deadline in deadlines:
        for person, (stage, why) in recipients(deadline, stages[deadline.pk], people).items():
            yield _message(deadline, stage, person, why, day)


def recipients(
    deadline: Deadline, stages: Stages, people: PeopleOfChildren
) -> dict[Person, tuple[str, str]]:
    """Who is told, of which stage and why them: the owner, then officer and head as it grows late.

    Without an owner the officer is told instead; without an officer, the head. Who owes it by
    name is told alone; once they have left or no longer see the child, it falls to its role.
    """
    role = Role(deadline.owner_role)
    owners = people.holding(role, deadline.pupil)
    why = f"you are the {_named(role)} of this child"
    if named := people.owing(deadline.pupil_id, deadline.owner_id):
        owners, why = [named], "you are named for it"
    told: dict[Person, tuple[str, str]] = {}
    if stages.owner:
        told = dict.fromkeys(owners, (stages.owner, why))
    stage = stages.others
    is_weekly = stage.startswith("weekly")
    if stage and (stage == "after_5" or is_weekly or not owners):
        why = "it is late" if owners else f"no {_named(role)} is on record for this child"
        officers = people.holding(Role.VIRTUAL_SCHOOL_OFFICER, deadline.pupil)
        told = dict.fromkeys(officers, (stage, why)) | told
        if is_weekly or not (owners or officers):
            heads = people.holding(Role.VIRTUAL_SCHOOL_HEAD, deadline.pupil)
            told = dict.fromkeys(heads, (stage, why)) | told
    return told


def _message(deadline: Deadline, stage: str, person: Person, why: str, day: date) -> Message:
    """Initials and reference, never a name; for a restricted record not even initials."""
    pupil = deadline.pupil
    assert deadline.due_on is not None
    label = kind_label(deadline.kind)
    when = due_words(due_on=deadline.due_on, on=day)
    who = f"reference {pupil.ref}"
    if not pupil.is_restricted and pupil.initials != pupil.ref:
        who = f"{pupil.initials}, {who}"
    link = settings.SITE_URL.rstrip("/") + reverse("pupils:deadlines", kwargs={"ref": pupil.ref})
    lines = [
        f"{label} for {who}: {when} ({long_date(deadline.due_on)}).",
        kind_reason(deadline.kind),
        f"See why, and what to do next: {link}",
        f"You get this message because {why}.",
        f"Virtual School, {pupil.authority.name}",
    ]
    return Message(
        about=subject_of(deadline),
        stage=stage,
        recipient_id=person.user_id,
        subject=f"{label}, {pupil.ref}: {when}",
        body="\n\n".join(line for line in lines if line),
        pupil_ref=pupil.ref,
    )


def _named(role: Role) -> str:
    """The role within a sentence; the Virtual School is a name."""
    if role is Role.IRO:
        return "reviewing officer"
    label = role.label
    return label if label.startswith("Virtual School") else label[0].lower() + label[1:]
