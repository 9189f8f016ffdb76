"""May this person do this for this child? A role counts only for the children whom it reaches.

Somebody may be a social worker in one authority and a teacher in a school, or staff at two
schools: what the first role allows must not reach the second role's children. Which children a
role reaches is defined once, in `PupilQuerySet`.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied

from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role, permissions_of

from .models import Pupil

_NOTED_AS = [(f"seen_as_{role.value}", role) for role in Role]
_permissions_of = cache(permissions_of)


def permissions_for(user: User, pupil: Pupil) -> frozenset[Permission]:
    """What the user's roles towards this child allow today.

    The roles are asked of the database unless the child was loaded `with_roles_of` the user, or
    its page has noted them.
    """
    if vars(pupil).get("seen_by") != user.pk:
        found = Pupil.objects.with_roles_of(user).filter(pk=pupil.pk).first()
        if found is None:
            return frozenset()
        pupil = found
    noted = vars(pupil)
    return _permissions_of(frozenset(role for name, role in _NOTED_AS if noted.get(name)))


def note_roles(user: User, pupils: Collection[Pupil]) -> None:
    """Note the user's roles towards each child of a page, in one query for all of them."""
    noted = {
        found.pk: vars(found)
        for found in Pupil.objects.with_roles_of(user)
        .filter(pk__in={pupil.pk for pupil in pupils})
        .order_by()
        .only("pk")
    }
    for pupil in pupils:
        _copy_roles(noted.get(pupil.pk, {}), pupil)


def note_roles_of_row(row: Any) -> None:
    """Note on the child of a row that was loaded `with_roles_of` a user what the row says."""
    _copy_roles(vars(row), row.pupil)


def _copy_roles(found: Mapping[str, Any], pupil: Pupil) -> None:
    for name, value in found.items():
        if name.startswith("seen_"):
            setattr(pupil, name, value)


def may_for(user: User, permission: Permission, pupil: Pupil) -> bool:
    """Whether `user` may do this for this child."""
    return user.is_active and permission in permissions_for(user, pupil)


def require_for(user: User, permission: Permission, pupil: Pupil) -> None:
    """Refuse unless `user` may do this for this child; services call this before they write."""
    if not may_for(user, permission, pupil):
        raise PermissionDenied(permission.value)
