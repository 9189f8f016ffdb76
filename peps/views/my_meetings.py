"""The meetings about PEPs that come in the next four weeks: one's own, or all that one may see."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from peps.models import Meeting
from peps.querysets import MeetingQuerySet
from peps.views.meetings import calendar_response
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

AHEAD = timedelta(days=28)
ROWS_A_PAGE = 50


def coming_meetings(user: User, *, is_all: bool) -> MeetingQuerySet:
    """Meetings of the next four weeks, and those that have been and of which nobody has told."""
    day = today()
    meetings = Meeting.objects.visible_to(user, Permission.READ_PEP).coming(day - AHEAD)
    meetings = meetings.filter(day__lte=day + AHEAD, pep__care_period__ended_on__isnull=True)
    if not is_all:
        meetings = meetings.with_part_of(user)
    return meetings.select_related("pep__pupil__authority", "arranged_by", "passed_to")


class MyMeetings(PermissionRequiredMixin, TemplateView):
    """The list, by day."""

    permission = Permission.READ_PEP
    template_name = "peps/my_meetings.html"
    extra_context = {"page_title": "PEP meetings"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One's own, or everybody's."""
        is_all = self.request.GET.get("whose") == "all"
        meetings, day = coming_meetings(self.user, is_all=is_all), today()
        asked = self.request.GET
        coming = Paginator(meetings.filter(day__gte=day), ROWS_A_PAGE).get_page(asked.get("page"))
        been = meetings.filter(day__lt=day).not_locked()
        passed = Paginator(been, ROWS_A_PAGE).get_page(asked.get("been"))
        record_list_read(
            user=self.user,
            page="peps:meetings",
            filters={"whose": "all" if is_all else "mine"},
            count=len(coming.object_list) + len(passed.object_list),
        )
        return super().get_context_data(page_obj=coming, passed=passed, is_all=is_all, **kwargs)


class MyMeetingsCalendar(PermissionRequiredMixin, View):
    """One's own coming meetings as a file for a calendar."""

    permission = Permission.READ_PEP

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        meetings = coming_meetings(self.user, is_all=False).filter(day__gte=today())
        found = list(meetings)
        record_list_read(
            user=self.user, page="peps:meetings_calendar", filters={}, count=len(found)
        )
        return calendar_response(found)
