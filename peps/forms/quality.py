"""The form by which the quality of a plan is judged, made from the rubric."""

from typing import Any

from django import forms

from peps.rubric import LEVELS, Mark, Rubric
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm


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
