"""The forms of quality assurance: the rubric of one plan, phrases, and the authority's choices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from peps.models import QualityPolicy
from peps.rubric import LEVELS, Mark, Rubric
from peps.services.judging import wanting_words
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm


class FeedbackForm(GovukForm):
    """Words to the writers on the whole (`whole` is their field) and on single sections, with the
    authority's phrases to put in."""

    marks_optional = False
    whole = "feedback"
    asked_sections: Sequence[tuple[str, str]] = ()

    def ask_of(self, sections: Sequence[tuple[str, str]], phrases: Sequence[str]) -> None:
        """Add the field of each section, and the choice of a phrase where there are any."""
        self.asked_sections = sections
        for key, title in sections:
            self.fields[f"section_{key}"] = fields.TextareaField(
                label=title, rows=2, max_length=2000, counts_from=80, required=False
            )
        if phrases:
            self.fields["phrase"] = fields.SelectField(
                label="Phrase", choices=[(text, text) for text in phrases], required=False
            )
            self.fields["phrase_into"] = fields.SelectField(
                label="Put it into",
                choices=[
                    (self.whole, "The feedback on the whole"),
                    *((f"section_{key}", title) for key, title in sections),
                ],
                empty_label=None,
                required=False,
            )

    def whole_field(self) -> BoundField:
        """The field of the words on the whole."""
        return self[self.whole]

    def section_fields(self) -> list[BoundField]:
        """The fields of the feedback on each section."""
        return [self[f"section_{key}"] for key, _ in self.asked_sections]

    def has_section_feedback(self) -> bool:
        """Whether something is said of a section, or is wrong with it."""
        return any(field.value() or field.errors for field in self.section_fields())

    def sections(self) -> dict[str, str]:
        """What is said of each section."""
        return {key: self.cleaned_data[f"section_{key}"] for key, _ in self.asked_sections}


class AssureForm(FeedbackForm):
    """A rating and a comment for each mark of the rubric, and feedback to the school: on the whole
    and on single sections, with the authority's phrases to put in."""

    def __init__(
        self,
        *args: Any,
        rubric: Rubric,
        sections: Sequence[tuple[str, str]] = (),
        phrases: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        self.rubric = rubric
        super().__init__(*args, **kwargs)
        for mark in rubric.marks:
            self.fields[mark.key] = _rating_field(mark)
            self.fields[f"{mark.key}_comment"] = fields.TextareaField(
                label=f"Comment on “{mark.title}” (needed with red)",
                rows=2,
                max_length=1000,
                required=False,
            )
        self.fields["feedback"] = fields.TextareaField(
            label="Feedback to the school and the social worker",
            hint="What is good, and what would make the next plan better.",
            max_length=4000,
        )
        self.ask_of(sections, phrases)

    def clean(self) -> dict[str, Any]:
        """A red mark says what is missing: told beside all else that is wrong."""
        data = super().clean() or {}
        said = {mark.key: data.get(f"{mark.key}_comment", "") for mark in self.rubric.marks}
        rated = {mark.key: data.get(mark.key, "") for mark in self.rubric.marks}
        for key, words in wanting_words(self.rubric, rated, said).items():
            if key not in self.errors:
                self.add_error(key, words)
        return data

    def ratings(self) -> dict[str, str]:
        """The level of each mark."""
        return {mark.key: self.cleaned_data[mark.key] for mark in self.rubric.marks}

    def comments(self) -> dict[str, str]:
        """The comment on each mark."""
        return {mark.key: self.cleaned_data[f"{mark.key}_comment"] for mark in self.rubric.marks}


class AgreeForm(AssureForm):
    """What two who marked apart agreed, and how."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settled"] = fields.TextareaField(
            label="How you came from two sets of marks to one (needed where they differ)",
            rows=3,
            max_length=2000,
            required=False,
        )


class AcceptForm(GovukForm):
    """An officer accepts a plan that was not drawn."""

    note = fields.TextareaField(
        label="Note (optional)",
        hint="It stands among the plan's changes of state.",
        rows=3,
        max_length=1000,
        required=False,
    )


class PhraseForm(GovukForm):
    """Words for the authority's phrases."""

    text = fields.TextareaField(
        label="Add a phrase",
        rows=2,
        max_length=500,
        error_messages={
            "required": "Enter the words of the phrase",
            "max_length": "The phrase must be 500 characters or fewer",
        },
    )


class QualitySettingsForm(GovukForm):
    """Which plans are assured, which two officers mark, and the clock for the answer."""

    marks_optional = False
    assures = fields.RadiosField(
        label="Which plans are assured", choices=QualityPolicy.Assures.choices
    )
    share = fields.IntegerField(
        label="Share that is drawn",
        hint="Of a hundred plans, about so many. Read only if a sample is assured.",
        min_value=1,
        max_value=99,
        suffix="%",
        required=False,
    )
    always = fields.CheckboxesField(
        label="Always assured, whatever their number",
        choices=QualityPolicy.Always.choices,
        required=False,
    )
    second_share = fields.IntegerField(
        label="Share that two officers mark apart",
        hint="0 for none. An officer can also pick a plan for it.",
        min_value=0,
        max_value=100,
        suffix="%",
        error_messages={"required": "Enter the share that two officers mark apart, from 0 to 100"},
    )
    clock_is_on = fields.BooleanField(
        label="Our own clock: writers have an answer within so many working days",
        required=False,
    )
    clock_number = fields.IntegerField(
        label="Working days", min_value=1, max_value=40, width=2, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A sample has its share."""
        data = super().clean() or {}
        is_sample = data.get("assures") == QualityPolicy.Assures.SAMPLE
        if is_sample and not data.get("share") and "share" not in self.errors:
            self.add_error("share", "Enter the share that is drawn, from 1 to 99")
        return data


def _rating_field(mark: Mark) -> forms.Field:
    return fields.RadiosField(
        label=mark.title,
        hint=mark.guidance,
        choices=[(level, level.capitalize()) for level in LEVELS],
        choice_hints={level: getattr(mark, level) for level in LEVELS},
        is_small=True,
        label_size="s",
        error_messages={"required": f"Rate “{mark.title}”"},
    )
