"""The forms of what is done to a plan as a whole."""

from collections.abc import Sequence
from typing import Any

from peps.schema import Variant
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

from .quality import FeedbackForm


def reason_for(label: str, *, max_length: int = 2000) -> type[GovukForm]:
    """The form that asks why something is done, in words that an error can use: “Why the PEP is
    unlocked”."""
    reason = fields.TextareaField(label=label, rows=4, max_length=max_length)
    return type("ReasonForm", (GovukForm,), {"reason": reason})


class NotRequiredForm(GovukForm):
    """Why a PEP is not required."""

    reason = fields.TextareaField(label="Why the PEP is not required", max_length=2000)


class ReturnForm(FeedbackForm):
    """Why a PEP goes back, what has to be put right in which section, and whether it held anything
    at all."""

    whole = "reason"
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

    def __init__(
        self,
        *args: Any,
        sections: Sequence[tuple[str, str]] = (),
        phrases: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_of(sections, phrases)


class VariantForm(GovukForm):
    """Which form the plan is written on, and why another."""

    variant = fields.RadiosField(
        label="The form that fits this child now",
        choices=[(variant.value, variant.label) for variant in Variant],
    )
    reason = fields.TextareaField(
        label="Why this form fits now",
        hint="It stands among the plan's changes of state.",
        rows=3,
        max_length=1000,
    )


class ConfirmForm(GovukForm):
    """Nothing to fill in: a person says yes."""
