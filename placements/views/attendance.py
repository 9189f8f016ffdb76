"""Attendance of one child: entered for a span of days, and corrected."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from placements.attendance_forms import AttendanceForm, CorrectAttendanceForm, place_words
from placements.attendance_history import stood_before
from placements.models import AttendanceSummary
from placements.places import places_to_report
from placements.rules.attendance import Sessions
from placements.services import correct_attendance, record_attendance
from placements.services.attendance import more_than_calendar_knows
from pupils.form_pages import PupilFormPage
from pupils.models import Enrolment, Pupil
from vsh.accounts.roles import Permission

NUMBERS = ("sessions_possible", "sessions_authorised", "sessions_unauthorised")


def sessions_in(data: dict[str, Any]) -> Sessions:
    """The three numbers of a form."""
    return Sessions(
        possible=data["sessions_possible"],
        authorised=data["sessions_authorised"],
        unauthorised=data["sessions_unauthorised"],
    )


def warn_of(request: HttpRequest, rows: Sequence[AttendanceSummary]) -> None:
    """Say of which sums the calendar knows fewer sessions."""
    names = {row.enrolment_id: row.enrolment.pupil.name for row in rows}
    for place, words in more_than_calendar_knows(rows).items():
        messages.warning(request, f"{names[place]}: {words}.")


class ReportPage(PupilFormPage):
    """A form about one child's place that the person may report; back to where they work."""

    tab = "placements:school"

    @cached_property
    def places(self) -> list[Enrolment]:
        """The places to choose from, newest first."""
        found = places_to_report(self.user, self.permission).filter(pupil=self.pupil)
        return list(found.order_by("-started_on"))

    def get_form_kwargs(self) -> dict[str, Any]:
        """The places."""
        return super().get_form_kwargs() | {"places": self.places}

    def place_in(self, form: Any) -> Enrolment:
        """The place that was chosen."""
        return next(place for place in self.places if str(place.pk) == form.cleaned_data["place"])

    def get_success_url(self) -> str:
        """The tab, or the school's list for those who may not open the record."""
        if Permission.VIEW_PUPIL in self.child_permissions:
            return reverse("placements:school", kwargs={"ref": self.pupil.ref})
        return reverse("placements:school_attendance")


class RecordAttendance(ReportPage):
    """Sessions from one day to another."""

    permission = Permission.RECORD_ATTENDANCE
    form_class = AttendanceForm
    template_name = "placements/record_attendance.html"
    page_title = "Enter attendance"
    success_message = "Attendance recorded"

    def act(self, form: Any) -> None:
        """Record it."""
        data = form.cleaned_data
        row = record_attendance(
            actor=self.user,
            enrolment=self.place_in(form),
            started_on=data["started_on"],
            ended_on=data["ended_on"],
            sessions=sessions_in(data),
        )
        warn_of(self.request, [row])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is a place at all."""
        return super().get_context_data(has_places=bool(self.places), **kwargs)


class CorrectAttendance(ReportPage):
    """An entry that is wrong."""

    permission = Permission.RECORD_ATTENDANCE
    form_class = CorrectAttendanceForm
    page_title = "Correct attendance"
    template_name = "placements/correct_attendance.html"
    success_message = "Attendance corrected"
    summary: AttendanceSummary

    def get_pupil(self) -> Pupil:
        """404 too for an entry of another child, or of a place that others report."""
        pupil = super().get_pupil()
        rows = AttendanceSummary.objects.visible_to(self.user).select_related("enrolment__setting")
        self.summary = get_object_or_404(rows, pk=self.kwargs["summary"], enrolment__pupil=pupil)
        may = places_to_report(self.user, self.permission).filter(pk=self.summary.enrolment_id)
        if self.user.may(self.permission) and not may.exists():
            raise Http404
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = ("version", "started_on", "ended_on", *NUMBERS)
        return {name: getattr(self.summary, name) for name in names}

    def act(self, form: Any) -> None:
        """Correct it."""
        data = form.cleaned_data
        row = correct_attendance(
            actor=self.user,
            summary=self.summary,
            version=data["version"],
            started_on=data["started_on"],
            ended_on=data["ended_on"],
            sessions=sessions_in(data),
            reason=data["reason"],
            is_withdrawn=data["is_withdrawn"],
        )
        if row:
            warn_of(self.request, [row])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose place it is, and what stood there before."""
        place, before = place_words(self.summary.enrolment), stood_before(self.summary)
        return super().get_context_data(place=place, before=before, **kwargs)
