"""Whether a child is an unaccompanied asylum-seeking child, and until when: put right."""

from typing import Any

from placements.care_correction_forms import what_was_wrong
from pupils.models import Pupil
from pupils.services.identity_corrections import (
    Unaccompanied,
    correct_unaccompanied,
    version_of_child,
)
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin

from .care_corrections import CareFactPage


class UnaccompaniedForm(VersionedFormMixin, GovukForm):
    """The status and its end."""

    is_uasc = fields.RadiosField(
        label="Is or was the child an unaccompanied asylum-seeking child?",
        choices=[("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Select whether the child is or was unaccompanied"},
    )
    uasc_until = fields.DateField(
        label="Day on which that ceased",
        hint="Leave it empty while it lasts: it ends with the 18th birthday by itself.",
        required=False,
    )
    reason = what_was_wrong()


class CorrectUnaccompanied(CareFactPage):
    """Being unaccompanied put right."""

    template_name = "placements/correct_unaccompanied.html"
    form_class = UnaccompaniedForm
    page_title = "Unaccompanied asylum-seeking child"
    success_message = "Put right"

    entry_labels = {"is_uasc": "Unaccompanied", "uasc_until": "Until"}

    @property
    def entry(self) -> Pupil:
        """The child: what stood there before is shown."""
        return self.pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record, and the version that the page shows."""
        return {
            "is_uasc": "yes" if self.pupil.is_uasc else "no",
            "uasc_until": self.pupil.uasc_until,
            "version": version_of_child(self.pupil),
        }

    def act(self, form: Any) -> None:
        """Put it right."""
        data = form.cleaned_data
        correct_unaccompanied(
            actor=self.user,
            pupil=self.pupil,
            version=data["version"],
            reason=data["reason"],
            right=Unaccompanied(is_uasc=data["is_uasc"] == "yes", uasc_until=data["uasc_until"]),
        )
