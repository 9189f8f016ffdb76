"""The forms of a meeting's pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from peps.meetings.people import Asked
from peps.models import Attendee, Meeting
from peps.services.minutes import LONGEST_MINUTES
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin
from vsh.govuk.times import TimeField

from .others import CHILD, OthersMixin

PLACE_IS_HIDDEN = (
    "Where this child lives is not told to parents. The invitation of a parent names neither the "
    "place nor you: the Virtual School tells them where it is. If a parent is asked, meet by video "
    "or at a neutral place, not at a school."
)


class ArrangementForm(GovukForm):
    """When and where, and who leads."""

    marks_optional = False

    day = fields.DateField(
        label="Day of the meeting", error_messages={"required": "Enter the day of the meeting"}
    )
    starts_at = TimeField(
        label="Start",
        hint="For example, 3:30pm or 15:30",
        error_messages={"required": "Enter the time at which the meeting starts"},
    )
    ends_at = TimeField(
        label="End", error_messages={"required": "Enter the time at which the meeting ends"}
    )
    place = fields.CharField(
        label="Place",
        hint="Everybody who is asked reads it. Do not write an address that is confidential.",
        max_length=200,
        required=False,
    )
    video_link = forms.URLField(
        label="Link of the video meeting",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link that begins with https://"},
    )
    chair = fields.CharField(
        label="Who leads the meeting (optional)", max_length=150, required=False
    )
    is_ehc_review = fields.BooleanField(
        label="It is also the annual review of the EHC plan",
        hint="Where possible, the two are held together at least once in 12 months.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        is_place_hidden: bool = False,
        has_ehc_plan: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_ehc_plan:
            del self.fields["is_ehc_review"]
        if is_place_hidden:
            self.fields["place"].help_text = PLACE_IS_HIDDEN
        for name in ("place", "video_link"):
            self.fields[name].is_needed_at_times = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A place or a link; an end after the start."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "place" in cleaned and "video_link" in cleaned:
            if not cleaned["place"] and not cleaned["video_link"]:
                self.add_error("place", "Enter the place, or the link of the video meeting")
            if cleaned["video_link"] and not cleaned["video_link"].startswith("https://"):
                self.add_error("video_link", "Enter a link that begins with https://")
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "The end must be after the start")
        return cleaned


class ArrangeForm(ArrangementForm, OthersMixin):
    """A new meeting: when, where, and who is asked to it."""

    def __init__(
        self,
        *args: Any,
        on_record: Iterable[Asked],
        others: Sequence[Asked],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on_record = {str(one.user.pk): one for one in on_record if one.user}
        choices = [(key, _words(one)) for key, one in self.on_record.items()]
        self.fields["people"] = fields.CheckboxesField(
            label="Who is asked",
            hint="Each gets an invitation by e-mail. The child is asked by word of mouth.",
            choices=[*choices, (CHILD, "The child, where appropriate")],
            required=False,
            initial=list(self.on_record),
        )
        known = list(others)
        capacities = {one.capacity for one in known}
        wanted = (Attendee.Capacity.CARER, Attendee.Capacity.PARENT)
        known += [Asked(capacity=capacity) for capacity in wanted if capacity not in capacities]
        self.add_rows(known)

    def arrangement(self) -> dict[str, Any]:
        """When and where, for the service."""
        return {
            name: self.cleaned_data[name]
            for name in ArrangementForm.base_fields
            if name in self.fields
        }

    def asked(self, *, child: str) -> list[Asked]:
        """Everybody who is asked; `child` is the child's name."""
        chosen = self.cleaned_data["people"]
        people = [self.on_record[key] for key in chosen if key in self.on_record]
        if CHILD in chosen:
            people.append(Asked(capacity=CHILD, name=child))
        return [*people, *self.others()]


class ChangeMeetingForm(VersionedFormMixin, ArrangementForm):
    """Another day, hour or place."""

    def arrangement(self) -> dict[str, Any]:
        """When and where, for the service."""
        return {
            name: self.cleaned_data[name]
            for name in ArrangementForm.base_fields
            if name in self.fields
        }


class CancelMeetingForm(VersionedFormMixin, GovukForm):
    """Why a meeting does not take place."""

    reason = fields.TextareaField(
        label="Why the meeting is cancelled",
        hint="Kept with the meeting. It does not stand in the e-mail.",
        max_length=500,
        rows=3,
    )


class PeopleForm(VersionedFormMixin, OthersMixin):
    """What those asked have answered, who is not asked any more, who is asked besides."""

    GONE = "gone"

    def __init__(
        self, *args: Any, meeting: Meeting, on_record: Iterable[Asked] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.attendees = [row for row in meeting.attendees.all() if row.is_invited]
        answers = [
            ("none", "No answer yet"),
            ("accepted", "Comes"),
            ("declined", "Cannot come"),
            (self.GONE, "Not asked any more"),
        ]
        for row in self.attendees:
            self.fields[f"answer_{row.pk}"] = fields.RadiosField(
                label=row.in_words,
                choices=answers,
                initial=row.answer or "none",
                error_messages={"required": f"Select the answer of {row.in_words}"},
                is_small=True,
                is_inline=True,
            )
        taken = {row.user_id for row in self.attendees}
        self.on_record = {
            str(one.user.pk): one for one in on_record if one.user and one.user.pk not in taken
        }
        more = [(key, _words(one)) for key, one in self.on_record.items()]
        if not any(row.capacity == CHILD for row in self.attendees):
            more.append((CHILD, "The child, where appropriate"))
        if more:
            self.fields["people"] = fields.CheckboxesField(
                label="Ask these people too", choices=more, required=False
            )
        self.add_rows(rows=2)

    def answers(self) -> dict[int, str]:
        """The answer of each, where they are still asked."""
        chosen = {row.pk: self.cleaned_data[f"answer_{row.pk}"] for row in self.attendees}
        return {
            pk: "" if answer == "none" else answer
            for pk, answer in chosen.items()
            if answer != self.GONE
        }

    def no_longer(self) -> list[int]:
        """Who is not asked any more."""
        return [
            row.pk for row in self.attendees if self.cleaned_data[f"answer_{row.pk}"] == self.GONE
        ]

    def asked(self, *, child: str) -> list[Asked]:
        """Who is asked besides."""
        chosen = self.cleaned_data.get("people", [])
        people = [self.on_record[key] for key in chosen if key in self.on_record]
        if CHILD in chosen:
            people.append(Asked(capacity=CHILD, name=child))
        return [*people, *self.others()]


class AttendanceForm(VersionedFormMixin, OthersMixin):
    """Whether the meeting was held, and who came."""

    is_held = fields.RadiosField(
        label="Was the meeting held?", choices=[("yes", "Yes"), ("no", "No")], is_inline=True
    )
    not_held_because = fields.TextareaField(
        label="If not, why", max_length=500, rows=2, required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(row.pk), row.in_words) for row in meeting.attendees.all()]
        if people:
            self.fields["came"] = fields.CheckboxesField(
                label="Who came", choices=people, required=False
            )
        self.add_rows(rows=2)

    def clean(self) -> dict[str, Any]:
        """A meeting that was not held says why."""
        cleaned = super().clean()
        if cleaned.get("is_held") == "no" and not cleaned.get("not_held_because", "").strip():
            self.add_error("not_held_because", "Enter why the meeting was not held")
        return cleaned


class MinutesForm(GovukForm):
    """What was said and agreed."""

    marks_optional = False

    minutes = fields.TextareaField(
        label="Minutes",
        hint="What was said and agreed. Targets and actions have their own sections in the plan.",
        rows=18,
        max_length=LONGEST_MINUTES,
        counts_from=80,
        required=False,
    )


def _words(one: Asked) -> str:
    return f"{one.user}, {Attendee.Capacity(one.capacity).label}"
