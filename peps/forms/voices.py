"""The forms that a personal link shows: one answer, a carer's part, a picture, a call for help."""

from collections.abc import Sequence
from typing import Any

from django import forms

from peps.rules.voices import LONGEST_ANSWER
from peps.schema.voices import Question
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

TOO_LONG = f"That is very long. Use {LONGEST_ANSWER:,} letters or fewer."
COUNTS_FROM = 80  # per cent of the longest answer


class AnswerForm(forms.Form):
    """One screen of the child: what is touched, what is written, whether it is kept private."""

    choices = forms.MultipleChoiceField(required=False)
    text = forms.CharField(
        required=False, max_length=LONGEST_ANSWER, error_messages={"max_length": TOO_LONG}
    )
    is_private = forms.BooleanField(required=False)

    def __init__(self, *args: Any, question: Question, manner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = question.options_for(manner)
        choices = self.fields["choices"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = [(option.key, option.words) for option in options]

    def clean_text(self) -> str:
        """A line ends as we end lines."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class PartForm(GovukForm):
    """Every question of a carer's or parent's part; nothing is required."""

    marks_optional = False

    def __init__(self, *args: Any, asked: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for question in asked:
            self.fields[question.key] = fields.TextareaField(
                label=question.title(""),
                hint=question.hint(""),
                rows=4,
                required=False,
                max_length=LONGEST_ANSWER,
                counts_from=COUNTS_FROM,
                error_messages={"max_length": f"{question.title('')} {TOO_LONG}"},
            )


class PictureForm(GovukForm):
    """A photo of a drawing, what it shows, and who may see it."""

    marks_optional = False

    picture = fields.FileField(
        label="A photo of your drawing",
        accept="image/jpeg,image/png,image/webp",
        error_messages={"required": "Choose a photo first", "empty": "Choose a photo first"},
    )
    says = fields.CharField(
        label="What does it show? You can leave this out.", max_length=300, required=False
    )
    is_private = forms.BooleanField(required=False)


class CallForm(GovukForm):
    """What the child wants to say about it; it may be nothing."""

    marks_optional = False

    text = fields.TextareaField(
        label="You can write what it is about. You do not have to.",
        rows=4,
        required=False,
        max_length=LONGEST_ANSWER,
        counts_from=COUNTS_FROM,
    )


class TakenUpForm(GovukForm):
    """What one of those who were told does about it."""

    words = fields.TextareaField(label="What is being done", rows=3, max_length=2000)
