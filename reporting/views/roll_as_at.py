"""The roll as at a past day."""

from datetime import date
from typing import Any

from django.views.generic import TemplateView

from pupils.care_words import LEGAL_STATUS, in_words
from pupils.codes import PLACEMENT_TYPES
from pupils.identity import placement_line, school_line
from pupils.rules.ages import year_group_on
from reporting.paging import page_of
from reporting.roll_as_at import roll_on, with_facts_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

from .roll import SEN_WORDS


class DayForm(GovukForm):
    """The day to look back to."""

    on = fields.DateField(
        label="The day",
        hint="For example, 31 3 2026",
        max_value=today,
        error_messages={"required": "Enter the day"},
    )


class RollAsAt(PermissionRequiredMixin, TemplateView):
    """Who was looked after on that day, where they lived and learnt, and who worked with them."""

    permission = Permission.VIEW_CARE
    template_name = "reporting/roll_as_at.html"
    extra_context = {"page_title": "The roll as at a past day"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; once a day is named, one page of the children."""
        is_asked = any(name.startswith("on_") for name in self.request.GET)
        form = DayForm(self.request.GET if is_asked else None)
        context = super().get_context_data(form=form, **kwargs)
        if not is_asked or not form.is_valid():
            return context
        day = form.cleaned_data["on"]
        ids = roll_on(day, self.user).values_list("pk", flat=True)
        page = page_of(ids, count=ids.count(), number=self.request.GET.get("page"))
        page.object_list = with_facts_of(day, list(page.object_list))
        record_list_read(
            user=self.user,
            page="reporting:roll_as_at",
            filters={"on": day.isoformat(), "page": page.number},
            count=page.paginator.count,
        )
        return context | {
            "day": day,
            "page_obj": page,
            "rows": [row_of(pupil, day) for pupil in page.object_list],
        }


def row_of(pupil: Any, day: date) -> dict[str, Any]:
    """A child's line."""
    known_on = min(today(), pupil.last_in_care_on or today())  # no file tells of it afterwards
    year = year_group_on(
        day, date_of_birth=pupil.date_of_birth, nc_year=pupil.nc_year, known_on=known_on
    )
    return {
        "pupil": pupil,
        "year": year,
        "status": in_words(LEGAL_STATUS, pupil.legal_status or ""),
        "home": PLACEMENT_TYPES.label(pupil.placement_type or ""),
        "area": placement_line(pupil).capitalize(),
        "school": school_line(pupil),
        "sen": SEN_WORDS.get(pupil.sen_status, "Not recorded"),
    }
