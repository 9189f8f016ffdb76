"""Rows of a form for people who have no account here."""

from collections.abc import Sequence
from typing import Any

from peps.meetings.people import Asked
from peps.models import Attendee
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

BLANK_ROWS = 4  # people without an account, asked on one page
CHILD = "child"
CAPACITIES = [(value, label) for value, label in Attendee.Capacity.choices if value != CHILD]
_ROW = ("capacity", "name", "email")


class OthersMixin(GovukForm):
    """Rows for people who have no account here: part, name, address."""

    marks_optional = False

    def add_rows(self, known: Sequence[Asked] = (), *, rows: int = BLANK_ROWS) -> None:
        """As many rows as there are people known, and some to spare."""
        self.rows = max(rows, len(known))
        for number in range(self.rows):
            one = known[number] if number < len(known) else Asked(capacity="")
            who = f"Person {number + 1}"
            self.fields[f"capacity_{number}"] = fields.SelectField(
                label=f"{who}: part", choices=CAPACITIES, required=False, initial=one.capacity
            )
            self.fields[f"name_{number}"] = fields.CharField(
                label=f"{who}: name", max_length=150, required=False, initial=one.name
            )
            self.fields[f"email_{number}"] = fields.EmailField(
                label=f"{who}: e-mail address", required=False, initial=one.email, autocomplete=""
            )

    def plain_fields(self) -> list[Any]:
        """What stands above the rows."""
        rows = {f"{name}_{n}" for n in range(self.rows) for name in _ROW}
        return [field for field in self.visible_fields() if field.name not in rows]

    def row_groups(self) -> list[dict[str, Any]]:
        """The fields of each row together, for the page."""
        return [
            {"number": n + 1, "fields": [self[f"{name}_{n}"] for name in _ROW]}
            for n in range(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """A row with a name or an address says the part; a part alone is nobody yet."""
        cleaned: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for number in range(self.rows):
            capacity, name, email = (cleaned.get(f"{each}_{number}") or "" for each in _ROW)
            if (name or email) and not capacity:
                self.add_error(f"capacity_{number}", f"Select the part of {name or email}")
            if email and not name:
                self.add_error(f"name_{number}", f"Enter the name of {email}")
            if email and email.lower() in seen:
                self.add_error(f"email_{number}", f"{email} stands here twice")
            seen.add(email.lower())
        return cleaned

    def others(self) -> list[Asked]:
        """The people of the rows."""
        found = []
        for number in range(self.rows):
            capacity, name, email = (self.cleaned_data.get(f"{each}_{number}") for each in _ROW)
            if name and capacity:
                found.append(Asked(capacity=capacity, name=name, email=email or ""))
        return found
