"""Who was consulted about a change of school."""

from typing import Any

from placements.models import SchoolChange
from placements.rules.moves import WHOM, Consulted, Whom
from placements.rules.school_changes import ABOUT_A_SCHOOL
from placements.services.school_changes import SaidOfChange
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin


class SchoolChangeForm(VersionedFormMixin, GovukForm):
    """Of each person the day on which they were asked, or why not; what is open stays empty."""

    is_pep_considered = fields.BooleanField(
        label="I have read the personal education plan (PEP) and considered it", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for whom in ABOUT_A_SCHOOL:
            name = WHOM[whom]
            self.fields[f"{whom}_on"] = fields.DateField(
                label=f"Day on which you asked {name}", required=False
            )
            self.fields[f"{whom}_said"] = fields.TextareaField(
                label=f"What {name} said", rows=2, max_length=4000, required=False
            )
            self.fields[f"{whom}_not"] = fields.CharField(
                label=f"Or why you did not ask {name}", max_length=300, required=False
            )

    @staticmethod
    def on_record(change: SchoolChange) -> dict[str, Any]:
        """What was answered before."""
        known: dict[str, Any] = {
            "version": change.version,
            "is_pep_considered": change.is_pep_considered,
        }
        for row in change.consultations.all():
            known[f"{row.whom}_on"] = row.consulted_on
            known[f"{row.whom}_said"] = row.said
            known[f"{row.whom}_not"] = row.reason_not
        return known

    def clean(self) -> dict[str, Any]:
        """The day, or the reason: one of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        for whom in ABOUT_A_SCHOOL:
            on, said, reason = (cleaned.get(f"{whom}_{part}") for part in ("on", "said", "not"))
            if f"{whom}_on" in self.errors:
                continue
            if on and reason:
                words = "Enter the day or why they were not asked, not both of them"
                self.add_error(f"{whom}_not", words)
            elif said and not on:
                self.add_error(f"{whom}_on", "Enter the day on which they were asked")
        return cleaned

    @property
    def said(self) -> SaidOfChange:
        """What the service keeps."""
        return SaidOfChange(
            is_pep_considered=self.cleaned_data["is_pep_considered"],
            consulted={whom: self._of(whom) for whom in ABOUT_A_SCHOOL},
        )

    def _of(self, whom: Whom) -> tuple[Consulted, str]:
        data = self.cleaned_data
        asked = Consulted(on=data[f"{whom}_on"], reason_not=data[f"{whom}_not"])
        return asked, data[f"{whom}_said"]
