"""Who is to be reminded about a child: people in force, with an account, who may see the child."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from vsh.accounts.models import Membership, User
from vsh.accounts.roles import SETTING_ROLES, Role

from .models import Enrolment, Involvement, Pupil, RestrictedAccess
from .places import at_a_setting
from .querysets import in_force

# Roles whose people are allocated to a child; all others act for the whole authority.
_ALLOCATED = {
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.IRO,
    Role.PERSONAL_ADVISER,
    Role.VIRTUAL_SCHOOL_OFFICER,
}


@dataclass(frozen=True)
class Person:
    """Somebody who can be told."""

    user_id: int
    email: str


@dataclass
class PeopleOfChildren:
    """The people of a batch of children, loaded in a handful of queries."""

    allocated: dict[tuple[int, str], list[Person]] = field(default_factory=dict)
    of_authority: dict[tuple[int, str], list[Person]] = field(default_factory=dict)
    of_setting: dict[tuple[int, str], list[Person]] = field(default_factory=dict)
    settings: dict[int, list[int]] = field(default_factory=dict)
    named: dict[int, set[int]] = field(default_factory=dict)
    owners: dict[tuple[int, int], Person] = field(default_factory=dict)

    def owing(self, pupil_id: int, owner_id: int | None) -> Person | None:
        """The person who owes it by name, if they still see the child."""
        return self.owners.get((pupil_id, owner_id)) if owner_id else None

    def holding(self, role: Role, pupil: Pupil) -> list[Person]:
        """Who holds the role for the child.

        A restricted record: only people who are named for it; the head, who may open it by
        giving a reason, is always one of them.
        """
        if role in SETTING_ROLES:
            found = [
                person
                for setting in self.settings.get(pupil.pk, [])
                for person in self.of_setting.get((setting, role), [])
            ]
        elif role in _ALLOCATED:
            found = self.allocated.get((pupil.pk, role), [])
        else:
            found = self.of_authority.get((pupil.authority_id, role), [])
        if pupil.is_restricted and role is not Role.VIRTUAL_SCHOOL_HEAD:
            named = self.named.get(pupil.pk, set())
            found = [person for person in found if person.user_id in named]
        return found

    def standing_in_for(
        self, role: Role, pupil: Pupil, *, not_to: int | None = None
    ) -> list[Person]:
        """Who holds the role for the child; without anybody the officer, then the head; of each
        those who may know of the child. Who is `not_to` be told, as it is their doing, is none."""
        for each in (role, Role.VIRTUAL_SCHOOL_OFFICER, Role.VIRTUAL_SCHOOL_HEAD):
            found = [one for one in self.holding(each, pupil) if one.user_id != not_to]
            if found:
                return found
        return []


def load_people(
    pupil_ids: Collection[int], *, on: date, owners: Collection[tuple[int, int]] = ()
) -> PeopleOfChildren:
    """The people of these children on the day, each with an active account.

    `owners` are the children and people named for something that is due.
    """
    people = PeopleOfChildren()
    allocated: dict[tuple[int, str], list[Person]] = defaultdict(list)
    for pupil_id, capacity, user_id, email in _allocations(pupil_ids, on):
        allocated[pupil_id, capacity].append(Person(user_id, email))
    settings: dict[int, list[int]] = defaultdict(list)
    for pupil_id, setting_id in settings_to_tell(pupil_ids, on):
        if setting_id not in settings[pupil_id]:
            settings[pupil_id].append(setting_id)
    named: dict[int, set[int]] = defaultdict(set)
    access = RestrictedAccess.objects.filter(in_force(on), pupil__in=pupil_ids)
    for pupil_id, user_id in access.values_list("pupil_id", "user_id"):
        named[pupil_id].add(user_id)
    people.allocated, people.settings, people.named = allocated, settings, named
    authorities = Pupil.objects.filter(pk__in=pupil_ids).order_by().values("authority")
    members = _members_on(on)
    people.of_authority = _members(members.filter(authority__in=authorities), "authority_id")
    taught_at = {setting for found in settings.values() for setting in found}
    people.of_setting = _members(members.filter(setting__in=taught_at), "setting_id")
    people.owners = _who_see(owners)
    return people


def _who_see(owners: Collection[tuple[int, int]]) -> dict[tuple[int, int], Person]:
    """Those of the named people who see the child today; a query for each person."""
    children: dict[int, set[int]] = defaultdict(set)
    for pupil_id, owner_id in owners:
        children[owner_id].add(pupil_id)
    found: dict[tuple[int, int], Person] = {}
    for user in User.objects.filter(pk__in=children, is_active=True):
        seen = Pupil.objects.visible_to(user).filter(pk__in=children[user.pk])
        person = Person(user.pk, user.email)
        found |= {(pk, user.pk): person for pk in seen.order_by().values_list("pk", flat=True)}
    return found


def _allocations(
    pupil_ids: Collection[int], on: date
) -> "QuerySet[Involvement, tuple[int, str, int, str]]":
    rows = Involvement.objects.filter(pupil__in=pupil_ids).held_in_role_on(on)
    return rows.distinct().values_list("pupil_id", "capacity", "user_id", "user__email")  # type: ignore[return-value]


def settings_to_tell(pupil_ids: Collection[int], on: date) -> Iterator[tuple[int, int]]:
    """Child and setting: the main school, or without one whatever setting holds the child."""
    places = list(
        Enrolment.objects.filter(at_a_setting(on), pupil__in=pupil_ids)
        .annotate(is_main_now=Q(in_force(on), kind=Enrolment.Kind.MAIN))
        .values_list("pupil_id", "setting_id", "is_main_now")
        .order_by("pk")
    )
    at_main_school = {pupil_id for pupil_id, _, is_main_now in places if is_main_now}
    for pupil_id, setting_id, is_main_now in places:
        if setting_id is not None and (is_main_now or pupil_id not in at_main_school):
            yield pupil_id, setting_id


def _members_on(day: date) -> "QuerySet[Membership]":
    return Membership.objects.filter(
        in_force(day, first="starts_on", last="ends_on"), user__is_active=True
    )


def _members(rows: "QuerySet[Membership]", place: str) -> dict[tuple[int, str], list[Person]]:
    found: dict[tuple[int, str], list[Person]] = defaultdict(list)
    for place_id, role, user_id, email in rows.values_list(
        place, "role", "user_id", "user__email"
    ).order_by("id"):
        found[place_id, role].append(Person(user_id, email))
    return found
