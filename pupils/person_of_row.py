"""Who may see whom, asked of many people at once: the person whom each row names, not one user."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from vsh.accounts.models import Membership
from vsh.accounts.querysets import MembershipQuerySet
from vsh.accounts.roles import Role
from vsh.calendars import today

from .models import Pupil


class PersonOfRow:
    """Stands in `PupilQuerySet.visible_to` where a user would, for the person at `path` of the row
    around it, so that there is one definition of who may see whom, for one person and for all."""

    is_active = True  # of who is not, no membership is read
    roles = frozenset(Role)

    def __init__(self, path: str) -> None:
        self.pk = OuterRef(OuterRef(path))  # as read of a fact of the child
        self._deeper = OuterRef(self.pk)

    def authority_ids(self, *roles: Role) -> Collection[int]:
        """As `User.authority_ids`, read of the child."""
        return self._memberships(self.pk, roles).values("authority")  # type: ignore[return-value]

    def setting_ids(self, *roles: Role) -> Collection[int]:
        """As `User.setting_ids`, read of a place of the child."""
        return self._memberships(self._deeper, roles).values("setting")  # type: ignore[return-value]

    @staticmethod
    def _memberships(user: OuterRef, roles: Collection[Role]) -> MembershipQuerySet:
        return Membership.objects.in_force_on(today()).filter(
            user=user, user__is_active=True, role__in=roles
        )


def seen_by(person: str, *, pupil: str) -> Exists:
    """Whether the person at one path of a row may see the child at the other today."""
    return Exists(
        Pupil.objects.visible_to(PersonOfRow(person)).filter(pk=OuterRef(pupil)).order_by()
    )
