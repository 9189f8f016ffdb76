"""The forms of a proposed decision."""

from peps.models import ProposedDecision
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm


class ProposeDecisionForm(GovukForm):
    """What somebody is thinking about."""

    kind = fields.RadiosField(
        label="We are thinking about",
        choices=ProposedDecision.Kind.choices,
        error_messages={"required": "Choose what you are thinking about"},
    )
    words = fields.TextareaField(
        label="What exactly, and why?",
        hint="What the child says to it, what else was tried, and by when you would decide.",
        max_length=4000,
        error_messages={"required": "Write what you are thinking about, and why"},
    )


class AnswerDecisionForm(GovukForm):
    """What the social worker says to it."""

    answer = fields.RadiosField(
        label="Your answer",
        choices=ProposedDecision.Answer.choices,
        error_messages={"required": "Choose your answer"},
    )
    words = fields.TextareaField(
        label="Why, or what there is to talk about",
        hint="Needed unless you agree. It cannot be changed afterwards.",
        max_length=4000,
        required=False,
    )
