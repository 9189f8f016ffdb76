"""The form that says who was given a copy of a plan, when, and who is left out and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peps.forms.meetings import OthersMixin
from peps.models import Recipient
from peps.services.recipients import Decision
from vsh.calendars import today
from vsh.govuk import fields

NOT_YET, BY_LINK, GIVEN, LEFT_OUT = "not_yet", "by_link", "given", "left_out"


class RecipientsForm(OthersMixin):
    """A decision for each person who does not read the plan here, and rows for more people.

    A reason on record that the reader is not told stays as it is unless they write another one.
    """

    def __init__(
        self,
        *args: Any,
        recipients: Sequence[Recipient],
        tells_reasons: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tells_reasons = tells_reasons
        self.recipients = recipients
        for row in recipients:
            is_by_link = row.how == Recipient.How.LINK
            now = BY_LINK if is_by_link else GIVEN if row.how else NOT_YET
            if row.left_out_because:
                now = LEFT_OUT
            by_link = [(BY_LINK, "Reads it by personal link")]
            self.fields[f"what_{row.pk}"] = fields.RadiosField(
                label=f"{row.get_capacity_display()}{f', {row.name}' if row.name else ''}",
                choices=[
                    (NOT_YET, "Not yet"),
                    *(by_link if is_by_link or row.has_link else []),  # type: ignore[attr-defined]
                    (GIVEN, "A copy was given"),
                    (LEFT_OUT, "Gets no copy"),
                ],
                initial=now,
                is_inline=True,
                label_size="s",
            )
            self.fields[f"on_{row.pk}"] = fields.DateField(
                label=f"{row.shown_name}: day on which it was given",
                required=False,
                initial=row.given_on or today(),
                max_value=today,
            )
            self.fields[f"why_{row.pk}"] = fields.CharField(
                label=f"{row.shown_name}: why no copy is given",
                hint="For example: not appropriate because of a court order, or the child says no.",
                max_length=500,
                required=False,
                initial=row.left_out_because if tells_reasons else "",
            )
        self.add_rows(rows=1)
        for number in range(self.rows):
            del self.fields[f"email_{number}"]

    def clean(self) -> dict[str, Any]:
        """A day for a copy that was given, a reason for who gets none."""
        cleaned = super().clean()
        for row in self.recipients:
            what = cleaned.get(f"what_{row.pk}")
            if what == GIVEN and not cleaned.get(f"on_{row.pk}") and not self.errors:
                self.add_error(f"on_{row.pk}", f"Enter the day for {row.shown_name}")
            if what == LEFT_OUT and not self._why(row):
                self.add_error(f"why_{row.pk}", f"Enter why {row.shown_name} gets no copy")
        return cleaned

    def row_groups(self) -> list[dict[str, Any]]:
        """Part and name of who else has it."""
        return [
            {"number": n + 1, "fields": [self[f"capacity_{n}"], self[f"name_{n}"]]}
            for n in range(self.rows)
        ]

    def _given_on(self, row: Recipient) -> date | None:
        what = self.cleaned_data[f"what_{row.pk}"]
        if what == BY_LINK:  # from today, unless it was so before
            return row.given_on if row.how == Recipient.How.LINK else today()
        return self.cleaned_data[f"on_{row.pk}"] if what == GIVEN else None

    def _why(self, row: Recipient) -> str:
        kept = "" if self.tells_reasons else row.left_out_because
        return self.cleaned_data.get(f"why_{row.pk}") or kept

    def decisions(self) -> list[Decision]:
        """What was said of each."""
        said = self.cleaned_data
        return [
            Decision(
                recipient=row.pk,
                is_by_link=said[f"what_{row.pk}"] == BY_LINK,
                given_on=self._given_on(row),
                left_out_because=self._why(row) if said[f"what_{row.pk}"] == LEFT_OUT else "",
            )
            for row in self.recipients
        ]
