"""Forms in which an SDQ score is recorded or corrected."""

from collections.abc import Collection
from typing import Any

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin

from .codes import REASONS_WITHOUT_SDQ
from .models import SdqScore
from .rules.sdq import CARER

HIGHEST = 40


class SdqForm(GovukForm):
    """A total, or the reason why there is none. The questionnaire itself is not kept."""

    respondent = fields.RadiosField(label="Who filled in the questionnaire?")
    completed_on = fields.DateField(label="Day of the questionnaire")
    score = fields.IntegerField(
        label="Total difficulties score",
        hint="From 0 to 40, without the prosocial scale. Leave it empty if there is none.",
        min_value=0,
        max_value=HIGHEST,
        required=False,
    )
    reason_none = fields.SelectField(
        label="If there is no score, why?",
        choices=list(REASONS_WITHOUT_SDQ.labels.items()),
        empty_label="There is a score",
        required=False,
    )

    def __init__(self, *args: Any, may_say: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (value, label) for value, label in SdqScore.Respondent.choices if value in may_say
        ]
        field: Any = self.fields["respondent"]
        field.choices = choices
        if CARER in may_say and field.initial is None:
            field.initial = CARER

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if "score" in cleaned and "reason_none" in cleaned:
            has_score = cleaned["score"] is not None
            if has_score and cleaned["reason_none"]:
                self.add_error("reason_none", "There is a score: choose “There is a score” here")
            if not has_score and not cleaned["reason_none"]:
                self.add_error("score", "Enter the score, or below why there is none")
        return cleaned


class CorrectSdqForm(VersionedFormMixin, SdqForm):
    """The same for an entry that is wrong."""

    is_withdrawn = fields.BooleanField(
        label="Take this entry off the record: it should not be there", required=False
    )
    reason = fields.CharField(
        label="What was wrong?",
        hint="What stands there now and this reason are kept in the history.",
        max_length=200,
        error_messages={"required": "Enter what was wrong"},
    )
