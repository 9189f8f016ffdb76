"""Another form for a plan whose child's situation has changed."""

from typing import Any

from django.http import Http404

from peps.facts.learners import fitting_form, learners_of
from peps.forms import VariantForm
from peps.rules.states import Action
from peps.schema import Variant
from peps.services import change_variant
from peps.views.pep_pages import PepFormPage
from pupils.models import Pupil
from vsh.accounts.roles import Permission
from vsh.calendars import today


class ChangeForm(PepFormPage):
    """Which form the plan is written on; the one that the record suggests is named."""

    permission = Permission.SUBMIT_PEP
    action = Action.WRITE
    form_class = VariantForm
    template_name = "peps/change_form.html"
    page_title = "Use another form"
    submit_text = "Use this form"
    success_message = "The plan is on the form that you chose"

    def get_pupil(self) -> Pupil:
        """404 for plans of the first version, which had one form."""
        pupil = super().get_pupil()
        if not self.pep.has_variants:
            raise Http404
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """The form of the plan."""
        return {"variant": self.pep.variant}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The present form, and what the record suggests."""
        child = learners_of([self.pep.pupil_id], today())[self.pep.pupil_id]
        suggested = fitting_form(self.pep, child, permissions=self.child_permissions)
        return super().get_context_data(
            present=Variant(self.pep.variant).label,
            suggested=suggested.label if suggested else "",
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Call the service."""
        change_variant(actor=self.user, pep=self.pep, **form.cleaned_data)
