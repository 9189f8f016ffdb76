"""The list of children without a full-time place."""

from typing import Any

from django.views.generic import TemplateView

from pupils.child_permissions import note_roles
from reporting.paging import page_of
from reporting.without_place import waiting, without_place
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today


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
        note_roles(self.user, [deadline.pupil for deadline in page.object_list])
        record_list_read(user=self.user, page="reporting:without_place", filters={}, count=count)
        rows = waiting(page.object_list, self.user, on=day)
        return super().get_context_data(page_obj=page, rows=rows, **kwargs)
