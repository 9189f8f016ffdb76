"""The list of who is not in school today."""

from typing import Any

from django.views.generic import TemplateView

from placements.rules.attendance_codes import UNAUTHORISED, HalfDay, code_on
from pupils.child_permissions import note_roles
from reporting.in_school_today import absent, places_today, tally
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today


class InSchoolToday(PermissionRequiredMixin, TemplateView):
    """How many are there, who is not and why, and of how many nobody has said."""

    permission = Permission.VIEW_CARE
    template_name = "reporting/in_school_today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of those who are not there."""
        day = today()
        half = HalfDay.PM if self.request.GET.get("half") == HalfDay.PM else HalfDay.AM
        places = places_today(self.user, on=day, half=half)
        rows = absent(places)
        count = rows.count()
        page = page_of(rows, count=count, number=self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        note_roles(self.user, [place.pupil for place in page.object_list])
        record_list_read(
            user=self.user, page="reporting:in_school_today", filters={"half": half}, count=count
        )
        return super().get_context_data(
            page_title=f"In school this {half.words}",
            day=day,
            half=half,
            other_half=HalfDay.AM if half is HalfDay.PM else HalfDay.PM,
            tally=tally(places, on=day),
            may_call=self.user.may(Permission.RECORD_ATTENDANCE),
            page_obj=page,
            rows=[
                {
                    "place": place,
                    "why": code_on(place.code, day).meaning,
                    "is_unauthorised": place.code in UNAUTHORISED,
                }
                for place in page.object_list
            ],
            **kwargs,
        )
