"""Significant decisions that somebody thinks about, and the social worker's answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from peps.forms.decisions import AnswerDecisionForm, ProposeDecisionForm
from peps.models import Pep, ProposedDecision
from peps.services.decisions import answer_decision, propose_decision
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from pupils.pages import PupilPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today


class Decisions(PupilPageMixin, TemplateView):
    """What was asked about this child, and what was answered; the open ones first."""

    permission = Permission.READ_PEP
    tab = "peps:of_pupil"
    template_name = "peps/decisions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The decisions, and the plan that is to be reviewed before one is taken."""
        rows = ProposedDecision.objects.visible_to(self.user).filter(pupil=self.pupil)
        found = list(rows.select_related("asked_by", "answered_by"))
        peps = Pep.objects.visible_to(self.user).filter(pupil=self.pupil).in_care_on(today())
        return super().get_context_data(
            decisions=sorted(found, key=lambda decision: bool(decision.answer)),
            latest=peps.exclude(state=Pep.State.NOT_REQUIRED).first(),
            **kwargs,
        )


class _OfDecisions(PupilFormPage):
    """A form beside the list of decisions."""

    tab = "peps:of_pupil"

    def get_success_url(self) -> str:
        """The list."""
        return reverse("peps:decisions", kwargs={"ref": self.pupil.ref})


class ProposeDecision(_OfDecisions):
    """Ask the social worker before a significant decision."""

    permission = Permission.PROPOSE_DECISION
    form_class = ProposeDecisionForm
    template_name = "peps/propose_decision.html"
    page_title = "Ask before a significant decision"
    submit_text = "Ask the social worker"
    success_message = "The social worker is asked"

    def act(self, form: Any) -> None:
        """Call the service."""
        propose_decision(actor=self.user, pupil=self.pupil, **form.cleaned_data)


class AnswerDecision(_OfDecisions):
    """The social worker's answer."""

    permission = Permission.ANSWER_DECISION
    form_class = AnswerDecisionForm
    template_name = "peps/answer_decision.html"
    page_title = "Your answer before a significant decision"
    submit_text = "Send the answer"
    success_message = "Your answer is on record, and who asked is told"

    def get_pupil(self) -> Pupil:
        """The child; 404 for a decision about another."""
        pupil = super().get_pupil()
        rows = ProposedDecision.objects.visible_to(self.user).filter(pupil=pupil)
        found = rows.filter(ref=self.kwargs["decision_ref"]).select_related("asked_by").first()
        if found is None:
            raise Http404
        found.pupil = pupil
        self.decision = found
        return pupil

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; back to the list where it has been answered."""
        if self.decision.answer:
            messages.info(request, "This has been answered.")
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was asked, above the form."""
        return super().get_context_data(decision=self.decision, **kwargs)

    def act(self, form: Any) -> None:
        """Call the service."""
        answer_decision(actor=self.user, decision=self.decision, **form.cleaned_data)
