"""The form that opens a restricted record."""

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm


class OpenRestrictedForm(GovukForm):
    """By reference, never by name; with the reason."""

    reference = fields.CharField(
        label="Reference of the record",
        hint="Ten letters and digits, as in a message or a case note",
        max_length=12,
        width=20,
        spellcheck=False,
    )
    reason = fields.TextareaField(
        label="Why do you need to open it today?",
        hint="Kept with the record. Access ends at the end of today.",
        max_length=500,
        rows=4,
        error_messages={"required": "Enter why you need to open it"},
    )
