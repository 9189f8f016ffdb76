"""The forms by which an adult invites, hands over and closes, and the one that asks for a code."""

from collections.abc import Sequence
from typing import Any

from django import forms

from peps.rules.links import as_known
from peps.schema.speakers import Manner, Purpose
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

DAYS = [(7, "1 week"), (14, "2 weeks"), (28, "4 weeks")]
MANNER_HINTS = {
    Manner.PICTURES.value: "Faces and pictures to touch. For young children, or who uses symbols.",
    Manner.SIMPLE.value: "Short questions, pictures where they help, room to write.",
    Manner.OWN_WORDS.value: "Open questions and room to write.",
}


def manner_field(**options: Any) -> fields.RadiosField:
    """In which of three manners the child is asked."""
    return fields.RadiosField(
        label="How shall the child be asked?",
        choices=[(manner.value, manner.label) for manner in Manner],
        choice_hints=MANNER_HINTS,
        **options,
    )


_SAME, _OTHER = "same:", "other"


class HandOverForm(GovukForm):
    """How the child is asked on the device in hand."""

    manner = manner_field()


class LinkForm(GovukForm):
    """Who gets a link, where to and for how long; a child's says how they are asked."""

    manner = manner_field()
    name = fields.CharField(
        label="Whose link is it?",
        hint="So that you know it from others: “Mrs Patel”, or “Beech House, all staff”.",
        error_messages={"required": "Enter whose link it is"},
        max_length=100,
        required=False,
    )
    email = fields.EmailField(
        label="E-mail address to send the link to",
        hint="Leave it empty to hand the link over yourself. The code is never sent.",
        autocomplete="off",
        required=False,
    )
    days = fields.RadiosField(
        label="How long shall the link open?", choices=DAYS, initial=14, is_inline=True
    )

    def __init__(
        self, *args: Any, purpose: Purpose, known: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if purpose is not Purpose.CHILD:
            del self.fields["manner"]
        # Each parent is given the finished plan by name: without one, both would be.
        self.fields["name"].required = purpose is Purpose.PARENT
        if known:
            self._offer(known)

    def _offer(self, known: Sequence[str]) -> None:
        """The same person keeps their part, however somebody would write the name today."""
        name = self.fields["name"]
        name.label, name.required = "Name of somebody else", False
        name.help_text = (
            "Another name opens a part of its own: what is written under a name above is not in it."
        )
        same = [(f"{_SAME}{each}", f"The same person as: {each}") for each in known]
        person = fields.RadiosField(
            label="Whose link is it?",
            hint="A new link for the same person opens what they have written already.",
            choices=[*same, (_OTHER, "Somebody else")],
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose whose link it is"),
        )
        self.fields = {"person": person, **self.fields}

    def clean(self) -> dict[str, Any]:
        """The name by which the person is known already, or the one that was typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        person, typed = cleaned.pop("person", ""), cleaned.get("name", "").strip()
        if person == _OTHER and as_known(typed) in map(as_known, self.known):
            self.add_error(
                "name",
                "Somebody of this name is known already. Choose the same person above, or tell the "
                "two apart by name.",
            )
        if person == _OTHER and not typed and "name" not in self.errors:
            self.add_error("name", "Enter whose link it is")
        if person.startswith(_SAME):
            cleaned["name"] = person.removeprefix(_SAME)
            if typed and as_known(typed) != as_known(cleaned["name"]):
                self.add_error(
                    "name",
                    f"You chose the same person as {cleaned['name']}. Take this name out, or "
                    "choose somebody else.",
                )
        return cleaned

    def clean_days(self) -> int:
        """A number."""
        return int(self.cleaned_data["days"])


class CodeForm(GovukForm):
    """The code that was told another way; a carer or parent also says who they are."""

    code = fields.CharField(
        label="Your code",
        hint="6 numbers that somebody told you",
        autocomplete="one-time-code",
        width=10,
        max_length=20,
        error_messages={"required": "Type the code"},
    )
    said_by = fields.CharField(
        label="Your name",
        hint="It stands beside what you write, so that all know who said it.",
        max_length=100,
        error_messages={"required": "Type your name"},
    )

    def __init__(self, *args: Any, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        if purpose is Purpose.CHILD:
            del self.fields["said_by"]

    def clean_said_by(self) -> str:
        """A name, with a letter in it."""
        name = str(self.cleaned_data["said_by"]).strip()
        if not any(character.isalpha() for character in name):
            raise forms.ValidationError("Type your name")
        return name
