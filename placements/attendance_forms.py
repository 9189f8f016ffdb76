"""Forms in which a school reports attendance, suspensions and exclusions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from placements.models import Exclusion
from placements.rules.exclusions import REASONS
from pupils.models import Enrolment
from vsh.govuk import fields
from vsh.govuk.dates import long_date
from vsh.govuk.forms import GovukForm, VersionedFormMixin

NUMBERS = ("sessions_possible", "sessions_authorised", "sessions_unauthorised")
_NUMBER = dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a whole number from 0 to 400")
WRONG_HINT = "What stands there now and this reason are kept in the history."


def place_words(place: Enrolment) -> str:
    """A place as somebody chooses it."""
    where = place.setting or place.get_kind_display()
    if place.ended_on:
        return f"{where}, {long_date(place.started_on)} to {long_date(place.ended_on)}"
    return f"{where}, since {long_date(place.started_on)}"


class AttendanceForm(GovukForm):
    """Sessions from one day to another at one place."""

    place = fields.RadiosField(label="School or setting")
    started_on = fields.DateField(label="First day")
    ended_on = fields.DateField(label="Last day", hint="In the same term; today at the latest.")
    sessions_possible = fields.IntegerField(
        label="Possible sessions",
        hint="Two a day: a morning and an afternoon. Leave out sessions that do not count, such as "
        "closed days or dual registration (codes D, Q, X, Y, Z and #).",
        min_value=0,
        max_value=400,
        error_messages=_NUMBER,
    )
    sessions_authorised = fields.IntegerField(
        label="Sessions missed with authority",
        hint="Codes C, C1, C2, E, I, J1, M, R, S and T",
        min_value=0,
        max_value=400,
        error_messages=_NUMBER,
    )
    sessions_unauthorised = fields.IntegerField(
        label="Sessions missed without authority",
        hint="Codes G, N, O and U",
        min_value=0,
        max_value=400,
        error_messages=_NUMBER,
    )

    def __init__(self, *args: Any, places: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(place.pk), place_words(place)) for place in places]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["place"].initial = choices[0][0]


class CorrectAttendanceForm(VersionedFormMixin, AttendanceForm):
    """The same for an entry that is wrong, or that should not be there."""

    is_withdrawn = fields.BooleanField(
        label="Take this entry off the record: it should not be there", required=False
    )
    reason = fields.CharField(
        label="What was wrong?",
        hint=WRONG_HINT,
        max_length=200,
        error_messages={"required": "Enter what was wrong"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["place"]


class TermSoFarForm(GovukForm):
    """One row of three numbers for each child at a school, for the same days."""

    marks_optional = False
    started_on = fields.DateField(label="First day")
    ended_on = fields.DateField(label="Last day", hint="Today at the latest")

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        labels = ("Possible sessions", "Missed with authority", "Missed without authority")
        for row in rows:
            wrong = f"{row.name}: enter a whole number from 0 to 400"
            for number, label in zip(NUMBERS, labels, strict=True):
                self.fields[f"{number}_{row.place.pk}"] = fields.IntegerField(
                    label=label,
                    min_value=0,
                    max_value=400,
                    required=False,
                    error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
                )

    def clean(self) -> dict[str, Any]:
        """A row has all three numbers or none; at least one row has them."""
        cleaned = super().clean() or {}
        is_filled = False
        for row in self.rows:
            names = [f"{number}_{row.place.pk}" for number in NUMBERS]
            given = [name for name in names if cleaned.get(name) is not None]
            is_filled |= bool(given) or any(name in self.errors for name in names)
            if given and len(given) < len(names):
                for name in names:
                    if name not in given and name not in self.errors:
                        self.add_error(name, f"{row.name}: enter all three numbers, or none")
        if not is_filled and not self.errors:
            self.add_error(None, "Enter the numbers of at least one child")
        return cleaned


# Of an exclusion: asked for by its kind, or as soon as the other of the two is there.
NEEDED_TOGETHER = {
    "days",
    "provision",
    "provision_from_on",
    "sixth_day_provision",
    "sixth_day_from_on",
    "cancelled_on",
    "cancelled_because",
    "days_missed",
}


class ExclusionForm(GovukForm):
    """A suspension or a permanent exclusion."""

    place = fields.RadiosField(label="School or setting")
    kind = fields.RadiosField(
        label="What was decided?",
        choices=Exclusion.Kind.choices,
        error_messages={"required": "Select what was decided"},
    )
    started_on = fields.DateField(label="First day out of school")
    days = fields.DecimalField(
        label="Length in school days",
        hint="Half days count, such as 2.5. Each lunchtime is half a day: 3 lunchtimes are 1.5. "
        "Leave it empty for a permanent exclusion.",
        required=False,
        min_value=0,
        max_value=200,
        max_digits=5,
        decimal_places=1,
    )
    reasons = fields.CheckboxesField(
        label="Why?",
        hint="Up to three, by the reasons of the school census.",
        choices=list(REASONS.items()),
        error_messages={"required": "Select at least one reason"},
    )
    misses_exam = fields.BooleanField(
        label="A public examination or national test is missed", required=False
    )
    notified_on = fields.DateField(
        label="Day on which the Virtual School and the social worker were told",
        hint="The head teacher tells both without delay.",
        required=False,
    )
    provision = fields.TextareaField(
        label="Work or education provided from the first day",
        hint="For a looked-after child the guidance asks for education from day one, not only for "
        "work that is set and marked. Leave it and its day empty if there is none yet.",
        rows=3,
        max_length=2000,
        required=False,
    )
    provision_from_on = fields.DateField(
        label="First day of that work or education", required=False
    )
    sixth_day_provision = fields.TextareaField(
        label="Education provided from the sixth school day",
        hint="Where and by whom, and how many hours a week. Suspensions that follow one another "
        "count as one. Leave it and its day empty if the child is back before then, or nothing is "
        "arranged yet.",
        rows=3,
        max_length=2000,
        required=False,
    )
    sixth_day_from_on = fields.DateField(
        label="First day of the education from the sixth day",
        hint="If it is full time, the first day on which it is.",
        required=False,
    )
    is_sixth_day_full_time = fields.BooleanField(
        label="The education from the sixth day is full time", required=False
    )

    def __init__(self, *args: Any, places: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(place.pk), place_words(place)) for place in places]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["place"].initial = choices[0][0]
        for name in NEEDED_TOGETHER & self.fields.keys():
            self.fields[name].is_needed_at_times = True  # type: ignore[attr-defined]


class CorrectExclusionForm(VersionedFormMixin, ExclusionForm):
    """The same for an entry that is wrong, grew, or was cancelled."""

    cancelled_on = fields.DateField(
        label="Day on which the head teacher cancelled it",
        hint="Leave it empty unless it was cancelled. It then stays on record.",
        required=False,
    )
    cancelled_because = fields.CharField(
        label="Why it was cancelled", max_length=200, required=False
    )
    days_missed = fields.DecimalField(
        label="School days missed before it was cancelled",
        hint="These go on counting towards the 45 days of the year. 0 if there were none.",
        required=False,
        min_value=0,
        max_value=200,
        max_digits=5,
        decimal_places=1,
    )
    is_withdrawn = fields.BooleanField(
        label="Take this entry off the record: it was made in error", required=False
    )
    reason = fields.CharField(
        label="What was wrong, or what is new?",
        hint=WRONG_HINT,
        max_length=200,
        error_messages={"required": "Enter what was wrong, or what is new"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["place"]


def earliest_day(started_on: date, place: Enrolment) -> date:
    """The first day of a span at a place that may have begun later."""
    return max(started_on, place.started_on)
