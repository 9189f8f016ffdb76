"""The attendance of a school year beside England's, and who missed most."""

from functools import cached_property
from typing import Any

from django.views.generic import TemplateView

from placements.national import SOURCE
from placements.rules.attendance import ENOUGH_SESSIONS, Absence
from pupils.child_permissions import note_roles
from pupils.models import Pupil
from reporting.cohort_attendance import cohort_of, last_day, measures_of
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today
from vsh.calendars.rules import academic_year, first_calendar_year, year_label

LISTS = {Absence.PERSISTENT: "Missed a tenth or more", Absence.SEVERE: "Missed half or more"}


class CohortAttendance(PermissionRequiredMixin, TemplateView):
    """Of the children whose care the reader may see: this school year, or the last."""

    permission = Permission.VIEW_CARE
    template_name = "reporting/cohort_attendance.html"

    @cached_property
    def years(self) -> list[str]:
        """This school year and the one before."""
        year = academic_year(today())
        return [year, year_label(first_calendar_year(year) - 1)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The comparison, and one page of the children behind it."""
        day = today()
        asked = self.request.GET.get("year", "")
        year = asked if asked in self.years else self.years[0]
        absence = next((one for one in Absence if one == self.request.GET.get("absence")), None)
        cohort = cohort_of(self.user, year=year, on=day)
        found = cohort.missing_most(absence)
        page = page_of(found, count=len(found), number=self.request.GET.get("page"))
        listed = dict(page.object_list)
        children = Pupil.objects.visible_to(self.user).in_bulk(list(listed))
        note_roles(self.user, list(children.values()))
        filters = {"year": year, "page": page.number} | ({"absence": absence} if absence else {})
        record_list_read(
            user=self.user,
            page="reporting:cohort_attendance",
            filters=filters,
            count=page.paginator.count,
        )
        return super().get_context_data(
            page_title=f"Attendance in the school year {year}",
            year=year,
            years=self.years,
            until=last_day(year, on=day),
            absence=absence or "",
            lists=[("", "Everybody"), *LISTS.items()],
            cohort=cohort,
            whole=cohort.whole,
            long=cohort.of_a_year,
            measures=measures_of(cohort),
            enough=ENOUGH_SESSIONS,
            source=SOURCE,
            page_obj=page,
            rows=[
                {"pupil": children[pk], "sessions": sessions}
                for pk, sessions in listed.items()
                if pk in children
            ],
            **kwargs,
        )
