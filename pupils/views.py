"""The tab "Deadlines", and the page that opens a restricted record."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .child_permissions import permissions_for
from .clock_words import kind_label
from .forms import OpenRestrictedForm
from .pages import PupilPageMixin
from .services.deadlines import explain
from .services.restricted import open_restricted_record
from .tabs import first_tab_url

OPEN_STATUSES = ("overdue", "due_soon", "upcoming", "not_enough_information")


class Deadlines(PupilPageMixin, TemplateView):
    """Everything that is or was due for the child, with its sum."""

    permission = Permission.VIEW_PUPIL
    template_name = "pupils/deadlines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is open first, by date; then what is over, newest first."""
        day = today()
        deadlines = list(self.pupil.deadlines.as_at(day))
        rows = [
            {
                "deadline": deadline,
                "label": kind_label(deadline.kind),
                "sum": explain(deadline, day),
            }
            for deadline in deadlines
        ]
        is_open = [row["deadline"].status in OPEN_STATUSES for row in rows]
        return super().get_context_data(
            open_rows=[row for row, yes in zip(rows, is_open, strict=True) if yes],
            closed_rows=[row for row, yes in zip(rows, is_open, strict=True) if not yes][::-1],
            **kwargs,
        )


class OpenRestricted(PermissionRequiredMixin, FormView[OpenRestrictedForm]):
    """The Virtual School Head opens a restricted record for today, by giving a reason."""

    permission = Permission.OPEN_RESTRICTED_RECORD
    template_name = "pupils/open_restricted.html"
    form_class = OpenRestrictedForm
    extra_context = {"page_title": "Open a restricted record", "submit_text": "Open the record"}

    def form_valid(self, form: OpenRestrictedForm) -> HttpResponse:
        """Open it, or say the same for every reference that cannot be opened."""
        pupil = open_restricted_record(
            actor=self.user, ref=form.cleaned_data["reference"], reason=form.cleaned_data["reason"]
        )
        if pupil is None:
            form.add_error("reference", "There is no restricted record with this reference")
            return self.form_invalid(form)
        return redirect(first_tab_url(ref=pupil.ref, permissions=permissions_for(self.user, pupil)))
