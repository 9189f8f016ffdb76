"""Concerns about plans: raised in place, each on its page with what became of it, and the lists."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from peps.forms.concerns import (
    WHOLE_PLAN,
    AcceptAnswerForm,
    AnswerConcernForm,
    EscalateConcernForm,
    RaiseConcernForm,
)
from peps.models import Concern, ConcernStep, Pep
from peps.rules.concerns import Step
from peps.services.concerns import (
    accept_answer,
    answer_concern,
    escalate_concern,
    raise_concern,
    refusal_of,
)
from peps.views.pep_pages import PepFormPage, PepPageMixin
from peps.waiting.concerns import LISTS, clocks_of, concerns_for, counted
from pupils.models import Pupil
from pupils.pages import PupilPageMixin
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

ROWS_A_PAGE = 50


class RaiseConcern(PepFormPage):
    """Raise a concern about the plan, or about the section from which one comes."""

    permission = Permission.RAISE_CONCERN
    form_class = RaiseConcernForm
    template_name = "peps/raise_concern.html"
    page_title = "Raise a concern"
    submit_text = "Raise the concern"
    success_message = "The concern is raised, and the Virtual School is told"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; back to the plan where it is kept as it stands."""
        if self.pep.is_of_care_ended_by(today()) or self.pep.state == Pep.State.NOT_REQUIRED:
            messages.error(request, "A concern is raised about a plan that is in force.")
            return self.to_pep()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The sections of this plan."""
        return super().get_form_kwargs() | {"sections": list(self.pep.form.sections)}

    def get_initial(self) -> dict[str, Any]:
        """The section from which the person comes."""
        return {"section": self.request.GET.get("section", WHOLE_PLAN)}

    def act(self, form: Any) -> None:
        """Call the service."""
        self.concern = raise_concern(actor=self.user, pep=self.pep, **form.cleaned_data)

    def get_success_url(self) -> str:
        """The concern; the plan for who turns back."""
        if hasattr(self, "concern"):
            return url_of(self.concern)
        return super().get_success_url()


class _AboutAConcern(PepPageMixin):
    """A page of one concern: `self.concern`, `self.pep`, `self.pupil`."""

    concern: Concern

    def get_pupil(self) -> Pupil:
        """The child; 404 for a concern of another plan."""
        pupil = super().get_pupil()
        visible = Concern.objects.visible_to(self.user, Permission.READ_CONCERNS)  # type: ignore[attr-defined]
        found = visible.filter(pep=self.pep, ref=self.kwargs["concern_ref"])  # type: ignore[attr-defined]
        concern = found.select_related("raised_by").first()
        if concern is None and Permission.READ_CONCERNS in self.user.permissions:  # type: ignore[attr-defined]
            raise Http404
        if concern is not None:
            concern.pep = self.pep
            self.concern = concern
        return pupil

    def steps_open(self) -> dict[str, bool]:
        """Which steps the reader may take now."""
        return {
            step.value: refusal_of(step, actor=self.user, concern=self.concern) is None  # type: ignore[attr-defined]
            for step in Step
        }


class ShowConcern(_AboutAConcern, TemplateView):
    """What was said, what became of it, and what the reader may do about it."""

    permission = Permission.READ_CONCERNS
    template_name = "peps/concern.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The concern with its steps and its clock."""
        steps = ConcernStep.objects.visible_to(self.user).filter(concern=self.concern)
        return super().get_context_data(
            concern=self.concern,
            steps=steps.select_related("by"),
            can=self.steps_open(),
            deadline=clocks_of([self.concern], user=self.user).get(self.concern.ref),
            **kwargs,
        )


class _TakeStep(_AboutAConcern, PepFormPage):
    """A form by which a step is taken; who may not take it now reads why on the concern's page."""

    step: Step
    template_name = "peps/concern_step.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or why not."""
        if refused := refusal_of(self.step, actor=self.user, concern=self.concern):
            messages.error(request, refused.words)
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The concern above the form."""
        steps = ConcernStep.objects.visible_to(self.user).filter(concern=self.concern)
        return super().get_context_data(
            concern=self.concern, steps=steps.select_related("by"), **kwargs
        )

    def get_success_url(self) -> str:
        """The concern's page."""
        return url_of(self.concern)


class AnswerConcern(_TakeStep):
    """Answer it."""

    permission = Permission.ANSWER_CONCERN
    step = Step.ANSWER
    form_class = AnswerConcernForm
    page_title = "Answer this concern"
    submit_text = "Send the answer"
    success_message = "Your answer is on record, and who raised the concern is told"

    def act(self, form: Any) -> None:
        """Call the service."""
        answer_concern(actor=self.user, concern=self.concern, **form.cleaned_data)


class AcceptAnswer(_TakeStep):
    """Say that it is resolved."""

    permission = Permission.RAISE_CONCERN
    step = Step.ACCEPT
    form_class = AcceptAnswerForm
    page_title = "This concern is resolved"
    submit_text = "Accept as resolved"
    success_message = "The concern is resolved"

    def act(self, form: Any) -> None:
        """Call the service."""
        accept_answer(actor=self.user, concern=self.concern, **form.cleaned_data)


class EscalateConcern(_TakeStep):
    """Pass it on to the head."""

    permission = Permission.RAISE_CONCERN
    step = Step.ESCALATE
    form_class = EscalateConcernForm
    page_title = "Pass this concern on to the Virtual School Head"
    submit_text = "Pass it on"
    success_message = "The concern is with the Virtual School Head, who is told"

    def act(self, form: Any) -> None:
        """Call the service."""
        escalate_concern(actor=self.user, concern=self.concern, **form.cleaned_data)


class ConcernsOfPupil(PupilPageMixin, TemplateView):
    """Every concern about the child's plans, those that wait first."""

    permission = Permission.READ_CONCERNS
    tab = "peps:of_pupil"
    template_name = "peps/concerns_of_pupil.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The concerns with their clocks, and the plan about which to raise another."""
        visible = Concern.objects.visible_to(self.user, Permission.READ_CONCERNS)
        concerns = list(visible.filter(pep__pupil=self.pupil).with_people().order_by("-id"))
        peps = Pep.objects.visible_to(self.user).filter(pupil=self.pupil).in_care_on(today())
        clocks = clocks_of(concerns, user=self.user)
        return super().get_context_data(
            rows=[{"concern": each, "deadline": clocks.get(each.ref)} for each in concerns],
            latest=peps.exclude(state=Pep.State.NOT_REQUIRED).first(),
            **kwargs,
        )


class Concerns(PermissionRequiredMixin, TemplateView):
    """Open concerns: one's own for who raises them, the authority's for who answers."""

    permission = Permission.READ_CONCERNS
    template_name = "peps/concerns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page, what waits longest first, each with its clock."""
        asked = self.request.GET.get("which", "")
        which = asked if asked in LISTS else "open"
        concerns = concerns_for(self.user, which=which, on=today())
        page = Paginator(concerns.with_people(), ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        count = page.paginator.count
        record_list_read(
            user=self.user, page="peps:concerns", filters={"which": which}, count=count
        )
        clocks = clocks_of(page.object_list, user=self.user)
        answers = self.user.may(Permission.ANSWER_CONCERN)
        return super().get_context_data(
            page_title="Concerns" if answers else "My concerns",
            page_obj=page,
            rows=[{"concern": each, "deadline": clocks.get(each.ref)} for each in page],
            which=which,
            counts=counted(self.user, on=today()),
            answers=answers,
            **kwargs,
        )


def url_of(concern: Concern) -> str:
    """The page of a concern."""
    return reverse("peps:concern", kwargs={"ref": concern.pep.ref, "concern_ref": concern.ref})
