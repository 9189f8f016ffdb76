"""The meetings of governors and of a panel about one exclusion."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from placements.behaviour_forms import ChangeExclusionMeetingForm, ExclusionMeetingForm
from placements.governors import governors_of
from placements.models import Exclusion, ExclusionMeeting
from placements.places import places_to_report
from placements.services.exclusion_meetings import (
    MeetingAsItIs,
    save_exclusion_meeting,
    withdraw_exclusion_meeting,
)
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from vsh.accounts.roles import Permission

FIELDS = ("body", "invited_on", "meets_on", "attended_by", "representations", "outcome")


def facts_in(data: dict[str, Any]) -> MeetingAsItIs:
    """What the form says."""
    return MeetingAsItIs(**{name: data[name] for name in FIELDS})


class RecordExclusionMeeting(PupilFormPage):
    """A meeting is arranged, or was held."""

    permission = Permission.RECORD_EXCLUSION_MEETING
    tab = "placements:school"
    form_class = ExclusionMeetingForm
    template_name = "placements/exclusion_meeting.html"
    page_title = "Meeting about an exclusion"
    exclusion: Exclusion

    def get_pupil(self) -> Pupil:
        """404 too for an exclusion of another child."""
        pupil = super().get_pupil()
        rows = Exclusion.objects.visible_to(self.user).select_related(
            "enrolment__setting", "enrolment__pupil__authority"
        )
        if self.user.may(self.permission):  # a school: of its own exclusions alone
            own = places_to_report(self.user, self.permission).filter(pupil=pupil)
            rows = rows.filter(enrolment__in=own)
        self.exclusion = get_object_or_404(
            rows, pk=self.kwargs["exclusion"], enrolment__pupil=pupil
        )
        return pupil

    @cached_property
    def meeting(self) -> ExclusionMeeting | None:
        """The one that is changed; none for a new one."""
        return None

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        if self.meeting is None:
            return {"version": 0, "body": "governors"}
        return {name: getattr(self.meeting, name) for name in ("version", *FIELDS)}

    def act(self, form: Any) -> None:
        """Record it."""
        save_exclusion_meeting(
            actor=self.user,
            exclusion=self.exclusion,
            facts=facts_in(form.cleaned_data),
        )

    def get_success_url(self) -> str:
        """The tab."""
        return reverse(self.tab, kwargs={"ref": self.pupil.ref})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The exclusion, and by when the governors meet."""
        row, governors = self.exclusion, governors_of(self.exclusion, user=self.user)
        row.first_school_day_on = governors.first_school_day_on
        return super().get_context_data(exclusion=row, governors=governors, **kwargs)


class ChangeExclusionMeeting(RecordExclusionMeeting):
    """A meeting that was arranged gets its outcome, or is put right."""

    page_title = "Change a meeting about an exclusion"
    form_class = ChangeExclusionMeetingForm

    @cached_property
    def meeting(self) -> ExclusionMeeting | None:
        """The one in the address."""
        rows = ExclusionMeeting.objects.visible_to(self.user).filter(exclusion=self.exclusion)
        return get_object_or_404(rows, pk=self.kwargs["of_exclusion"])

    @property
    def entry(self) -> ExclusionMeeting | None:
        """What it changes."""
        return self.meeting

    def act(self, form: Any) -> None:
        """Change it, or take it off the record."""
        data = form.cleaned_data
        told: Any = {
            "actor": self.user,
            "exclusion": self.exclusion,
            "meeting": self.meeting,
            "version": data["version"],
            "reason": data["reason"],
        }
        if data["is_withdrawn"]:
            withdraw_exclusion_meeting(**told)
        else:
            save_exclusion_meeting(facts=facts_in(data), **told)
