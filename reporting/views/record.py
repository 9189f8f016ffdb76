"""The tabs of a child's record that cross apps: overview, timeline, who has seen this."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from pupils.pages import PupilPageMixin
from reporting.overview import lines_of, read_of
from reporting.paging import PAGE_SIZE, page_of
from reporting.readers import page_words, reads_of
from reporting.timeline import events_of
from vsh.accounts.roles import Permission
from vsh.calendars import today


class Overview(PupilPageMixin, TemplateView):
    """This term in five lines."""

    permission = Permission.VIEW_PUPIL
    template_name = "reporting/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines, and the newest events."""
        day = today()
        may = self.child_permissions
        read = read_of(self.pupil, user=self.user, permissions=may, on=day)
        lines = lines_of(self.pupil, read=read, permissions=may, on=day)
        events = events_of(self.pupil, user=self.user, permissions=may, on=day)
        return super().get_context_data(
            lines=[
                {
                    "line": line,
                    "url": reverse(line.url_name, kwargs={"ref": self.pupil.ref})
                    if line.url_name
                    else "",
                }
                for line in lines
            ],
            events=events[:5],
            early_warning=read.early_warning,
            **kwargs,
        )


class Timeline(PupilPageMixin, TemplateView):
    """Everything dated, newest first."""

    permission = Permission.VIEW_PUPIL
    template_name = "reporting/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of events."""
        events = events_of(
            self.pupil, user=self.user, permissions=self.child_permissions, on=today()
        )
        page = page_of(events, count=len(events), number=self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, **kwargs)


class Readers(PupilPageMixin, TemplateView):
    """Who has seen this record."""

    permission = Permission.VIEW_READ_LOG
    template_name = "reporting/readers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest page of the log, then older ones by key."""
        reads = reads_of(self.pupil.ref, before=self.request.GET.get("before"))
        shown = list(reads[: PAGE_SIZE + 1])
        return super().get_context_data(
            reads=[{"read": read, "page": page_words(read.page)} for read in shown[:PAGE_SIZE]],
            older_than=shown[PAGE_SIZE - 1].pk if len(shown) > PAGE_SIZE else None,
            **kwargs,
        )
