"""Reads of what people have written and not saved, in sections and minutes: each their own, nobody
else's."""

from typing import TYPE_CHECKING, Self

from pupils.querysets import M

from .plans import RelatedToPepQuerySet

if TYPE_CHECKING:
    from vsh.accounts.models import User
    from vsh.accounts.roles import Permission


class SectionDraftQuerySet(RelatedToPepQuerySet[M]):
    """Drafts of sections."""

    pupil_path = "section__pep__pupil"

    def visible_to(self, user: "User", permission: "Permission | None" = None) -> Self:
        """Those that `user` wrote, of children whom they may still see."""
        return super().visible_to(user, permission).filter(user=user)


class MinutesDraftQuerySet(SectionDraftQuerySet[M]):
    """Drafts of minutes."""

    pupil_path = "meeting__pep__pupil"
