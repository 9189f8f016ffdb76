"""A chaser to those who owe a plan: one message a day to each person, whatever the number."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from pupils.models import Pupil
from pupils.reminder_people import PeopleOfChildren, Person, load_people
from vsh.accounts.models import User
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.govuk.words import in_sentence
from vsh.notices.models import Notice
from vsh.notices.services import Message, queue_notices
from vsh.organisations.models import Authority

from .listing import SCHOOL, SOCIAL_WORKER, VIRTUAL_SCHOOL, rows_of, term_words
from .terms import THIS_TERM

BATCH = 500
MOST_NAMED = 40  # references in one message
CHASED = "chased"
OWES = {
    SOCIAL_WORKER: Role.SOCIAL_WORKER,
    SCHOOL: Role.DESIGNATED_TEACHER,
    VIRTUAL_SCHOOL: Role.VIRTUAL_SCHOOL_OFFICER,
}


@dataclass
class Owed:
    """The plans that wait for each person, as lines of a message, in which role they are told
    first, and how many plans wait for somebody who is not on record."""

    lines: dict[int, list[str]]
    term: str = THIS_TERM
    not_on_record: int = 0
    roles: dict[int, Role] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Whom a chaser would go to, before it is sent."""

    number: int
    by_role: list[str]  # "4 social workers"
    told_today: int
    not_on_record: int


def what_is_owed(
    children: list[int],
    *,
    by: User,
    progress: Callable[[int, int], None] | None = None,
    term: str = THIS_TERM,
) -> Owed:
    """Which plans wait for whom: where nobody holds the role for the child, for the officer, else
    the head, who see to it that somebody does. Nobody is told of their own asking."""
    owed = Owed(defaultdict(list), term)
    for first in range(0, len(children), BATCH):
        rows = rows_of(children[first : first + BATCH], user=by, on=today(), term=term)
        people = load_people({row.pk for row in rows}, on=today())
        for row in rows:
            if (role := OWES.get(row.waits_for)) is None:
                continue
            is_on_record = bool(people.holding(role, row))
            owed.not_on_record += not is_on_record
            line = _line(row, term) + (
                "" if is_on_record else f": no {in_sentence(role.label)} on record"
            )
            for person in people.standing_in_for(role, row):
                if person.user_id != by.pk:
                    owed.lines[person.user_id].append(line)
                    owed.roles.setdefault(person.user_id, _told_as(role, person, row, people))
        if progress:
            progress(min(first + BATCH, len(children)), len(children))
    return owed


def preview_of(owed: Owed, *, authority: Authority) -> Preview:
    """How many people of each role would be told, and how many of them were told today already."""
    numbers = Counter(owed.roles.values())
    told = Notice.objects.filter(
        about=_about(owed, authority), stage=CHASED, recipient__in=list(owed.lines)
    )
    return Preview(
        number=len(owed.lines),
        by_role=[
            f"{n} {in_sentence(role.label)}{'s' if n > 1 else ''}"
            for role in Role
            if (n := numbers[role])
        ],
        told_today=told.count(),
        not_on_record=owed.not_on_record,
    )


def _told_as(role: Role, person: Person, row: Pupil, people: PeopleOfChildren) -> Role:
    """Their own turn, or the role in which they stand in for who is not on record."""
    for each in (role, Role.VIRTUAL_SCHOOL_OFFICER):
        if person in people.holding(each, row):
            return each
    return Role.VIRTUAL_SCHOOL_HEAD


def chase(owed: Owed, *, authority: Authority, by: User) -> int:
    """Tell everybody whose turn it is which plans wait for them; how many are told anew today.

    References alone stand in the message, no initials: it is about many children.
    """
    is_past = owed.term != THIS_TERM
    of_term = "of earlier terms that still wait" if is_past else "of this term that wait"
    link = settings.SITE_URL.rstrip("/") + reverse("reporting:home")
    return queue_notices(
        Message(
            about=_about(owed, authority),
            stage=CHASED,
            recipient_id=user_id,
            subject=f"{len(lines)} {'PEP waits' if len(lines) == 1 else 'PEPs wait'} for you",
            body="\n\n".join(
                [
                    f"{authority.name} asks for the plans {of_term} for you:",
                    "\n".join(lines[:MOST_NAMED] + _more(len(lines) - MOST_NAMED)),
                    f"See what is due, and what to do next: {link}",
                    f"Asked by {by.name}.\n",
                ]
            ),
        )
        for user_id, lines in sorted(owed.lines.items())
    )


def _about(owed: Owed, authority: Authority) -> str:
    """What makes it one message a day, of this term and of earlier ones."""
    earlier = "" if owed.term == THIS_TERM else ":earlier"
    return f"plans:{authority.code}:{today().isoformat()}{earlier}"


def _line(row: Pupil, term: str) -> str:
    due_on = vars(row)["plan_due_on"]
    of_term = term_words(vars(row)["plan_term_key"]) if term != THIS_TERM else ""
    named = f"- {row.ref}" + (f", {in_sentence(of_term)}" if of_term else "")
    return named + (f", due {due_on.isoformat()}" if due_on else "")


def _more(number: int) -> list[str]:
    return [f"- and {number} more"] if number > 0 else []
