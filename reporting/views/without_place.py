"""The list of children without a full-time place."""

from typing import Any

from django.views.generic import TemplateView

from pupils.child_permissions import note_roles
from reporting.paging import page_of
from reporting.without_place import (
    searches_without_clock,
    told_without_clock,
    waiting,
    without_place,
)
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

MOST = 50  # of those for whom no clock runs; the rest follows as these end


class WithoutPlace(PermissionRequiredMixin, TemplateView):
    """Who has waited longest, on which school day, and what the search has come to."""

    permission = Permission.VIEW_CARE
    template_name = "reporting/without_place.html"
    extra_context = {"page_title": "Children without a full-time place"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page."""
        day = today()
        deadlines = without_place(self.user, on=day)
        count = deadlines.count()
        page = page_of(deadlines, count=count, number=self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        searches = searches_without_clock(self.user, on=day)
        others = list(searches[:MOST]) if page.number == 1 else []
        note_roles(self.user, [row.pupil for row in (*page.object_list, *others)])
        record_list_read(
            user=self.user,
            page="reporting:without_place",
            filters={},
            count=count + len(others),
        )
        return super().get_context_data(
            page_obj=page,
            rows=waiting(page.object_list, self.user, on=day),
            others=told_without_clock(others, on=day) if others else [],
            **kwargs,
        )
