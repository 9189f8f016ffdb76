"""Quality assurance: the queue of submitted PEPs, and the PEP beside the rubric."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.views.generic import FormView, TemplateView

from peps.filters import QueueFilter
from peps.forms import AssureForm
from peps.judgement import as_judged, judgement_of
from peps.letter import letter_for
from peps.models import Pep
from peps.pages import PepPageMixin
from peps.rubrics import rubric_in_force
from peps.rules.states import Action
from peps.services.judging import GOES_BACK, judge_pep
from pupils.form_pages import add_refusal
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

ROWS_A_PAGE = 50
MOST_DIGITS = 10


class QualityQueue(PermissionRequiredMixin, TemplateView):
    """Submitted PEPs of the officer's authority, the one that waits longest first."""

    permission = Permission.ASSURE_PEP
    template_name = "peps/quality_queue.html"
    extra_context = {"page_title": "Quality assurance"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, with where each child learns and since when each PEP waits."""
        queue = (
            Pep.objects.visible_to(self.user, Permission.ASSURE_PEP)
            .waiting_for_assurance(today())
            .filter(pupil__authority__in=self.user.authority_ids_where(Permission.ASSURE_PEP))
        )
        chosen = QueueFilter(self.request.GET, queryset=queue)
        rows = chosen.qs if chosen.form.is_valid() else queue.none()  # a school where none waits
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        record_list_read(
            user=self.user,
            page="peps:quality_queue",
            filters={key: value for key, value in chosen.form.cleaned_data.items() if value},
            count=len(page.object_list),
        )
        return super().get_context_data(filter=chosen, page_obj=page, **kwargs)


class Assure(PepPageMixin, FormView[Any]):
    """The PEP at the left, the rubric at the right."""

    permission = Permission.ASSURE_PEP
    template_name = "peps/assure.html"
    form_class = AssureForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is made from the rubric in force; a judgement that stands is there to change."""
        asked = super().get_form_kwargs()
        stands = self.pep.state == Pep.State.QUALITY_ASSURED
        marks = rubric_in_force(self.pep.pupil.authority_id)
        return {
            **asked,
            "rubric": marks,
            "initial": asked["initial"] | (as_judged(self.pep, marks) if stands else {}),
        }

    def form_valid(self, form: AssureForm) -> HttpResponse:
        """Record the judgement, or show why not."""
        try:
            with transaction.atomic():
                review = judge_pep(
                    actor=self.user,
                    pep=self.pep,
                    ratings=form.ratings(),
                    comments=form.comments(),
                    feedback=form.cleaned_data["feedback"],
                    may_return="goes_back" in self.request.POST,
                    version=self.version_read(),
                    rubric_version=self.request.POST.get("rubric", ""),
                )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            asks = getattr(refusal, "code", "") == GOES_BACK
            return self.render_to_response(self.get_context_data(form=form, goes_back=asks))
        self.pep.refresh_from_db(fields=["state"])
        is_back = self.pep.state == Pep.State.RETURNED
        what_follows = ". The PEP is returned with your feedback" if is_back else ""
        judged = f"Quality assured: {review.get_outcome_display()}"
        messages.success(self.request, judged + what_follows)
        return self.to_pep()

    def version_read(self) -> int:
        """The version of the plan that stood beside the marks; 0 where the page does not say."""
        said = self.request.POST.get("version", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < MOST_DIGITS else 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The letter beside the marks."""
        context = super().get_context_data(**kwargs)
        self.pep.pupil = self.pupil
        form: AssureForm = context["form"]
        return {
            **context,
            "letter": letter_for(pep=self.pep, permissions=self.child_permissions, day=today()),
            "marks": [
                {"rating": form[mark.key], "comment": form[f"{mark.key}_comment"], "mark": mark}
                for mark in form.rubric.marks
            ],
            "is_allowed": self.is_allowed(Action.ASSURE),
            "before": judgement_of(self.pep) if self.pep.state == Pep.State.SUBMITTED else None,
        }
