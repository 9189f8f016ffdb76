"""Forms for a time in care or a legal status that was told wrongly, and for one that begins."""

from typing import Any

from pupils.care_words import CATEGORY_OF_NEED, LEGAL_STATUS
from pupils.codes import REASONS_CARE_ENDED
from pupils.models import CareEpisode, CarePeriod
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin


def what_was_wrong() -> fields.CharField:
    """Why it is put right."""
    return fields.CharField(
        label="What was wrong?",
        hint="What stands there now and this reason are kept in the history.",
        max_length=200,
        error_messages={"required": "Enter what was wrong"},
    )


class CorrectCareForm(VersionedFormMixin, GovukForm):
    """What is wrong about a time in care."""

    started_on = fields.DateField(
        label="Day on which the child became looked after",
        error_messages={"required": "Enter the day on which the child became looked after"},
    )
    ended_on = fields.DateField(
        label="Day on which the child ceased to be looked after", required=False
    )
    end_reason = fields.SelectField(
        label="Why the child ceased to be looked after",
        choices=list(REASONS_CARE_ENDED.labels.items()),
        empty_label="Not recorded",
        required=False,
    )
    moves_along = fields.BooleanField(
        label="What began or ended with a day that I change moves along with it", required=False
    )
    reason = what_was_wrong()

    def __init__(self, *args: Any, period: CarePeriod, follows: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["ended_on"].help_text = (
            "Leave it empty if care did not end. The home and the legal status that ended with it "
            "then go on."
            if period.ended_on
            else "Leave it empty while the child is looked after."
        )
        if follows:
            self.fields["moves_along"].help_text = "; ".join(follows) + "."
        else:
            del self.fields["moves_along"]

    def clean(self) -> dict[str, Any]:
        """A reason needs a day; who changes a day says that the rest may follow."""
        cleaned = super().clean() or {}
        if not cleaned.get("ended_on") and "ended_on" not in self.errors:
            if cleaned.get("end_reason") and self.period.ended_on is None:
                words = "Enter the day on which the child ceased to be looked after"
                self.add_error("ended_on", words)
            cleaned["end_reason"] = ""
        days = ("started_on", "ended_on")
        is_moved = any(
            name in cleaned and cleaned[name] != getattr(self.period, name) for name in days
        )
        if is_moved and "moves_along" in self.fields and not cleaned.get("moves_along"):
            self.add_error("moves_along", "Confirm that what began or ended that day moves along")
        return cleaned


class CorrectStatusForm(VersionedFormMixin, GovukForm):
    """What is wrong about a legal status."""

    legal_status = fields.SelectField(
        label="Legal status",
        choices=list(LEGAL_STATUS.items()),
        error_messages={"required": "Select the legal status"},
    )
    category_of_need = fields.SelectField(
        label="Category of need",
        choices=list(CATEGORY_OF_NEED.items()),
        empty_label="Not recorded",
        required=False,
    )
    started_on = fields.DateField(
        label="Day on which it began",
        hint="Where another legal status gave way to it that day, that one ends on the new day.",
        error_messages={"required": "Enter the day on which it began"},
    )
    ended_on = fields.DateField(
        label="Day on which it ended",
        hint="Where it gave way to another one that day, that one begins on the new day.",
        required=False,
    )
    reason = what_was_wrong()

    def __init__(self, *args: Any, episode: CareEpisode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if episode.ended_on is None:  # what comes after it is recorded as a new one
            del self.fields["ended_on"]


class NewStatusForm(VersionedFormMixin, GovukForm):
    """A legal status that took over from the one on record."""

    legal_status = fields.SelectField(
        label="New legal status",
        choices=list(LEGAL_STATUS.items()),
        error_messages={"required": "Select the new legal status"},
    )
    started_on = fields.DateField(
        label="Day from which it holds",
        hint="The day of the order, the remand or the agreement. The legal status before it ends "
        "on that day.",
        error_messages={"required": "Enter the day from which it holds"},
    )


class WithdrawCareFactForm(VersionedFormMixin, GovukForm):
    """Why a time in care or a legal status is withdrawn."""

    reason = fields.CharField(
        label="Why is it withdrawn?",
        hint="For example, it was entered for the wrong child. The reason is kept in the history.",
        max_length=200,
        error_messages={"required": "Enter why it is withdrawn"},
    )
