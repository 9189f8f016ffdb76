"""Forms: a setting was told that a looked-after child is on its roll; an entry of it was wrong."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from placements.models import SettingNotification
from placements.rules.setting_notified import WHOM, Event
from vsh.calendars import today
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

MESSAGE = SettingNotification.How.MESSAGE


class HowToldForm(GovukForm):
    """How and when; for several children at once."""

    how = fields.RadiosField(
        label="How are they told?",
        choices=SettingNotification.How.choices,
        choice_hints={
            MESSAGE: "Sent now. It names no child: who has an account reads it after signing in."
        },
        error_messages={"required": "Select how they are told"},
    )
    told_on = fields.DateField(
        label="On which day were they told?",
        hint="Leave it empty for a message from here: that is today.",
        required=False,
        max_value=today,
    )

    def clean(self) -> dict[str, Any]:
        """A day, unless they are told now."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_silent = "told_on" in cleaned and cleaned["told_on"] is None
        if is_silent and cleaned.get("how") not in (None, MESSAGE):
            self.add_error("told_on", "Enter the day on which they were told")
        return cleaned


class TellSettingForm(HowToldForm):
    """The same of one child, with whom and of what; who has no account gets a message without
    data. Of what is asked only where something is planned beside what holds today."""

    of_on = fields.RadiosField(
        label="What are they told of?",
        error_messages={"required": "Select what they are told of"},
    )
    whom = fields.CheckboxesField(
        label="Who is told?",
        choices=list(WHOM.items()),
        error_messages={"required": "Select who is told"},
    )
    address = fields.EmailField(
        label="E-mail address at the school",
        hint="Only for a message to somebody without an account. It has no data: it asks them to "
        "call the Virtual School.",
        required=False,
        autocomplete="off",
    )
    field_order = ("of_on", "whom", "how", "told_on", "address")

    def __init__(
        self, *args: Any, still_to_tell: list[str], events: Sequence[Event] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].initial = still_to_tell
        if len(events) < 2:
            del self.fields["of_on"]
        else:
            choices = [(str(one.on), one.words) for one in events]
            self.fields["of_on"].choices = choices  # type: ignore[attr-defined]

    def clean_of_on(self) -> date:
        """The day of it."""
        return date.fromisoformat(self.cleaned_data["of_on"])


class WithdrawNotificationForm(GovukForm):
    """An entry that is wrong."""

    reason = fields.CharField(
        label="What was wrong?",
        hint="For example, the call did not reach anybody. The entry and the reason are kept in "
        "the history.",
        max_length=200,
        error_messages={"required": "Enter what was wrong"},
    )
