"""The list of children by the number of facts, and one child's facts with who looked at them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from pupils.child_permissions import permissions_for
from pupils.form_pages import PupilFormPage
from pupils.identity import school_line
from reporting import roll_list
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

from .forms import EarlyWarningFilter, LookForm
from .listing import (
    children_with_facts,
    facts_of_children,
    findings_with_numbers,
    last_looks,
)
from .models import EarlyWarningLook
from .rules import FINDINGS, Kind
from .services import record_look


class EarlyWarning(PermissionRequiredMixin, TemplateView):
    """Children of whom there are facts that research ties to poor outcomes, most facts first."""

    permission = Permission.READ_EARLY_WARNING
    template_name = "reporting/early_warning/list.html"
    extra_context = {"page_title": "Early warning"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the filtered list."""
        day = today()
        listed = children_with_facts(self.user)
        chosen = EarlyWarningFilter(self.request.GET, queryset=listed, user=self.user)
        shown = chosen.qs if chosen.is_valid() else listed.none()
        ids = shown.order_by("-number", "search_name", "pk").values_list("pk", flat=True)
        page = page_of(ids, count=ids.count(), number=self.request.GET.get("page"))
        on_page = list(page.object_list)
        page.object_list = roll_list.in_order(on_page, user=self.user, on=day)
        facts, looks = facts_of_children(on_page), last_looks(on_page)
        findings, found_on = findings_with_numbers(self.user)
        cleaned = chosen.form.cleaned_data if chosen.is_valid() else {}
        filters = {name: value for name, value in cleaned.items() if value}
        record_list_read(
            user=self.user,
            page="reporting:early_warning",
            filters=filters | {"page": page.number},
            count=page.paginator.count,
        )
        return super().get_context_data(
            filter=chosen,
            page_obj=page,
            found_on=found_on,
            findings=findings,
            rows=[
                {
                    "pupil": pupil,
                    "school": school_line(pupil),
                    "facts": facts[pupil.pk],
                    "look": looks.get(pupil.pk),
                    "may_record": Permission.RECORD_EARLY_WARNING_LOOK
                    in permissions_for(self.user, pupil),
                }
                for pupil in page.object_list
            ],
            **kwargs,
        )


class EarlyWarningOf(PupilFormPage):
    """One child's facts of the morning, each with its source; who looked and what was done."""

    permission = Permission.READ_EARLY_WARNING
    tab = "reporting:overview"
    form_class = LookForm
    template_name = "reporting/early_warning/child.html"
    page_title = "Early warning"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who may say what was done."""
        if Permission.RECORD_EARLY_WARNING_LOOK not in self.child_permissions:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The day, after which the next look is."""
        return super().get_form_kwargs() | {"on": today()}

    def act(self, form: Any) -> None:
        """Write it down."""
        record_look(actor=self.user, pupil=self.pupil, **form.cleaned_data)

    def get_success_url(self) -> str:
        """This page."""
        return reverse("reporting:early_warning_of", kwargs={"ref": self.pupil.ref})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts and the looks, newest first."""
        now = facts_of_children([self.pupil.pk])[self.pupil.pk]
        looks = EarlyWarningLook.objects.visible_to(self.user, self.permission)
        return super().get_context_data(
            facts=[(fact, FINDINGS[Kind(fact.kind)]) for fact in now],
            looks=looks.filter(pupil=self.pupil).select_related("looked_by"),
            **kwargs,
        )
