"""The accounts of the demonstration."""

import random
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.organisations.models import Authority, EducationSetting

from .names import BOYS, FAMILY, GIRLS
from .organisations import Place

JOINED_ON = date(2020, 9, 1)

# e-mail before the @, name, role; the first of a role is the account that `make run` prints
NORTHSHIRE = [
    ("head", "Helen Marsh", Role.VIRTUAL_SCHOOL_HEAD),
    ("officer", "Omar Farrow", Role.VIRTUAL_SCHOOL_OFFICER),
    ("officer2", "Rachel Dixon", Role.VIRTUAL_SCHOOL_OFFICER),
    ("officer3", "Ivan Cole", Role.VIRTUAL_SCHOOL_OFFICER),
    ("data", "Dora Webb", Role.DATA_OFFICER),
    ("socialworker", "Sasha Quinn", Role.SOCIAL_WORKER),
    *[(f"socialworker{n}", "", Role.SOCIAL_WORKER) for n in range(2, 15)],
    ("manager", "Mina Patel", Role.TEAM_MANAGER),
    ("manager2", "", Role.TEAM_MANAGER),
    ("iro", "Irene Stone", Role.IRO),
    *[(f"iro{n}", "", Role.IRO) for n in range(2, 6)],
    ("send", "Sana Hussain", Role.SEND_OFFICER),
    ("adviser", "Peter Wade", Role.PERSONAL_ADVISER),
    ("director", "Diana Reid", Role.DIRECTOR),
    ("member", "Martin Shaw", Role.LEAD_MEMBER),
]
SOUTHMOOR = [
    ("head", "Samuel Price", Role.VIRTUAL_SCHOOL_HEAD),
    ("officer", "Olu Adeyemi", Role.VIRTUAL_SCHOOL_OFFICER),
    ("socialworker", "", Role.SOCIAL_WORKER),
    ("socialworker2", "", Role.SOCIAL_WORKER),
    ("manager", "", Role.TEAM_MANAGER),
    ("iro", "", Role.IRO),
    ("director", "Della Grant", Role.DIRECTOR),
]


@dataclass(frozen=True, kw_only=True)
class Staff:
    """People of one authority by role, in the order of the lists above."""

    by_role: dict[Role, list[User]]

    def of(self, role: Role) -> list[User]:
        """Everybody in the role."""
        return self.by_role.get(role, [])


def engage_staff(
    place: Place, posts: list[tuple[str, str, Role]], *, password: str | None, rng: random.Random
) -> Staff:
    """The authority's people, and a designated teacher at every setting."""
    domain = f"{place.authority.name.lower()}.example"
    hashed = make_password(password)
    staff: dict[Role, list[User]] = {}
    members: list[Membership] = []
    for box, name, role in posts:
        user = _account(f"{box}@{domain}", name or _invent(rng), hashed)
        staff.setdefault(role, []).append(user)
        members.append(_membership(user, role, place.authority))
    for index, setting in enumerate(place.settings):
        user = _account(_teacher_box(index, domain), _invent(rng), hashed)
        staff.setdefault(Role.DESIGNATED_TEACHER, []).append(user)
        members.append(_membership(user, Role.DESIGNATED_TEACHER, setting))
    if place.authority.code == "999":
        for box, role in [("oakfield.head", Role.HEAD_TEACHER), ("staff", Role.SCHOOL_STAFF)]:
            user = _account(f"{box}@{domain}", _invent(rng), hashed)
            members.append(_membership(user, role, place.secondary[0]))
    Membership.objects.bulk_create(members)
    return Staff(by_role=staff)


def _teacher_box(index: int, domain: str) -> str:
    return f"teacher{index + 1 if index else ''}@{domain}"


def _invent(rng: random.Random) -> str:
    return f"{rng.choice(GIRLS + BOYS)} {rng.choice(FAMILY)}"


def _account(email: str, name: str, hashed: str) -> User:
    return User.objects.create(email=email, name=name, password=hashed)


def _membership(user: User, role: Role, place: Authority | EducationSetting) -> Membership:
    return Membership(
        user=user,
        role=role,
        authority=place if isinstance(place, Authority) else None,
        setting=place if isinstance(place, EducationSetting) else None,
        starts_on=JOINED_ON,
    )
