"""Who may still be told about a child when a message goes out, or is read again."""

from django.db.models import Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission

from .models import Pupil


def may_still_be_told(user: User, pupil_ref: str) -> bool:
    """Whether the user sees the child today, or the one into whose record that child's was merged;
    of a restricted record the head is told as well, in words that do not even carry initials."""
    seen = Pupil.objects.visible_to(user).order_by().values("pk")
    heads = Q(
        is_restricted=True,
        authority__in=user.authority_ids_where(Permission.OPEN_RESTRICTED_RECORD),
    )
    about = Q(ref=pupil_ref) | Q(merged__ref=pupil_ref)
    return Pupil.objects.filter(about, Q(pk__in=seen) | heads).exists()
