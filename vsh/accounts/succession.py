"""Roles at a school that goes on under another URN, as after an academy conversion.

A file never gives anybody a role: whoever runs the system carries them over, once it is known who
still works there.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from vsh.calendars import today
from vsh.organisations.models import EducationSetting
from vsh.organisations.succession import is_succeeded_by

from .models import Membership
from .querysets import MembershipQuerySet


def roles_left_behind(former: EducationSetting, later: EducationSetting) -> MembershipQuerySet:
    """Roles in force at the former school that the same person does not hold at the later one."""
    carried = Membership.objects.in_force_today().filter(
        setting=later, user=OuterRef("user"), role=OuterRef("role")
    )
    held = Membership.objects.in_force_today().filter(setting=former, user__is_active=True)
    return held.filter(~Exists(carried)).select_related("user").order_by("user__email", "role")


@transaction.atomic
def carry_roles(*, former: EducationSetting, later: EducationSetting) -> list[Membership]:
    """Give these people the same roles at the later school from today; the old ones stay.

    The old ones stay because another authority's children may still be on record under the old
    URN. Refused unless the register says that the later school succeeds the former.
    """
    if not is_succeeded_by(former.pk, later.pk):
        raise ValidationError(
            f"The register does not say that {later} (URN {later.urn}) succeeds {former} "
            f"(URN {former.urn}). Load its links file, or give each person the role."
        )
    return [
        Membership.objects.create(
            user=held.user, role=held.role, setting=later, starts_on=today(), ends_on=held.ends_on
        )
        for held in roles_left_behind(former, later)
    ]
