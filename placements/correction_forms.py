"""Forms for a place that was entered wrongly, or came to nothing."""

from typing import Any

from placements.forms import PlaceForm
from pupils.models import Enrolment
from pupils.services.place_corrections import Instead
from vsh.govuk import fields
from vsh.govuk.dates import long_date
from vsh.govuk.forms import GovukForm, VersionedFormMixin

NO_PLACE = Enrolment.Kind.NO_PLACE
OTHERWISE = Enrolment.Kind.OTHERWISE


class WithdrawPlaceForm(VersionedFormMixin, GovukForm):
    """Why the place is withdrawn, and what holds instead."""

    reason = fields.CharField(
        label="Why is it withdrawn?",
        hint="For example, the school withdrew its offer, or it was entered for the wrong child. "
        "The reason is kept in the history.",
        max_length=200,
        error_messages={"required": "Enter why it is withdrawn"},
    )
    instead = fields.RadiosField(
        label="What holds instead?",
        error_messages={"required": "Select what holds instead of this place"},
    )

    def __init__(
        self, *args: Any, place: Enrolment, former: Enrolment | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        is_main = place.kind in Enrolment.MAIN_KINDS
        if not is_main or (former is not None and former.kind == NO_PLACE):
            del self.fields["instead"]
            return
        day = long_date(place.started_on)
        choices = []
        if former is not None:
            where = former.setting or former.get_kind_display()
            choices.append((Instead.FORMER, f"The place at {where} goes on"))
        if place.kind != NO_PLACE:
            choices.append((Instead.WITHOUT, f"No school place from {day}"))
        choices.append((Instead.LATER, "Another place, which I record next"))
        field: Any = self.fields["instead"]
        field.choices = choices
        if former is not None and former.ended_on is not None:
            ended = f"Its last day on record is {long_date(former.ended_on)}"
            why = f": {former.reason_ended}." if former.reason_ended else "."
            field.widget.choice_hints = {Instead.FORMER: ended + why}


class CorrectPlaceForm(VersionedFormMixin, PlaceForm):
    """What is wrong about a place on record."""

    ended_on = fields.DateField(
        label="Last day on the register",
        hint="Leave it empty if the place did not end. It then goes on, "
        "and “No school place” right after it is removed.",
        required=False,
    )
    reason_ended = fields.CharField(label="Why the place ended", max_length=200, required=False)
    ended_by_placement = fields.RadiosField(
        label="Did the place end because the child moved to a new home?",
        choices=[("yes", "Yes"), ("no", "No")],
        is_inline=True,
        required=False,
    )
    reason = fields.CharField(
        label="What was wrong?",
        hint="What stands there now and this reason are kept in the history.",
        max_length=200,
        error_messages={"required": "Enter what was wrong"},
    )

    def __init__(self, *args: Any, place: Enrolment, school: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.offer_settings(school, on_record=place.setting_id)
        if "setting" in self.fields:
            self.fields["setting"].help_text = "Education otherwise than at school needs none."
        kinds = [choice for choice in Enrolment.Kind.choices if choice[0] != NO_PLACE]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if place.ended_on is None:
            for name in ("ended_on", "reason_ended", "ended_by_placement"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Full time has no hours and no reason; a school that was none does not stay the school."""
        cleaned = super().clean()
        was_at_school = self.place.kind != OTHERWISE and self.place.setting is not None
        if cleaned.get("kind") == OTHERWISE and was_at_school:
            is_left_as_it_was = cleaned.get("setting") == self.place.setting
            cleaned["setting"] = None if is_left_as_it_was else cleaned["setting"]
        if not cleaned.get("is_part_time"):
            cleaned |= {"hours_a_week": None, "part_time_reason": ""}
        return cleaned
