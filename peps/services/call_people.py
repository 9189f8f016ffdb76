"""Who is told when a child calls: by name and role, as the child's own screen says it.

A worry about being safe goes to the social worker, the team manager, the safeguarding lead of the
authority, and the designated and head teachers, who answer for safeguarding at the school. While no
safeguarding lead is on record the Virtual School Head is told in their place.
"""

from dataclasses import dataclass

from peps.facts.people_told import sees
from peps.models import CallPolicy
from peps.rules.voices import Call
from pupils.models import Enrolment, Involvement, Pupil, RestrictedAccess
from pupils.places import at_a_setting
from pupils.querysets import in_force
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.calendars import today

CAPACITIES = {
    Call.SAFETY: ("social_worker", "team_manager"),
    Call.ADVOCATE: ("social_worker",),
    Call.INTERPRETER: ("social_worker",),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A person who is told, and what they are to the child; without an account by mail alone."""

    name: str
    what: str
    user: User | None = None
    address: str = ""

    @property
    def words(self) -> str:
        """Name and role, as the child reads them."""
        return f"{self.name}, {self.what}"


def who_is_told(call: Call | str, pupil: Pupil) -> list[Told]:
    """Social worker (a worry: with those named above); never nobody.

    Who is missing is stood in for: by the officer, then by the Virtual School Head.
    """
    people = _allocated(pupil)
    told = [
        _person(people[capacity], Involvement.Capacity(capacity).label.lower())
        for capacity in CAPACITIES[Call(call)]
        if capacity in people
    ]
    if call == Call.SAFETY:
        told += _at_school(pupil)
    if "social_worker" not in people:
        told += _virtual_school(pupil, people)
    told = _who_see(told, pupil)
    if call == Call.SAFETY:
        told += _safeguarding_lead(pupil)
    unique = {each.user or each.address: each for each in reversed(told)}
    return list(reversed(unique.values())) or heads_told(pupil)


def heads_told(pupil: Pupil) -> list[Told]:
    """The Virtual School Heads, to whom a call goes that nobody else takes up."""
    members = Membership.objects.in_force_on(today()).filter(
        role=Role.VIRTUAL_SCHOOL_HEAD, authority=pupil.authority_id, user__is_active=True
    )
    return [_person(m.user, "virtual school") for m in members.select_related("user")]


def _person(user: User, what: str) -> Told:
    return Told(name=str(user), what=what, user=user)


def _safeguarding_lead(pupil: Pupil) -> list[Told]:
    """The lead on record: by their account, if with it they may see the child, else by mail."""
    policy = CallPolicy.objects.filter(authority=pupil.authority_id).exclude(lead_email="").first()
    if policy is None:
        return heads_told(pupil)
    what = f"safeguarding lead of {pupil.authority.name}"
    user = User.objects.filter(email__iexact=policy.lead_email, is_active=True).first()
    if user is not None and sees(user, pupil):
        return [Told(name=policy.lead_name, what=what, user=user)]
    return [Told(name=policy.lead_name, what=what, address=policy.lead_email)]


def _allocated(pupil: Pupil) -> dict[str, User]:
    """The people allocated to the child who hold that role today, by capacity."""
    rows = Involvement.objects.filter(pupil=pupil).held_in_role_on(today())
    return {row.capacity: row.user for row in rows.select_related("user")}


def _who_see(told: list[Told], pupil: Pupil) -> list[Told]:
    """Those who see the child: of a restricted record only who is named for it."""
    active = [each for each in told if each.user and each.user.is_active]
    if not pupil.is_restricted:
        return active
    named = RestrictedAccess.objects.filter(in_force(today()), pupil=pupil)
    may = set(named.values_list("user", flat=True))
    return [each for each in active if each.user and each.user.pk in may]


def _at_school(pupil: Pupil) -> list[Told]:
    places = Enrolment.objects.filter(at_a_setting(today()), pupil=pupil)
    members = Membership.objects.in_force_on(today()).filter(
        role__in=[Role.DESIGNATED_TEACHER, Role.HEAD_TEACHER], setting__in=places.values("setting")
    )
    return [
        _person(member.user, f"{Role(member.role).label.lower()} at {member.setting}")
        for member in members.select_related("user", "setting").order_by("role", "id")
    ]


def _virtual_school(pupil: Pupil, people: dict[str, User]) -> list[Told]:
    officer = people.get("virtual_school_officer")
    return [_person(officer, "virtual school")] if officer else heads_told(pupil)
