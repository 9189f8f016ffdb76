"""The pages of one meeting about a PEP, and of the plan's meetings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView, View

from peps.facts.hidden_place import is_place_hidden
from peps.forms import (
    ArrangeForm,
    CancelMeetingForm,
    ChangeMeetingForm,
    PeopleForm,
)
from peps.meetings.days import lateness
from peps.meetings.ehc_reviews import has_ehc_plan
from peps.meetings.for_parents import is_kept_from_parents
from peps.meetings.invitations import calendar_of
from peps.meetings.people import others_of_last_meeting, people_on_record
from peps.meetings.record import kept_minutes, why_not_written, writers_of
from peps.meetings.wishes import childs_wish
from peps.models import Meeting, Pep
from peps.querysets import MeetingQuerySet
from peps.rules.meetings import not_asked
from peps.services.meetings import (
    Arrangement,
    arrange_meeting,
    cancel_meeting,
    change_meeting,
    change_people,
)
from peps.views.pep_pages import PepFormPage, PepPageMixin
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from pupils.pages import PupilPageMixin, load_pupil
from vsh.accounts.roles import Permission
from vsh.calendars import today


class MeetingsOfPep(PepPageMixin, TemplateView):
    """Every meeting of the plan, and the way to arrange one."""

    permission = Permission.READ_PEP
    template_name = "peps/meetings_of_pep.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The meetings by day."""
        meetings = Meeting.objects.visible_to(self.user).of_plan(self.pep)
        may_arrange = (
            Permission.ARRANGE_PEP_MEETING in self.child_permissions
            and self.pep.state != Pep.State.NOT_REQUIRED
            and not self.pep.is_of_care_ended_by(today())
        )
        return super().get_context_data(meetings=meetings, may_arrange=may_arrange, **kwargs)


class ArrangeMeeting(PepFormPage):
    """A new meeting: when, where, who is asked."""

    permission = Permission.ARRANGE_PEP_MEETING
    form_class = ArrangeForm
    template_name = "peps/arrange_meeting.html"
    page_title = "Arrange a meeting"
    submit_text = "Arrange the meeting"
    success_message = "The meeting is arranged"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom the child wants there."""
        wish = childs_wish(self.pep, reader=self.user)
        return super().get_context_data(childs_wish=wish, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The people on record, and the others of the last meeting."""
        return super().get_form_kwargs() | {
            "on_record": people_on_record(self.pep),
            "others": others_of_last_meeting(self.pep),
            "is_place_hidden": is_place_hidden(self.pep, on=today()),
            "has_ehc_plan": has_ehc_plan(self.pupil),
        }

    def act(self, form: Any) -> None:
        """Arrange it; say at once where it comes too late."""
        self.meeting = arrange_meeting(
            actor=self.user,
            pep=self.pep,
            arrangement=Arrangement(**form.arrangement()),
            asked=form.asked(child=self.pupil.name),
        )
        if late := lateness(self.pep, self.meeting.day, reader=self.user):
            messages.warning(self.request, late)

    def get_success_url(self) -> str:
        """The meeting; the plan's meetings for who turns back."""
        if hasattr(self, "meeting"):
            return _url("peps:meeting", self.meeting)
        return self.pep_url("peps:meetings_of_pep")


class MeetingMixin(PupilPageMixin):
    """A page of one meeting by its reference: `self.meeting`, `self.pupil`."""

    tab = "peps:of_pupil"
    meeting: Meeting

    def get_pupil(self) -> Pupil:
        """The child; 404 for who may not see them."""
        found = Meeting.objects.visible_to(self.user).select_related(  # type: ignore[attr-defined]
            "pep__care_period", "pep__pupil__authority", "arranged_by", "passed_to", "minutes_by"
        )
        found = self.with_all_shown(found.with_record(self.user))  # type: ignore[attr-defined]
        meeting = found.filter(ref=self.kwargs["meeting"]).first()  # type: ignore[attr-defined]
        if meeting is None:
            raise Http404
        self.meeting = meeting
        pupil = load_pupil(user=self.user, ref=meeting.pep.pupil.ref)
        meeting.pep.pupil = pupil
        return pupil

    def with_all_shown(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        """With what this page shows of the meeting besides."""
        return meetings

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The meeting and its plan beside the child."""
        mine = {"meeting": self.meeting, "pep": self.meeting.pep}  # not the words of the address
        return super().get_context_data(**{**kwargs, **mine})


class MeetingPage(MeetingMixin, TemplateView):
    """When, where, who comes; what came of it."""

    permission = Permission.READ_PEP
    template_name = "peps/meeting.html"

    def with_all_shown(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        """With who wrote what came of it."""
        return meetings.with_writers()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people, who is not asked yet, and what the day comes too late for."""
        meeting = self.meeting
        attendees = list(meeting.attendees.select_related("user"))
        has_setting = bool(self.pupil.school_name)  # type: ignore[attr-defined]
        coming = Meeting.objects.visible_to(self.user).filter(
            pep__pupil=self.pupil, day__gt=meeting.day
        )
        may_arrange = Permission.ARRANGE_PEP_MEETING in self.child_permissions
        closed = why_not_written(meeting, by=self.user) if may_arrange else None
        return super().get_context_data(
            attendees=attendees,
            closed=closed.words if closed and not meeting.cancelled_on else "",
            minutes_writers=writers_of(meeting, "minutes"),
            attendance_writers=writers_of(meeting, "attendance"),
            kept=kept_minutes(meeting) if may_arrange else [],
            missing=not_asked(
                capacities={row.capacity for row in attendees}, has_setting=has_setting
            )
            if meeting.is_coming
            else (),
            late=lateness(meeting.pep, meeting.day, reader=self.user) if meeting.is_coming else "",
            next_meeting=coming.filter(cancelled_on__isnull=True).first(),
            may_arrange=may_arrange,
            has_come=meeting.day <= today(),
            childs_wish=childs_wish(meeting.pep, reader=self.user) if meeting.is_coming else "",
            is_kept_from_parent=meeting.is_coming
            and bool(meeting.place)
            and is_kept_from_parents(meeting, attendees, on=today()),
            **kwargs,
        )


class MeetingForm(MeetingMixin, PupilFormPage):
    """A form about a meeting, and back to its page."""

    permission = Permission.ARRANGE_PEP_MEETING
    template_name = "peps/meeting_form.html"

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.meeting.version}

    def get_success_url(self) -> str:
        """The meeting's page."""
        return _url("peps:meeting", self.meeting)


class ChangeMeeting(MeetingForm):
    """Another day, hour or place."""

    form_class = ChangeMeetingForm
    page_title = "Change the meeting"
    submit_text = "Change and tell everybody asked"
    success_message = "The meeting is changed, and everybody asked is told"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether the place may be told to a parent."""
        pep = self.meeting.pep
        return super().get_form_kwargs() | {
            "is_place_hidden": is_place_hidden(pep, on=today()),
            "has_ehc_plan": self.meeting.is_ehc_review or has_ehc_plan(self.pupil),
        }

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = Arrangement.__dataclass_fields__
        return super().get_initial() | {name: getattr(self.meeting, name) for name in names}

    def act(self, form: Any) -> None:
        """Change it; say at once where it comes too late."""
        arrangement = Arrangement(**form.arrangement())
        version = form.cleaned_data["version"]
        change_meeting(
            actor=self.user, meeting=self.meeting, version=version, arrangement=arrangement
        )
        if late := lateness(self.meeting.pep, arrangement.day, reader=self.user):
            messages.warning(self.request, late)


class CancelMeeting(MeetingForm):
    """It does not take place."""

    form_class = CancelMeetingForm
    page_title = "Cancel the meeting"
    submit_text = "Cancel it and tell everybody asked"
    success_message = "The meeting is cancelled, and everybody asked is told"

    def act(self, form: Any) -> None:
        """Cancel it."""
        cancel_meeting(actor=self.user, meeting=self.meeting, **form.cleaned_data)


class MeetingPeople(MeetingForm):
    """Who comes, who is not asked any more, who is asked besides."""

    form_class = PeopleForm
    template_name = "peps/meeting_people.html"
    page_title = "Who is asked, and who comes"
    success_message = "Saved. Who is newly asked, or not asked any more, gets a message"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom the child wants there."""
        wish = childs_wish(self.meeting.pep, reader=self.user)
        return super().get_context_data(childs_wish=wish, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The people asked and those on record."""
        on_record = people_on_record(self.meeting.pep)
        return super().get_form_kwargs() | {"meeting": self.meeting, "on_record": on_record}

    def act(self, form: Any) -> None:
        """Save it."""
        change_people(
            actor=self.user,
            meeting=self.meeting,
            version=form.cleaned_data["version"],
            answers=form.answers(),
            no_longer=form.no_longer(),
            asked=form.asked(child=self.pupil.name),
        )


class MeetingCalendar(MeetingMixin, View):
    """The meeting as a file for one's own calendar."""

    permission = Permission.READ_PEP

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        return calendar_response([self.meeting])


def calendar_response(meetings: list[Meeting]) -> HttpResponse:
    """Meetings as a file under a name that says nothing of a child."""
    response = HttpResponse(calendar_of(meetings), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="pep-meetings.ics"'
    response["Cache-Control"] = "no-store"
    return response


def _url(name: str, meeting: Meeting) -> str:
    return reverse(name, kwargs={"meeting": meeting.ref})
