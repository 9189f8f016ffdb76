"""What came of a meeting about a PEP: who came."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from peps.forms import AttendanceForm
from peps.meetings.record import is_taken_by_the_plan, why_not_written
from peps.services.meetings import record_attendance

from .meetings import MeetingForm


class MeetingAttendance(MeetingForm):
    """Whether it was held, and who came."""

    form_class = AttendanceForm
    template_name = "peps/meeting_people.html"
    page_title = "Record who came"

    @property
    def success_message(self) -> str:  # type: ignore[override]
        """What becomes of it in the plan, where that is so."""
        if is_taken_by_the_plan(self.meeting):
            return "Recorded. The plan’s section on the meeting takes it from here"
        return "Recorded. The plan’s section on the meeting keeps the words that stand there"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; why there is none, where the record is closed."""
        if refused := why_not_written(self.meeting, by=self.user):
            context = self.get_context_data(refused=refused.words)
            return self.render_to_response(context)
        return super().get(request, *args, **kwargs)

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
