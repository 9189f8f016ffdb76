"""May this person do this for this child? A role counts only where the child belongs.

Somebody may be a social worker in one authority and a teacher in a school of another: what the
first role allows must not reach the second role's children.
"""

from django.core.exceptions import PermissionDenied

from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role, permissions_of

from .models import Pupil


def permissions_for(user: User, pupil: Pupil) -> frozenset[Permission]:
    """What the user's memberships in the child's authority, or in a setting, allow today."""
    return permissions_of(
        {
            Role(membership.role)
            for membership in user.memberships_today
            if membership.setting_id is not None or membership.authority_id == pupil.authority_id
        }
    )


def may_for(user: User, permission: Permission, pupil: Pupil) -> bool:
    """Whether `user` may do this for this child."""
    return user.is_active and permission in permissions_for(user, pupil)


def require_for(user: User, permission: Permission, pupil: Pupil) -> None:
    """Refuse unless `user` may do this for this child; services call this before they write."""
    if not may_for(user, permission, pupil):
        raise PermissionDenied(permission.value)
