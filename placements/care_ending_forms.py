"""The form that says that care has ended."""

from typing import Any

from pupils.codes import REASONS_CARE_ENDED, return_year
from vsh.calendars import today
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin


class EndCareForm(VersionedFormMixin, GovukForm):
    """When and why a child ceased to be looked after."""

    ended_on = fields.DateField(
        label="Day on which the child ceased to be looked after",
        hint="The first day on which they were no longer looked after by the authority.",
        error_messages={"required": "Enter the day on which the child ceased to be looked after"},
    )
    end_reason = fields.SelectField(
        label="Why the child ceased to be looked after",
        choices=[],
        empty_label="Select",
        error_messages={"required": "Select why the child ceased to be looked after"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, year = REASONS_CARE_ENDED, return_year(today())
        field = self.fields["end_reason"]
        field.choices = [  # type: ignore[attr-defined]
            ("", "Select"),
            *(
                (code, words)
                for code, words in known.labels.items()
                if not known.is_withdrawn_by(code, year) and not known.is_not_yet_in(code, year)
            ),
        ]
