"""A child's UPN or year group put right, where the workbench finds it missing or wrong."""

from typing import Any

from django.urls import reverse

from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from pupils.services.identity_corrections import Numbers, correct_numbers, version_of_child
from vsh.accounts.roles import Permission
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin

_YEARS = {
    -2: "Nursery 1",
    -1: "Nursery 2",
    0: "Reception",
    **{n: f"Year {n}" for n in range(1, 15)},
}


class NumbersForm(VersionedFormMixin, GovukForm):
    """The numbers as they should stand."""

    upn = fields.CharField(
        label="UPN",
        hint="As the school’s register has it, for example A123456789012. UN1 to UN5 say why there "
        "is none. Leave it empty where nobody knows it.",
        required=False,
        max_length=20,  # with blanks
        width=20,
        spellcheck=False,
    )
    nc_year = fields.SelectField(
        label="Year group in which the child is taught",
        choices=[(str(number), words) for number, words in _YEARS.items()],
        empty_label="Not recorded",
        required=False,
    )
    reason = fields.CharField(
        label="What was wrong, and who told you?",
        hint="What stands there now and this reason are kept in the history.",
        max_length=200,
        error_messages={"required": "Enter what was wrong and who told you"},
    )

    def clean_upn(self) -> str:
        """In capitals, without blanks."""
        return "".join(self.cleaned_data["upn"].upper().split())


class CorrectNumbers(PupilFormPage):
    """UPN and year group of one child."""

    permission = Permission.CHECK_DATA
    tab = "reporting:overview"
    template_name = "reporting/data_quality/correct_numbers.html"
    form_class = NumbersForm
    page_title = "Put UPN or year group right"
    success_message = "Put right. The next files find the child by it"
    entry_labels = {"upn": "UPN", "nc_year": "Year group"}

    entry_words = {"nc_year": lambda year: _YEARS.get(year, "Not recorded")}

    @property
    def entry(self) -> Pupil:
        """The child: what stood in the two before is shown."""
        return self.pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record, and the version that the page shows."""
        year = self.pupil.nc_year
        return {
            "upn": self.pupil.upn,
            "nc_year": "" if year is None else str(year),
            "version": version_of_child(self.pupil),
        }

    def get_success_url(self) -> str:
        """Back to where each value came from."""
        return reverse("reporting:sources", kwargs={"ref": self.pupil.ref})

    def act(self, form: Any) -> None:
        """Put them right."""
        data = form.cleaned_data
        year = data["nc_year"]
        correct_numbers(
            actor=self.user,
            pupil=self.pupil,
            version=data["version"],
            reason=data["reason"],
            right=Numbers(upn=data["upn"], nc_year=int(year) if year else None),
        )
