"""The forms of actions: a new one, and what became of one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from peps.facts.people import NamedPerson
from peps.rules.actions import SOMEBODY_ELSE, Step
from vsh.calendars import today
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

NOT_LISTED = (SOMEBODY_ELSE, "Somebody without an account")
YEARS_AHEAD = timedelta(days=3 * 365)

_WORDS = {
    Step.DONE: ("How it was done, or what came of it", ""),
    Step.ANOTHER_PERSON: ("Why somebody else does it", ""),
    Step.ANOTHER_DAY: ("Why it needs more time", ""),
    Step.NOT_NEEDED: ("Why it is no longer needed", ""),
    Step.OPEN_AGAIN: ("Why it is open again", ""),
}
SUBMIT = {
    Step.DONE: "Mark as done",
    Step.ANOTHER_PERSON: "Hand it over",
    Step.ANOTHER_DAY: "Set this day",
    Step.NOT_NEEDED: "End it as no longer needed",
    Step.OPEN_AGAIN: "Open it again",
}


class AddActionForm(GovukForm):
    """What will be done, by whom, by when."""

    def __init__(self, *args: Any, people: Sequence[NamedPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"] = fields.TextareaField(
            label="What will be done", rows=2, max_length=300
        )
        self.fields |= _who(people) | {"by_when": _by_when()}

    def clean(self) -> dict[str, Any]:
        """Somebody is named, from the list or in words."""
        return _with_somebody(self)


class StepForm(GovukForm):
    """What became of an action, in one step; `version` is the action's on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, step: Step, people: Sequence[NamedPerson], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        if step is Step.ANOTHER_PERSON:
            self.fields |= _who(people)
        if step is Step.ANOTHER_DAY:
            self.fields["by_when"] = _by_when()
        label, hint = _WORDS[step]
        self.fields["words"] = fields.TextareaField(
            label=label, hint=hint, rows=3, max_length=2000, counts_from=80
        )
        if step is Step.DONE:
            self.fields["on"] = fields.DateField(
                label="Day on which it was done",
                hint="For example, 27 3 2027",
                initial=today,
                max_value=today,
            )

    def clean(self) -> dict[str, Any]:
        """Somebody is named, where a person is asked for."""
        return _with_somebody(self) if "owner" in self.fields else self.cleaned_data


def _who(people: Sequence[NamedPerson]) -> dict[str, forms.Field]:
    """One of those who work with the child, or somebody in words."""
    return {
        "owner": fields.SelectField(
            label="By whom",
            hint="A person with an account finds it on their list and is reminded of it.",
            choices=[*((person.words, person.words) for person in people), NOT_LISTED],
            error_messages={"required": "Select who will do it"},
        ),
        "who": fields.CharField(
            label="If somebody without an account: who",
            hint="Name and part in the child's life, as the carer.",
            max_length=300,
            required=False,
        ),
    }


def _by_when() -> fields.DateField:
    return fields.DateField(
        label="By when",
        hint="For example, 27 3 2027",
        error_messages={"required": "Enter the day by which it will be done"},
        min_value=today,
        max_value=lambda: today() + YEARS_AHEAD,
    )


def _with_somebody(form: forms.Form) -> dict[str, Any]:
    said: dict[str, Any] = form.cleaned_data
    if said.get("owner") == SOMEBODY_ELSE and not said.get("who"):
        form.add_error("who", "Say who it is")
    return said
