"""The forms of a handover's pages."""

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm


class AcceptHandoverForm(GovukForm):
    """The new school takes the plan over, perhaps with a question."""

    question = fields.TextareaField(
        label="What do you need to know, or what is missing? (optional)",
        hint="The Virtual School and the social worker get it and answer on this page.",
        rows=4,
        max_length=2000,
        required=False,
    )


class HandoverNoteForm(GovukForm):
    """A question or an answer."""

    text = fields.TextareaField(
        label="Your question or answer",
        rows=4,
        max_length=2000,
        error_messages={"required": "Write your question or answer"},
    )
