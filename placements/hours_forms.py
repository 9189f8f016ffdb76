"""From which day a place is part time, or full time again."""

from typing import Any

from placements.services.hours import PartTime
from placements.services.timetables import Agreed
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

PART, FULL = "part", "full"
_NEEDED = {
    "part_time_reason": "Enter why the timetable is part time",
    "until_on": "Enter the last day of the part-time timetable",
    "next_review_on": "Enter the day of the first review of the part-time timetable",
}


class HoursForm(GovukForm):
    """Part time with its reason, its end and its first review; or full time again."""

    from_on = fields.DateField(
        label="From which day?",
        hint="The first day with these hours. For example, 9 11 2026",
        error_messages={"required": "Enter the first day with these hours"},
    )
    hours = fields.RadiosField(
        label="What is the timetable from that day?",
        choices=[(PART, "Part time"), (FULL, "Full time again")],
        choice_hints={
            PART: "From that day the child is without full-time education: a clock of 20 school "
            "days runs, and only a full-time place or full-time hours end it.",
        },
        error_messages={"required": "Select whether it is part time or full time again"},
    )
    hours_a_week = fields.DecimalField(
        label="Hours a week",
        hint="Only for a part-time timetable",
        required=False,
        min_value=0,
        max_digits=4,
        decimal_places=1,
        width=3,
    )
    part_time_reason = fields.CharField(
        label="Why is the timetable part time?",
        hint="And who agreed to it: child, carer, social worker, school.",
        max_length=200,
        required=False,
    )
    until_on = fields.DateField(
        label="Last day of the part-time timetable",
        hint="Only for a part-time timetable. A full-time place is what every child should have.",
        required=False,
    )
    next_review_on = fields.DateField(
        label="Day of its first review", hint="Only for a part-time timetable", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Part time says why, until when, and when it is looked at first."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("hours") == PART:
            for name, words in _NEEDED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    @property
    def part_time(self) -> PartTime | None:
        """What is agreed; nothing for full time."""
        said = self.cleaned_data
        if said["hours"] == FULL:
            return None
        return PartTime(
            reason=said["part_time_reason"],
            hours_a_week=said["hours_a_week"],
            agreed=Agreed(until_on=said["until_on"], next_review_on=said["next_review_on"]),
        )


class WithdrawHoursForm(GovukForm):
    """Why they are taken off the record."""

    reason = fields.CharField(
        label="Why is this withdrawn?",
        hint="For example, the day was wrong. The reason is kept in the history.",
        max_length=200,
        error_messages={"required": "Enter why it is withdrawn"},
    )
