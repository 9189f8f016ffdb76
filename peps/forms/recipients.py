"""The form that says who was given a copy of a plan, when, and who is left out and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peps.forms.others import OthersMixin
from peps.models import Recipient
from peps.services.recipients import Decision, in_words, left_somebody_out, mark_of
from vsh.calendars import today
from vsh.govuk import fields

NOT_YET, BY_LINK, GIVEN, LEFT_OUT = "not_yet", "by_link", "given", "left_out"


class RecipientsForm(OthersMixin):
    """A decision for each person who does not read the plan here, and rows for more people.

    A reason on record that the reader is not told stays as it is unless they write another one.
    The page carries the mark of each row that it showed (`marks`): what somebody else changed since
    is refused where the person changed it too, and shown anew where they did not. With
    `only_closes` somebody can be left out, and nothing else be changed.
    """

    def __init__(
        self,
        *args: Any,
        recipients: Sequence[Recipient],
        tells_reasons: bool,
        only_closes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tells_reasons, self.only_closes = tells_reasons, only_closes
        self.recipients = recipients
        for row in recipients:
            had_link = self._seen(row).startswith(f"{Recipient.How.LINK}:")
            is_by_link = row.how == Recipient.How.LINK or had_link
            by_link = [(BY_LINK, "Reads it by personal link")]
            choices = [
                (NOT_YET, "Not yet"),
                *(by_link if is_by_link or row.has_link else []),  # type: ignore[attr-defined]
                (GIVEN, "A copy was given"),
                (LEFT_OUT, "Gets no copy"),
            ]
            offered = {_now(row), self._shown(row), LEFT_OUT} if only_closes else dict(choices)
            self.fields[f"what_{row.pk}"] = fields.RadiosField(
                label=f"{row.get_capacity_display()}{f', {row.name}' if row.name else ''}",
                choices=[choice for choice in choices if choice[0] in offered],
                initial=_now(row),
                error_messages={"required": f"Select what {row.shown_name} gets"},
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
        self.add_rows(rows=0 if only_closes else 1)
        for number in range(self.rows):
            del self.fields[f"email_{number}"]

    def marks(self) -> list[tuple[str, str]]:
        """The hidden fields that say which rows the page showed."""
        return [(f"seen_{row.pk}", mark_of(row)) for row in self.recipients]

    def clean(self) -> dict[str, Any]:
        """A day for a copy that was given, a reason for who gets none, nothing that is stale."""
        cleaned = super().clean()
        for row in self.recipients:
            what, said = cleaned.get(f"what_{row.pk}"), self._decision(row)
            lacks_day = what == GIVEN and said.given_on is None
            lacks_reason = what == LEFT_OUT and not said.left_out_because
            is_whole = what is not None and not lacks_day and not lacks_reason
            if self._is_kept(row) or (is_whole and said.mark == said.seen):
                self._show_anew(row)
                continue
            if lacks_day and f"on_{row.pk}" not in self.errors:
                self.add_error(f"on_{row.pk}", f"Enter the day for {row.shown_name}")
            if lacks_reason:
                self.add_error(f"why_{row.pk}", f"Enter why {row.shown_name} gets no copy")
            if mark_of(row) not in {said.seen, said.mark}:
                now = in_words(row, tells_reasons=self.tells_reasons)
                self.add_error(
                    f"what_{row.pk}",
                    f"{row.shown_name}: somebody else has changed this since you opened it. On "
                    f"record now: {now}. What you chose is marked here: save it only if it holds.",
                )
        return cleaned

    def row_groups(self) -> list[dict[str, Any]]:
        """Part and name of who else has it."""
        return [
            {"number": n + 1, "fields": [self[f"capacity_{n}"], self[f"name_{n}"]]}
            for n in range(self.rows)
        ]

    def decisions(self) -> list[Decision]:
        """What was said of each whom the person changed."""
        return [self._decision(row) for row in self.recipients if not self._is_kept(row)]

    def _decision(self, row: Recipient) -> Decision:
        what = self.cleaned_data.get(f"what_{row.pk}")
        return Decision(
            recipient=row.pk,
            seen=self._seen(row),
            is_by_link=what == BY_LINK,
            given_on=self._given_on(row, what),
            left_out_because=self._why(row) if what == LEFT_OUT else "",
        )

    def _given_on(self, row: Recipient, what: str | None) -> date | None:
        if what == BY_LINK:  # from today, unless it was so before
            return row.given_on if row.how == Recipient.How.LINK else today()
        return self.cleaned_data.get(f"on_{row.pk}") if what == GIVEN else None

    def _why(self, row: Recipient) -> str:
        kept = "" if self.tells_reasons else row.left_out_because
        return self.cleaned_data.get(f"why_{row.pk}") or kept

    def _seen(self, row: Recipient) -> str:
        return str(self.data.get(f"seen_{row.pk}", ""))

    def _shown(self, row: Recipient) -> str:
        """What the page said of the row when the person opened it."""
        seen = self._seen(row)
        if not seen or left_somebody_out(seen):
            return LEFT_OUT if seen else _now(row)
        how = seen.partition(":")[0]
        return {"": NOT_YET, Recipient.How.LINK.value: BY_LINK}.get(how, GIVEN)

    def _is_kept(self, row: Recipient) -> bool:
        """Whether the row stays as it was shown, where the mark alone does not tell: by link since
        the day on record then, or left out for a reason that the reader is not told."""
        said, seen = self.cleaned_data, self._seen(row)
        what = said.get(f"what_{row.pk}")
        if what == LEFT_OUT and not self.tells_reasons and not said.get(f"why_{row.pk}"):
            return left_somebody_out(seen)
        return what == BY_LINK and seen.startswith(f"{Recipient.How.LINK}:")

    def _show_anew(self, row: Recipient) -> None:
        """What the person left alone stands as it is on record, should the page be shown again."""
        day = row.given_on or today()
        shown = {"what": _now(row), "why": row.left_out_because if self.tells_reasons else ""}
        self.data: Any = self.data.copy()
        self.data.update({f"{part}_{row.pk}": value for part, value in shown.items()})
        self.data.update(
            {f"on_{row.pk}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
        )


def _now(row: Recipient) -> str:
    if row.left_out_because:
        return LEFT_OUT
    return BY_LINK if row.how == Recipient.How.LINK else GIVEN if row.how else NOT_YET
