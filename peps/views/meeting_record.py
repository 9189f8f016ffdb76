"""What came of a meeting about a PEP: who came, and the minutes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from peps.forms import (
    AttendanceForm,
    MinutesForm,
)
from peps.models import Meeting
from peps.services.meetings import (
    StaleMinutes,
    record_attendance,
    save_minutes,
)
from vsh.calendars import today

from .meetings import MeetingForm


class MeetingAttendance(MeetingForm):
    """Whether it was held, and who came."""

    form_class = AttendanceForm
    template_name = "peps/meeting_people.html"
    page_title = "Record who came"
    success_message = "Recorded. The plan’s section on the meeting takes it from here"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The people asked."""
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        meeting = self.meeting
        came = [str(row.pk) for row in meeting.attendees.all() if row.has_attended]
        known = {True: "yes", False: "no"}.get(meeting.is_held)  # type: ignore[arg-type]
        because = meeting.not_held_because
        held = {"is_held": known, "not_held_because": because, "came": came}
        return super().get_initial() | held

    def act(self, form: Any) -> None:
        """Record it."""
        said = form.cleaned_data
        record_attendance(
            actor=self.user,
            meeting=self.meeting,
            version=said["version"],
            is_held=said["is_held"] == "yes",
            not_held_because=said["not_held_because"],
            came={int(pk) for pk in said.get("came", [])},
            besides=form.others(),
        )


class Minutes(MeetingForm):
    """What was said and agreed: saved as it is typed; two texts stand side by side."""

    form_class = MinutesForm
    template_name = "peps/minutes.html"
    page_title = "Minutes of the meeting"

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return {"minutes": self.meeting.minutes}

    def form_valid(self, form: Any) -> HttpResponse:
        """Save over the version that the page showed; a line for an autosave."""
        is_autosave = bool(self.request.htmx)  # type: ignore[attr-defined]
        try:
            meeting = save_minutes(
                actor=self.user,
                meeting=self.meeting,
                text=form.cleaned_data["minutes"],
                version=self.version(),
            )
        except StaleMinutes as stale:
            return self.conflict(form, stale.meeting, is_autosave=is_autosave)
        if is_autosave:
            context = {"saved_at": meeting.minutes_at, "version": meeting.minutes_version}
            return render(self.request, "components/autosave_status.html", context)
        return super().form_valid(form)

    def act(self, form: Any) -> None:
        """Saved already: what is left is to say so and go back."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Too long, for a page or an autosave."""
        if not self.request.htmx:  # type: ignore[attr-defined]
            return super().form_invalid(form)
        context = {
            "saved_at": self.meeting.minutes_at,
            "version": self.version(),  # nothing was saved over what stands by now
            "problems": [" ".join(map(str, form.errors.get("minutes", ["Not valid"])))],
        }
        return render(self.request, "components/autosave_status.html", context)

    def conflict(self, form: Any, meeting: Meeting, *, is_autosave: bool) -> HttpResponse:
        """Both texts, and a choice."""
        texts = {"label": "Minutes", "mine": form.cleaned_data["minutes"]}
        context = {
            "version": meeting.minutes_version,
            "saved_by": meeting.minutes_by,
            "saved_at": meeting.minutes_at,
            "fields": [{**texts, "theirs": meeting.minutes}],
        }
        if is_autosave:
            template = "components/autosave_conflict.html"
            return render(self.request, template, context, status=409)
        form.add_error(None, "Somebody else has changed the minutes. Choose which text to keep.")
        shown = self.get_context_data(form=form, conflict=context, version=self.version())
        return self.render_to_response(shown, status=409)

    def version(self) -> int:
        """The version that the page showed, or one that overwrites nothing."""
        try:
            return int(self.request.POST.getlist("version")[-1])
        except (IndexError, ValueError):
            return -1

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version of the minutes."""
        seen = self.version() if self.request.method == "POST" else self.meeting.minutes_version
        return super().get_context_data(
            has_come=self.meeting.day <= today(),
            **{"version": seen, "saved_at": self.meeting.minutes_at} | kwargs,
        )
