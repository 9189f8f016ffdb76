"""Who is told of a child."""

from collections.abc import Collection

from pupils.models import Enrolment, Involvement, Pupil, RestrictedAccess
from pupils.places import at_a_setting
from pupils.querysets import in_force
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.calendars import today


def allocated(pupil: Pupil, capacity: str) -> set[User]:
    """Who is allocated to the child in this capacity today, holds it still, and may be told: of a
    restricted record those who are named for it."""
    return allocated_in(pupil, [capacity])[capacity]


def allocated_in(pupil: Pupil, capacities: Collection[str]) -> dict[str, set[User]]:
    """The same for each of these capacities, in one query."""
    rows = Involvement.objects.filter(pupil=pupil, capacity__in=capacities).to_tell_on(today())
    found: dict[str, set[User]] = {capacity: set() for capacity in capacities}
    for row in rows.select_related("user"):
        found[row.capacity].add(row.user)
    return found


def officers_or_heads(pupil: Pupil) -> set[User]:
    """The child's officer, without one who may be told the heads of the Virtual School."""
    return allocated(pupil, Involvement.Capacity.OFFICER) or heads(pupil)


def heads(pupil: Pupil) -> set[User]:
    """The heads of the child's Virtual School; a restricted record they may open with a reason."""
    members = Membership.objects.in_force_on(today()).filter(
        role=Role.VIRTUAL_SCHOOL_HEAD, authority=pupil.authority_id, user__is_active=True
    )
    return {member.user for member in members.select_related("user")}


def designated_teachers(pupil: Pupil) -> set[User]:
    """Those of the setting that has the child or has accepted them; of a restricted record those
    who are named for it."""
    day = today()
    places = Enrolment.objects.filter(at_a_setting(day), pupil=pupil)
    members = Membership.objects.in_force_on(day).filter(
        role=Role.DESIGNATED_TEACHER, setting__in=places.values("setting"), user__is_active=True
    )
    if pupil.is_restricted:
        named = RestrictedAccess.objects.filter(in_force(day), pupil=pupil)
        members = members.filter(user__in=named.values("user"))
    return {member.user for member in members.select_related("user")}


def teachers_of(setting: int | None) -> set[User]:
    """The designated teachers of a setting today."""
    members = Membership.objects.in_force_on(today()).filter(
        role=Role.DESIGNATED_TEACHER, setting=setting, user__is_active=True
    )
    return {member.user for member in members.select_related("user")}


def sees(user: User, pupil: Pupil) -> bool:
    """Whether the person may see the child."""
    return Pupil.objects.visible_to(user).filter(pk=pupil.pk).exists()
