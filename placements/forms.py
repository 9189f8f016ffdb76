"""Forms of the tabs "Care and placements" and "School"."""

from datetime import date
from typing import Any

from django import forms

from pupils.care_words import PARTICIPATION
from pupils.models import Enrolment
from pupils.services.reviews import moved_words
from vsh.govuk import fields
from vsh.govuk.dates import long_date
from vsh.govuk.forms import GovukForm, VersionedFormMixin
from vsh.organisations.models import EducationSetting

from .setting_choice import OfferSettingsMixin

NEEDS_SETTING = {Enrolment.Kind.MAIN, Enrolment.Kind.SUBSIDIARY, Enrolment.Kind.ALTERNATIVE}


class ReviewForm(GovukForm):
    """A review that was held, the day of the next one, or both."""

    held_on = fields.DateField(
        label="Day on which the review was held", required=False, hint="For example, 27 3 2026"
    )
    participation = fields.SelectField(
        label="How the child took part", choices=list(PARTICIPATION.items()), required=False
    )
    is_brought_forward = fields.RadiosField(
        label="Was this the review that is arranged?",
        hint="Answer if the review was held before that day. "
        "A review held on that day or later counts as the one arranged.",
        choices=[("yes", "Yes, it was brought forward"), ("no", "No, that appointment stands")],
        choice_hints={"no": "It is the next review: leave the day below empty."},
        required=False,
    )
    next_planned_on = fields.DateField(
        label="Day for which the next review is arranged", required=False
    )
    # The appointment that the page asked about: it may move before the answer comes back.
    asked_about = forms.DateField(
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
        input_formats=["%Y-%m-%d"],
        required=False,
    )

    def __init__(self, *args: Any, arranged_for: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arranged_for = arranged_for
        self.fields["asked_about"].initial = arranged_for
        if arranged_for is None:
            del self.fields["is_brought_forward"]
        else:
            label = f"Was this the review arranged for {long_date(arranged_for)}?"
            self.fields["is_brought_forward"].label = label

    def clean(self) -> dict[str, Any]:
        """One of the two days is needed; a review held says how the child took part."""
        cleaned: dict[str, Any] = super().clean() or {}
        answer = cleaned.get("is_brought_forward")
        cleaned["is_brought_forward"] = {"yes": True, "no": False}.get(answer or "")
        asked_about = cleaned.get("asked_about")
        if asked_about is not None and asked_about != self.arranged_for:
            self._ask_again()
        if self.errors:
            return cleaned
        if not cleaned.get("held_on") and not cleaned.get("next_planned_on"):
            self.add_error("held_on", "Enter the day of the review, or the day of the next one")
        if cleaned.get("held_on") and not cleaned.get("participation"):
            self.add_error("participation", "Select how the child took part")
        return cleaned

    def _ask_again(self) -> None:
        """Refuse an answer about an appointment that moved; the page asks about it as it is now."""
        is_answered = bool(self.data.get(self.add_prefix("is_brought_forward")))
        given: Any = self.data
        data = given.copy()
        data[self.add_prefix("asked_about")] = f"{self.arranged_for or ''}"
        data.pop(self.add_prefix("is_brought_forward"), None)
        self.data = data
        if is_answered:
            field = "is_brought_forward" if "is_brought_forward" in self.fields else None
            self.add_error(field, moved_words(self.arranged_for))


class CorrectReviewForm(GovukForm):
    """What is wrong about a review that was held."""

    held_on = fields.DateField(
        label="Day on which the review was held", hint="For example, 27 3 2026"
    )
    participation = fields.SelectField(
        label="How the child took part", choices=list(PARTICIPATION.items())
    )


class SettingSearchForm(GovukForm):
    """Finds a school or setting by name, town or URN; the address holds no child's name."""

    marks_optional = False

    school = fields.CharField(
        label="School or setting",
        hint="Name, town or URN. Leave it empty when the child has no place or learns elsewhere.",
        required=False,
        width=30,
    )


class PlaceForm(OfferSettingsMixin, GovukForm):
    """What is known of a place."""

    kind = fields.RadiosField(
        label="What kind of place is it?",
        choices=Enrolment.Kind.choices,
        error_messages={"required": "Select what kind of place it is"},
    )
    setting = fields.ModelRadiosField(
        label="Which school or setting?",
        hint="Not needed for education otherwise than at school, or for no place.",
        queryset=EducationSetting.objects.none(),
        required=False,
    )
    accepted_on = fields.DateField(
        label="Day on which the place was accepted",
        hint="From this day the school sees the child's record.",
        required=False,
    )
    started_on = fields.DateField(
        label="First day", error_messages={"required": "Enter the first day"}
    )
    is_part_time = fields.BooleanField(label="The timetable is part time", required=False)
    hours_a_week = fields.DecimalField(
        label="Hours a week",
        hint="Only for a part-time timetable",
        required=False,
        max_digits=4,
        decimal_places=1,
        width=3,
    )
    part_time_reason = fields.CharField(
        label="Why is the timetable part time?", max_length=200, required=False
    )
    evidence = fields.TextareaField(
        label="Evidence, if the school is below good or for other children",
        hint="That it supports its vulnerable pupils well, and that the child will make progress "
        "there; or why the child is taught at a school for another age, or at a special school "
        "without an EHC plan. What the search for a school has on record counts too.",
        rows=3,
        max_length=2000,
        required=False,
    )
    exceptional_reason = fields.TextareaField(
        label="Exceptional reason, if the school was found inadequate",
        hint="Never such a school without it. Say what evidence it rests on. What the search for a "
        "school has on record counts too.",
        rows=3,
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A school place names its school; part time says why."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if kind in NEEDS_SETTING and not cleaned.get("setting"):
            field = "setting" if "setting" in self.fields else None
            self.add_error(field, "Find and select the school or setting")
        if kind == Enrolment.Kind.NO_PLACE:
            cleaned["setting"] = None
        if cleaned.get("is_part_time") and not cleaned.get("part_time_reason"):
            self.add_error("part_time_reason", "Enter why the timetable is part time")
        return cleaned


class EnrolmentForm(PlaceForm):
    """A place that starts; a part-time timetable has an end and a first review from the start."""

    until_on = fields.DateField(
        label="Last day of the part-time timetable",
        hint="Only for a part-time timetable. A full-time place is what every child should have.",
        required=False,
    )
    next_review_on = fields.DateField(
        label="Day of its first review", hint="Only for a part-time timetable", required=False
    )
    ends_current = fields.BooleanField(
        label="The present place ended the day before", required=False
    )
    reason_ended = fields.CharField(
        label="Why did that place end?",
        hint="Only where it ended the day before. Who was consulted is asked on the next page.",
        max_length=200,
        required=False,
    )

    def __init__(
        self, *args: Any, school: str = "", current: Enrolment | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.offer_settings(school)
        if current is None or current.kind == Enrolment.Kind.NO_PLACE:
            del self.fields["ends_current"], self.fields["reason_ended"]
        else:
            place = current.setting or current.get_kind_display()
            self.fields["ends_current"].label = f"The place at {place} ended the day before"
        names = list(self.fields)
        after = names.index("part_time_reason") + 1
        agreed = ["until_on", "next_review_on"]
        rest = [name for name in names[after:] if name not in agreed]
        self.order_fields([*names[:after], *agreed, *rest])

    def clean(self) -> dict[str, Any]:
        """Part time says until when, and when it is looked at first."""
        cleaned = super().clean()
        is_part_time = (
            cleaned.get("is_part_time") and cleaned.get("kind") != Enrolment.Kind.NO_PLACE
        )
        for name, what in _AGREED.items():
            if is_part_time and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"Enter the {what}")
        if cleaned.get("ends_current") and not cleaned.get("reason_ended"):
            self.add_error("reason_ended", "Enter why the present place ended")
        return cleaned


_AGREED = {
    "until_on": "last day of the part-time timetable",
    "next_review_on": "day of the first review of the part-time timetable",
}


class TimetableForm(GovukForm):
    """A part-time timetable agreed or reviewed."""

    reviewed_on = fields.DateField(
        label="Day of the agreement or review",
        error_messages={"required": "Enter the day of the agreement or review"},
    )
    decided = fields.TextareaField(
        label="What was decided, and how do the hours grow?",
        hint="Who agreed to it: child, carer, social worker, school.",
        rows=4,
        max_length=2000,
        error_messages={"required": "Enter what was decided"},
    )
    until_on = fields.DateField(
        label="Last day of the part-time timetable",
        error_messages={"required": "Enter the last day of the part-time timetable"},
    )
    next_review_on = fields.DateField(
        label="Day of the next review",
        error_messages={"required": "Enter the day of the next review"},
    )


class CorrectTimetableForm(VersionedFormMixin, TimetableForm):
    """The same of a review that was entered wrongly."""


class EndEnrolmentForm(VersionedFormMixin, GovukForm):
    """A place that ends, and what comes next."""

    ended_on = fields.DateField(
        label="Last day on the register",
        error_messages={"required": "Enter the last day on the register"},
    )
    reason_ended = fields.CharField(label="Why the place ended", max_length=200)
    ended_by_placement = fields.RadiosField(
        label="Did the place end because the child moved to a new home?",
        choices=[("yes", "Yes"), ("no", "No")],
        is_inline=True,
        error_messages={"required": "Select whether the child moved to a new home"},
    )
    next_place = fields.RadiosField(
        label="What comes next?",
        choices=[
            ("without", "No school place from the next day"),
            ("later", "Another place, which I record next"),
        ],
        error_messages={"required": "Select what comes next"},
        choice_hints={"without": "A clock of 20 school days starts to find a new place."},
    )
