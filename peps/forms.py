"""The forms of a PEP's pages; a section's form is made from the schema."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from peps.rubric import LEVELS, Mark, Rubric
from peps.schema import Answers, Field, Kind, Variant, When
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

COUNTS_FROM = 80  # per cent of the longest answer


def too_long(field: Field) -> str:
    """The refusal of a longer answer than is kept."""
    return f"{field.full_label}: use {field.max_length:,} characters or fewer"


class SectionForm(GovukForm):
    """The questions of one section. Nothing is required: people write in any order and return."""

    marks_optional = False

    def __init__(self, *args: Any, asked: Iterable[Field], answers: Answers, **kwargs: Any) -> None:
        self.asked = list(asked)
        super().__init__(*args, initial=_initial(self.asked, answers), **kwargs)
        for field in self.asked:
            self.fields[field.key] = _form_field(field)
            self.fields[field.key].group = field.group  # type: ignore[attr-defined]

    def answers(self) -> dict[str, str]:
        """The valid answers as they are kept; what was not sent or is not valid stays as it was."""
        return {
            key: value.isoformat() if isinstance(value, date) else (value or "")
            for key, value in self.cleaned_data.items()
            if not self._is_omitted(key)
        }

    def problems(self) -> list[str]:
        """What is not valid and so not saved, for the line that says "Saved"."""
        return [self._problem(field) for field in self.asked if field.key in self.errors]

    def _problem(self, field: Field) -> str:
        errors = self.errors.as_data()[field.key]
        if any(error.code == "max_length" for error in errors):
            return f"{field.full_label} is longer than {field.max_length:,} characters"
        words = " ".join(map(str, self.errors[field.key])).rstrip(".")
        return words if field.label in words else f"{field.full_label}: {words}"

    def _is_omitted(self, key: str) -> bool:
        widget = self.fields[key].widget
        return bool(widget.value_omitted_from_data(self.data, self.files, self.add_prefix(key)))


class ReasonForm(GovukForm):
    """Why something is done."""

    reason = fields.TextareaField(label="Reason", max_length=2000)


class NotRequiredForm(GovukForm):
    """Why a PEP is not required."""

    reason = fields.TextareaField(label="Why the PEP is not required", max_length=2000)


class ReturnForm(GovukForm):
    """Why a PEP goes back, and whether it held anything at all."""

    reason = fields.TextareaField(
        label="What has to be put right",
        hint="The designated teacher and the social worker read this on top of the PEP.",
        max_length=2000,
    )
    is_empty = fields.BooleanField(
        label="The PEP was empty",
        hint="It then counts as not submitted, and the deadline stays open.",
        required=False,
    )


class VariantForm(GovukForm):
    """Which form the plan is written on, and why another."""

    variant = fields.RadiosField(
        label="The form that fits this child now",
        choices=[(variant.value, variant.label) for variant in Variant],
    )
    reason = fields.TextareaField(
        label="Why",
        hint="It stands among the plan's changes of state.",
        rows=3,
        max_length=1000,
    )


class ConfirmForm(GovukForm):
    """Nothing to fill in: a person says yes."""


class AssureForm(GovukForm):
    """A rating and a comment for each mark of the rubric, and feedback to the school."""

    marks_optional = False

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
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

    def ratings(self) -> dict[str, str]:
        """The level of each mark."""
        return {mark.key: self.cleaned_data[mark.key] for mark in self.rubric.marks}

    def comments(self) -> dict[str, str]:
        """The comment on each mark."""
        return {mark.key: self.cleaned_data[f"{mark.key}_comment"] for mark in self.rubric.marks}


def _initial(asked: list[Field], answers: Answers) -> dict[str, Any]:
    return {field.key: _value(field, answers.get(field.key, "")) for field in asked}


def _value(field: Field, answer: str) -> Any:
    if field.kind is not Kind.DATE or not answer:
        return answer
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None


def _form_field(field: Field) -> forms.Field:
    options: dict[str, Any] = {
        "label": field.label if field.needed else f"{field.label} (optional)",
        "hint": field.hint or _when_needed(field),
        "required": False,
    }
    if field.kind is Kind.CHOICE:
        return fields.RadiosField(
            choices=field.choices, is_inline=len(field.choices) == 2, **options
        )
    if field.kind is Kind.DATE:
        return fields.DateField(**options)
    if field.kind is Kind.TEXT:
        return fields.CharField(
            max_length=field.max_length, error_messages={"max_length": too_long(field)}, **options
        )
    # No count of characters under each of a hundred answers while the limit is far away.
    options |= {"max_length": field.max_length, "counts_from": COUNTS_FROM, "rows": 4}
    return fields.TextareaField(**options, error_messages={"max_length": too_long(field)})


def _when_needed(field: Field) -> str:
    return "Only where it applies." if isinstance(field.needed, When) else ""


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
