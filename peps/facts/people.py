"""The people with an account who work with a child today: those who can be named for an action,
and those who read the plan."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from pupils.models import Enrolment, Involvement, Pupil, RestrictedAccess, SenStatus
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


@dataclass(frozen=True, kw_only=True)
class PlanReader:
    """Somebody who reads the plan, in a role; `place` is the setting of those of the school."""

    user_id: int
    name: str
    role: str
    place: str = ""


def people_of(pupil: Pupil, day: date) -> list[NamedPerson]:
    """Those allocated to the child, of their school and the Virtual School Head; three queries.

    Of a restricted record: the people who are named for it, and the head.
    """
    places = [row for row in _of_places(pupil, day) if row[3] != Role.SEND_OFFICER]
    found = [*_allocated(pupil, day), *places]
    if pupil.is_restricted:
        head = Role.VIRTUAL_SCHOOL_HEAD
        heads = [row for row in found if row[3] == head]
        found = [*_named(found, pupil, day), *heads]
    shown = dict.fromkeys(row[:4] for row in found)
    namesakes = Counter((name, role) for user_id, name, _, role in shown)
    people: dict[int, NamedPerson] = {}
    for user_id, name, email, role in shown:
        words = f"{name}, {in_sentence(Role(role).label)}" + (
            f", {email}" if namesakes[name, role] > 1 else ""
        )
        people.setdefault(user_id, NamedPerson(user_id=user_id, name=name, words=words))
    return list(people.values())


def readers_of_plan(pupil: Pupil, day: date) -> list[PlanReader]:
    """Who reads the plan in a role of their own: of the school, allocated, and for an EHC plan.

    The Virtual School reads every plan of its authority. Of a restricted record: who is named.
    """
    found = [*_of_places(pupil, day), *_allocated(pupil, day)]
    if pupil.is_restricted:
        found = _named(found, pupil, day)
    rows = dict.fromkeys(row for row in found if row[3] != Role.VIRTUAL_SCHOOL_HEAD)
    return [
        PlanReader(user_id=user_id, name=name or email, role=role, place=place)
        for user_id, name, email, role, place in rows
    ]


def person_of(words: str, people: list[NamedPerson]) -> NamedPerson | None:
    """The person whom a plan's words name, if they work with the child today."""
    return next((person for person in people if person.words == words), None)


_Row = tuple[int, str, str, str, str]
_COLUMNS = ("user_id", "user__name", "user__email")


def _named(rows: Iterable[_Row], pupil: Pupil, day: date) -> list[_Row]:
    access = RestrictedAccess.objects.filter(in_force(day), pupil=pupil)
    named = set(access.values_list("user_id", flat=True))
    return [row for row in rows if row[0] in named]


def _allocated(pupil: Pupil, day: date) -> Iterator[_Row]:
    """Allocations in force of people who hold that role in the child's authority."""
    rows = Involvement.objects.held_in_role_on(day).filter(pupil=pupil)
    ordered = rows.distinct().order_by("capacity", "user_id")
    yield from ordered.values_list(*_COLUMNS, "capacity", Value(""))


def _of_places(pupil: Pupil, day: date) -> Iterator[_Row]:
    """Designated teachers and head teachers of where the child learns, the authority's head, and
    its SEND officers while the child has an EHC plan."""
    members = Membership.objects.filter(
        in_force(day, first="starts_on", last="ends_on"), user__is_active=True
    )
    settings = Enrolment.objects.filter(at_a_setting(day), pupil=pupil).values("setting")
    plans = SenStatus.objects.filter(in_force(day), pupil=pupil, status="E")
    of_school = Q(role__in=_OF_THE_SCHOOL, setting__in=settings)
    heads = Q(role=Role.VIRTUAL_SCHOOL_HEAD, authority=pupil.authority_id)
    of_ehc_plan = Q(role=Role.SEND_OFFICER, authority__in=plans.values("pupil__authority"))
    rows = members.filter(of_school | heads | of_ehc_plan).distinct()
    columns = (*_COLUMNS, "role", Coalesce("setting__name", Value("")))
    yield from rows.order_by("role", "user_id", "setting__name").values_list(*columns)
