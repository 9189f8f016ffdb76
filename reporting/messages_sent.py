"""Messages of the outbox that somebody may read."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from pupils.models import Pupil
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Permission
from vsh.notices.models import Notice


def messages_about_children_of(user: User) -> "QuerySet[Notice]":
    """Messages about visible children of the authorities whose messages `user` may read."""
    authorities = user.authority_ids_where(Permission.VIEW_MESSAGES_SENT)
    children = Pupil.objects.visible_to(user).filter(authority__in=authorities).order_by()
    about = _about(children)
    colleague = Membership.objects.filter(user=OuterRef("recipient"), authority__in=authorities)
    general = Q(pupil_ref="") & Q(Exists(colleague))
    return Notice.objects.filter(about | general).select_related("recipient").order_by("-id")


def messages_to(user: User) -> "QuerySet[Notice]":
    """What was sent to `user`, but of children only those whom they may still see."""
    children = Pupil.objects.visible_to(user).order_by()
    shown = Q(pupil_ref="") | _about(children)
    return Notice.objects.filter(shown, recipient=user).order_by("-id")


def _about(children: "QuerySet[Pupil]") -> Q:
    """Of these children, or of a record that was merged into one of theirs."""
    merged = Pupil.objects.filter(merged_into__in=children.values("pk")).order_by()
    return Q(pupil_ref__in=children.values("ref")) | Q(pupil_ref__in=merged.values("ref"))
