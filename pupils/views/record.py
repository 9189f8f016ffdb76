"""The tab "Deadlines", and the page that opens a restricted record."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today

from ..child_permissions import permissions_for
from ..clocks import clock_of
from ..forms import OpenRestrictedForm
from ..pages import PupilPageMixin
from ..services.deadlines import explain
from ..services.explanations import neutral_missing
from ..services.restricted import open_restricted_record
from ..tabs import first_tab_url

OPEN_STATUSES = ("overdue", "due_soon", "upcoming", "not_enough_information")


class Deadlines(PupilPageMixin, TemplateView):
    """Everything that is or was due for the child."""

    permission = Permission.VIEW_PUPIL
    template_name = "pupils/deadlines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is open first, by date; then what is over, newest first."""
        told = self.pupil.deadlines.told_with(self.child_permissions)
        deadlines: list[Any] = list(told.as_at(today()).select_related("owner"))
        if Permission.VIEW_CARE not in self.child_permissions:
            for deadline in deadlines:
                deadline.not_required_reason = ""  # each names a fact of care
                deadline.missing = neutral_missing(deadline.missing)
        open_now = [d for d in deadlines if d.status in OPEN_STATUSES]
        over = [d for d in deadlines if d.status not in OPEN_STATUSES]
        return super().get_context_data(open_deadlines=open_now, over=over[::-1], **kwargs)


class WhyThisDate(PupilPageMixin, TemplateView):
    """The sum behind one deadline, worked out anew from the facts."""

    permission = Permission.VIEW_PUPIL
    tab = "pupils:deadlines"
    template_name = "pupils/why_this_date.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rule, its source, the days counted and skipped, the calendar."""
        told = self.pupil.deadlines.told_with(self.child_permissions)
        deadline = told.filter(pk=self.kwargs["pk"]).first()
        if deadline is None:
            raise Http404
        explanation = explain(deadline, today())
        if explanation is not None:
            explanation = explanation.told_with(
                self.child_permissions,
                clock=clock_of(deadline.kind),
                calendars=self._calendars(),
            )
        return super().get_context_data(deadline=deadline, explanation=explanation, **kwargs)

    def _calendars(self) -> set[str]:
        """The owners of term dates that say nothing of where the child lives."""
        return {self.pupil.authority.name, self.pupil.school_name}  # type: ignore[attr-defined]


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
