"""The forms that a personal link shows: one answer, a carer's part, a picture, a call for help."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from peps.rules.calls import MOST_OTHER_WORKING_DAYS, MOST_SAFETY_HOURS
from peps.rules.voices import LONGEST_ANSWER
from peps.schema.voice_parts import Question
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin

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
    """Every question of a carer's or parent's part; nothing is required. What is `kept` as it is on
    record may be as long as it is."""

    marks_optional = False

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Question],
        kept: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for question in asked:
            self.fields[question.key] = fields.TextareaField(
                label=question.title(""),
                hint=question.hint(""),
                rows=4,
                required=False,
                max_length=None if question.key in kept else LONGEST_ANSWER,
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
    """What the child wants to say about it, which may be nothing; nothing is refused."""

    marks_optional = False

    text = fields.TextareaField(
        label="You can write what it is about. You do not have to.",
        rows=4,
        required=False,
    )


class TakenUpForm(GovukForm):
    """What one of those who were told does about it."""

    words = fields.TextareaField(label="What is being done", rows=3, max_length=2000)
    is_further = forms.BooleanField(required=False, widget=forms.HiddenInput)


def _from_one_to(most: int, unit: str, *, about: str) -> dict[str, str]:
    words = f"Enter 1 to {most} {unit} for {about}"
    return dict.fromkeys(["required", "invalid", "min_value", "max_value"], words)


class CallSettingsForm(VersionedFormMixin, GovukForm):
    """Who leads safeguarding, and how long a call may wait."""

    lead_name = fields.CharField(label="Safeguarding lead", max_length=150, required=False)
    lead_email = fields.EmailField(
        label="Safeguarding lead’s e-mail",
        required=False,
        hint="Somebody should read it at weekends too.",
    )
    safety_hours = fields.IntegerField(
        label="A worry about being safe goes on to the Virtual School Head after how many hours?",
        hint=f"From 1 to {MOST_SAFETY_HOURS}, at night and at weekends too. Your own choice: no "
        "law sets a time.",
        min_value=1,
        max_value=MOST_SAFETY_HOURS,
        error_messages=_from_one_to(MOST_SAFETY_HOURS, "hours", about="a worry about being safe"),
    )
    other_working_days = fields.IntegerField(
        label="A wish for an advocate or an interpreter goes on after how many working days?",
        hint=f"From 1 to {MOST_OTHER_WORKING_DAYS}.",
        min_value=1,
        max_value=MOST_OTHER_WORKING_DAYS,
        error_messages=_from_one_to(
            MOST_OTHER_WORKING_DAYS,
            "working days",
            about="a wish for an advocate or an interpreter",
        ),
    )
