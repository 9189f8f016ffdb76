"""Reads of what people have written and not saved, in sections and minutes: each their own, nobody
else's."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from pupils.querysets import M

from .plans import RelatedToPepQuerySet

if TYPE_CHECKING:
    from vsh.accounts.models import User
    from vsh.accounts.roles import Permission


_COLUMNS = ("id", "question", "page", "text", "version", "written_at")


class SectionDraftQuerySet(RelatedToPepQuerySet[M]):
    """Drafts of sections."""

    pupil_path = "section__pep__pupil"

    def as_rows(self) -> ArraySubquery:
        """As one column of what they are kept beside, the newest first."""
        row = JSONObject(**{name: name for name in _COLUMNS})
        return ArraySubquery(self.order_by("-written_at", "-id").values(row=row))

    def whose_beside(self) -> ArraySubquery:
        """Who keeps what there and still signs in, as one column: it tells that it waits, and is
        shown to nobody else."""
        told = {"question": "question", "text": "text", "name": "user__name"}
        kept = self.filter(user__is_active=True).order_by("user__name", "id")
        return ArraySubquery(kept.values(row=JSONObject(**told)))

    def visible_to(self, user: "User", permission: "Permission | None" = None) -> Self:
        """Those that `user` wrote, of children whom they may still see."""
        return super().visible_to(user, permission).filter(user=user)


class MinutesDraftQuerySet(SectionDraftQuerySet[M]):
    """Drafts of minutes."""

    pupil_path = "meeting__pep__pupil"
