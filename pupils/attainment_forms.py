"""Forms in which a result is recorded or corrected."""

from typing import Any

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin

from .models import AttainmentResult
from .rules.attainment import MEASURES
from .rules.subjects import SUBJECTS

OTHER = "other"


class ResultForm(GovukForm):
    """One result."""

    subject = fields.SelectField(
        label="Subject or area of learning",
        choices=[*((name, name) for name in SUBJECTS), (OTHER, "Another subject")],
    )
    other_subject = fields.CharField(label="Which other subject?", max_length=60, required=False)
    stage = fields.SelectField(label="Stage", choices=AttainmentResult.Stage.choices)
    measure = fields.RadiosField(
        label="Measured how?",
        choices=[(key, one.label) for key, one in MEASURES.items()],
        choice_hints={key: one.says for key, one in MEASURES.items()},
    )
    value = fields.CharField(label="Result", max_length=60)
    target = fields.CharField(
        label="The child’s own target for that day",
        hint="For a termly assessment, on the same scale as the result.",
        max_length=60,
        required=False,
    )
    kind = fields.RadiosField(label="Who found this?", choices=AttainmentResult.Kind.choices)
    achieved_on = fields.DateField(
        label="Day of the result", hint="The end of the term for an assessment over the term."
    )
    status = fields.RadiosField(
        label="Is it final?",
        hint="A term’s assessment is provisional. A teacher’s assessment counts as the end of a "
        "stage once it is validated; early learning goals and key stage judgements of the summer "
        "of the stage’s last year count before, shown as provisional.",
        choices=AttainmentResult.Status.choices,
        initial=AttainmentResult.Status.PROVISIONAL,
    )
    is_age_confirmed = fields.BooleanField(
        label="The stage is for children of another age, and is right for this child: I have "
        "checked it",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Another subject has a name."""
        cleaned = super().clean() or {}
        if cleaned.get("subject") == OTHER:
            cleaned["subject"] = cleaned.get("other_subject", "").strip()
            if not cleaned["subject"]:
                self.add_error("other_subject", "Enter the subject")
        return cleaned


class CorrectResultForm(VersionedFormMixin, ResultForm):
    """The same for an entry that is wrong, or final now."""

    is_withdrawn = fields.BooleanField(
        label="Take this entry off the record: it should not be there", required=False
    )
    reason = fields.CharField(
        label="What was wrong, or what is new?",
        hint="What stands there now and this reason are kept in the history.",
        max_length=200,
        error_messages={"required": "Enter what was wrong, or what is new"},
    )
