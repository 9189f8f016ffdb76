"""A token for a system."""

from datetime import timedelta
from typing import Any

from vsh.accounts.authority_choice import FormOfOneAuthority
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk import fields
from vsh.organisations.models import EducationSetting

from .scopes import Scope
from .services import LONGEST


class TokenForm(FormOfOneAuthority):
    """For which system and school, what it may do, and until when."""

    permission = Permission.IMPORT_DATA
    system = fields.CharField(
        label="Which system is it for?",
        hint="For example: SIMS of Oakfield Academy",
        max_length=100,
        error_messages={"required": "Enter which system it is for"},
    )
    whose = fields.RadiosField(
        label="Whose system is it?",
        choices=[("school", "A school’s"), ("council", "The council’s own")],
        choice_hints={
            "school": "It sends marks of this one school alone",
            "council": "It sends marks of every school of the authority’s children",
        },
        error_messages={"required": "Choose whose system it is"},
    )
    urn = fields.CharField(
        label="URN of the school",
        hint="Five or six digits. Leave it empty for a system of the council’s own",
        required=False,
        max_length=6,
    )
    scopes = fields.CheckboxesField(
        label="What may it do?",
        choices=[(scope.value, scope.label) for scope in Scope],
        error_messages={"required": "Choose what the system may do"},
    )
    expires_on = fields.DateField(
        label="Last day on which it works", hint=f"At most {LONGEST.days} days from today"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = today() + timedelta(days=365)

    def clean(self) -> dict[str, Any]:
        """A school is named by its URN; the council's own system has none."""
        cleaned = super().clean() or {}
        self.chosen_setting: EducationSetting | None = None
        urn = cleaned.get("urn", "")
        if cleaned.get("whose") == "council" and urn:
            self.add_error("urn", "Leave the URN empty for a system of the council’s own")
        if cleaned.get("whose") == "school" and "urn" not in self.errors:
            self.chosen_setting = EducationSetting.objects.filter(urn=urn or None).first()
            if not urn:
                self.add_error("urn", "Enter the URN of the school")
            elif self.chosen_setting is None:
                self.add_error("urn", "No school here has this URN. Check the number")
        return cleaned

    @property
    def chosen_scopes(self) -> list[Scope]:
        """What it may do."""
        return [Scope(value) for value in self.cleaned_data["scopes"]]
