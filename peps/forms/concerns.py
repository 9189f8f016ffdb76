"""The forms of a concern's pages."""

from typing import Any

from peps.schema import Section
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

WHOLE_PLAN = "whole"
LONGEST = 4000


class RaiseConcernForm(GovukForm):
    """What about, and in which words."""

    section = fields.SelectField(label="What is your concern about?", empty_label=None)
    words = fields.TextareaField(
        label="What are you concerned about?",
        hint="What is missing or wrong, and what you would like to see. The Virtual School and "
        "the social worker read this.",
        max_length=LONGEST,
        error_messages={"required": "Write what you are concerned about"},
    )

    def __init__(self, *args: Any, sections: list[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            (WHOLE_PLAN, "The plan as a whole"),
            *((section.key, section.title) for section in sections),
        ]

    def clean_section(self) -> str:
        """The section's key; empty for the whole plan."""
        chosen: str = self.cleaned_data["section"]
        return "" if chosen == WHOLE_PLAN else chosen


class AnswerConcernForm(GovukForm):
    """What the Virtual School says to it."""

    words = fields.TextareaField(
        label="Your answer",
        hint="What was done, or will be, by whom and by when. It cannot be changed afterwards.",
        max_length=LONGEST,
        error_messages={"required": "Write what was done, or will be, and by when"},
    )


class AcceptAnswerForm(GovukForm):
    """A word on how it was resolved, if there is one to say."""

    words = fields.TextareaField(
        label="How was it resolved?", rows=3, max_length=LONGEST, required=False
    )


class EscalateConcernForm(GovukForm):
    """Why the head should see to it."""

    words = fields.TextareaField(
        label="Why should the Virtual School Head see to this?",
        hint="What the answer leaves open, or what cannot wait.",
        max_length=LONGEST,
        error_messages={"required": "Write why the Virtual School Head should see to this"},
    )
