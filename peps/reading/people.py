"""The people with an account who work with a child today: those who can be named for an action."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from pupils.models import Enrolment, Involvement, Pupil, RestrictedAccess
from pupils.places import at_a_setting
from pupils.querysets import in_force
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.govuk.words import in_sentence

_OF_THE_SCHOOL = (Role.DESIGNATED_TEACHER, Role.HEAD_TEACHER)


@dataclass(frozen=True, kw_only=True)
class NamedPerson:
    """Somebody who can be named; `words` say who it is, as a plan keeps it."""

    user_id: int
    name: str
    words: str


def people_of(pupil: Pupil, day: date) -> list[NamedPerson]:
    """Those allocated to the child, of their school and the Virtual School Head; three queries.

    Of a restricted record: the people who are named for it, and the head.
    """
    found = list(_allocated(pupil, day)) + list(_of_places(pupil, day))
    if pupil.is_restricted:
        access = RestrictedAccess.objects.filter(in_force(day), pupil=pupil)
        named = set(access.values_list("user_id", flat=True))
        head = Role.VIRTUAL_SCHOOL_HEAD
        found = [row for row in found if row[0] in named or row[3] == head]
    namesakes = Counter((name, role) for user_id, name, _, role in dict.fromkeys(found))
    people: dict[int, NamedPerson] = {}
    for user_id, name, email, role in found:
        label = Role(role).label
        part = label if role == Role.IRO else in_sentence(label)
        words = f"{name}, {part}" + (f", {email}" if namesakes[name, role] > 1 else "")
        people.setdefault(user_id, NamedPerson(user_id=user_id, name=name, words=words))
    return list(people.values())


def person_of(words: str, people: list[NamedPerson]) -> NamedPerson | None:
    """The person whom a plan's words name, if they work with the child today."""
    return next((person for person in people if person.words == words), None)


_Row = tuple[int, str, str, str]


def _allocated(pupil: Pupil, day: date) -> Iterator[_Row]:
    """Allocations in force of people who hold that role in the child's authority."""
    rows = Involvement.objects.filter(
        in_force(day),
        in_force(day, first="user__memberships__starts_on", last="user__memberships__ends_on"),
        pupil=pupil,
        user__is_active=True,
        user__memberships__role=F("capacity"),
        user__memberships__authority=pupil.authority_id,
    )
    columns = ("user_id", "user__name", "user__email", "capacity")
    yield from rows.distinct().order_by("capacity", "user_id").values_list(*columns)


def _of_places(pupil: Pupil, day: date) -> Iterator[_Row]:
    """Designated teachers and head teachers of where the child learns, and the authority's head."""
    members = Membership.objects.filter(
        in_force(day, first="starts_on", last="ends_on"), user__is_active=True
    )
    settings = Enrolment.objects.filter(at_a_setting(day), pupil=pupil).values("setting")
    of_school = members.filter(role__in=_OF_THE_SCHOOL, setting__in=settings)
    heads = members.filter(role=Role.VIRTUAL_SCHOOL_HEAD, authority=pupil.authority_id)
    columns = ("user_id", "user__name", "user__email", "role")
    rows = (of_school | heads).order_by("role", "user_id")
    yield from rows.distinct().values_list(*columns)
