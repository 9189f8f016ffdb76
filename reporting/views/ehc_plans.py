"""The SEND officer's list: children with an EHC plan, what is due of it, and their PEP; and those
under assessment."""

from typing import Any

from django.views.generic import TemplateView

from reporting.ehc_plans import ehc_plans, linked_since, under_assessment
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

MOST_ASSESSED = 200  # of an authority at a time; the oldest requests


class EhcPlans(PermissionRequiredMixin, TemplateView):
    """Every plan in force, and every request that is open."""

    permission = Permission.VIEW_EHC_PLANS
    template_name = "reporting/ehc_plans.html"
    extra_context = {"page_title": "Children with an EHC plan"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The first that are due."""
        rows = ehc_plans(self.user, on=today())
        count = rows.count()
        page = page_of(rows, count=count, number=self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        assessed = list(under_assessment(self.user, on=today())[:MOST_ASSESSED])
        record_list_read(
            user=self.user,
            page="reporting:ehc_plans",
            filters={"under_assessment": len(assessed)},
            count=count + len(assessed),
        )
        return super().get_context_data(
            page_obj=page,
            rows=page.object_list,
            assessed=assessed,
            linked_since=linked_since(today()),
            **kwargs,
        )
