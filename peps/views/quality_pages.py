"""A page about how one authority assures quality, for those who assure its plans."""

from typing import Any

from django.utils.functional import cached_property

from peps.models import QualityPolicy
from peps.quality.rubrics import rubric_of
from peps.rubric import CURRENT_RUBRIC, Rubric
from vsh.accounts.access import OneAuthorityMixin
from vsh.accounts.roles import Permission


class QualityPageMixin(OneAuthorityMixin):
    """One authority's page, with its choices as they stand."""

    permission = Permission.ASSURE_PEP
    page_title = ""

    @cached_property
    def policy(self) -> QualityPolicy:
        """The authority's choices as they stand; without any, those that the software ships."""
        found = QualityPolicy.objects.visible_to(self.user).filter(authority=self.authority)
        return found.first() or QualityPolicy(authority=self.authority, version=0)

    @cached_property
    def rubric_in_force(self) -> Rubric:
        """The rubric by which the authority judges today."""
        return rubric_of(self.policy.rubric_version or CURRENT_RUBRIC)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The authority, and whether the reader may change how it assures quality."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        sets = self.user.authority_ids_where(Permission.SET_QUALITY)
        return {
            "page_title": self.page_title,
            "authority": self.authority,
            "authorities": self.authorities,
            "may_set": self.authority.pk in sets,
            **context,
        }

    def version_read(self) -> int:
        """The version of the policy that the page showed; -1 where the page does not say."""
        said = self.request.POST.get("version", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1
