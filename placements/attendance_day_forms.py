"""Forms in which marks are entered: one day put right, or a school's week."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from placements.rules.attendance_codes import HalfDay, codes_on, on_record
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin

from .attendance_forms import WRONG_HINT

NO_MARK = "No mark"


class CorrectDayForm(VersionedFormMixin, GovukForm):
    """The two marks of a day."""

    am = fields.SelectField(label="Morning", empty_label=NO_MARK, required=False)
    pm = fields.SelectField(label="Afternoon", empty_label=NO_MARK, required=False)
    reason = fields.CharField(
        label="What was wrong, or who told you?",
        hint=WRONG_HINT,
        max_length=200,
        error_messages={"required": "Enter what was wrong, or who told you"},
    )
    marks_optional = False

    def __init__(self, *args: Any, day: date, stands: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [
            on_record(mark, day) for mark in stands if mark
        ]  # as the register had it, whatever the day
        for name, half in (("am", HalfDay.AM), ("pm", HalfDay.PM)):
            own = [one for one in kept if one.only in (None, half)]
            found = [*codes_on(day, half), *own]
            choices = {one.code: f"{one.code}  {one.meaning}" for one in found}
            self.fields[name].choices = [("", NO_MARK), *choices.items()]  # type: ignore[attr-defined]


class CallForm(GovukForm):
    """What a school said of one child on the phone, or says itself."""

    place = fields.IntegerField(label="Child")
    version = fields.IntegerField(label="Version", min_value=0)
    said = fields.CharField(label="What the school said")
    code = fields.CharField(label="Code", required=False, max_length=2)

    def __init__(self, *args: Any, is_ringing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_ringing = is_ringing

    def clean(self) -> dict[str, Any]:
        """An absence has its code."""
        cleaned = super().clean() or {}
        if cleaned.get("said") == "absent" and not cleaned.get("code"):
            why = "that the school gave for the absence" if self.is_ringing else "of the absence"
            self.add_error("code", f"Choose the code {why}")
        return cleaned


class WeekForm(GovukForm):
    """A code for each session of each child; blank where nobody says anything."""

    marks_optional = False

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"present_{row.place.pk}"] = fields.BooleanField(
                label="Present in every session that is empty", required=False
            )
            for cell in row.cells:
                self.fields[cell.name] = fields.CharField(
                    label=f"{row.name}, {cell.words}",
                    required=False,
                    max_length=2,
                    error_messages={
                        "max_length": f"{row.name}, {cell.words}: enter a code of the register"
                    },
                )
                self.initial[cell.name] = cell.on_record

    def code_in(self, name: str, half: HalfDay) -> str:
        """What was entered; either stroke is present, whichever session it stands for."""
        told = str(self.cleaned_data.get(name) or "").strip().upper()
        if told in ("/", "\\"):
            return "/" if half is HalfDay.AM else "\\"
        return told
