"""A section that does not apply to the child any more is set aside with a reason, or taken back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from peps.forms import reason_for
from peps.models import PepSection
from peps.reading.letter import sections_to_read
from peps.rules.sections import may_write_section
from peps.schema import Section
from peps.services import set_section_aside, take_section_back
from peps.services.set_aside import why_not_set_aside
from peps.views.pep_pages import PepFormPage
from pupils.child_permissions import permissions_for
from pupils.models import Pupil
from vsh.accounts.roles import Permission


class _AboutASection(PepFormPage):
    """A reason about one section, given by who writes it."""

    permission = Permission.SUBMIT_PEP

    def get_pupil(self) -> Pupil:
        """The PEP's child; 404 for a section that is neither asked nor set aside."""
        pupil = super().get_pupil()
        rows = PepSection.objects.visible_to(self.user).filter(pep=self.pep)
        section = sections_to_read(self.pep, rows).get(self.kwargs["key"])
        if section is None:
            raise Http404
        self.section: Section = section
        has_setting: bool = self.pep.has_setting  # type: ignore[attr-defined]
        permissions = permissions_for(self.user, pupil)
        if not may_write_section(section, permissions=permissions, has_setting=has_setting):
            raise PermissionDenied
        return pupil

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The section, and why it would be refused, said before anybody writes a reason."""
        return super().get_context_data(section=self.section, refused=self.refused(), **kwargs)

    def refused(self) -> str:
        """Why it would be refused."""
        return ""


class SetSectionAside(_AboutASection):
    """Say that a section does not apply any more."""

    form_class = reason_for("Why this section does not apply any more")
    template_name = "peps/set_section_aside.html"
    page_title = "This section does not apply any more"
    submit_text = "Set the section aside"
    success_message = "The section is set aside; what was written in it stays readable"

    def refused(self) -> str:
        """Why the record, or the form, calls for the section."""
        refusal = why_not_set_aside(self.pep, self.section)
        return refusal.words if refusal else ""

    def act(self, form: Any) -> None:
        """Call the service."""
        set_section_aside(actor=self.user, pep=self.pep, key=self.section.key, **form.cleaned_data)


class TakeSectionBack(_AboutASection):
    """Say that a section which was set aside applies after all."""

    form_class = reason_for("Why this section applies after all")
    template_name = "peps/take_section_back.html"
    page_title = "This section applies after all"
    submit_text = "Take the section back"
    success_message = "The section is asked again, with what was written in it"

    def act(self, form: Any) -> None:
        """Call the service."""
        take_section_back(actor=self.user, pep=self.pep, key=self.section.key, **form.cleaned_data)
