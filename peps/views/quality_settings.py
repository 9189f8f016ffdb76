"""The authority's choices for quality assurance, and the phrases of its officers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView, View

from peps.forms import AcceptForm, PhraseForm, QualitySettingsForm
from peps.models import FeedbackPhrase, QualityDraw
from peps.quality.settings import clock_setting
from peps.rules.assurance_clock import ASSURED, ASSURED_WORKING_DAYS
from peps.rules.states import Action
from peps.services import accept_pep
from peps.services.phrases import add_phrase, retire_phrase
from peps.services.quality_policy import set_quality_policy
from peps.views.pep_pages import PepFormPage
from peps.views.quality_pages import QualityPageMixin
from pupils.form_pages import add_refusal
from pupils.services.clock_settings import set_clock
from vsh.accounts.roles import Permission


class QualitySettings(QualityPageMixin, FormView[Any]):
    """Which plans are assured, which two mark, and the clock for the answer."""

    permission = Permission.SET_QUALITY
    template_name = "peps/quality_settings.html"
    form_class = QualitySettingsForm
    page_title = "How we assure quality"

    def get_initial(self) -> dict[str, Any]:
        """The choices as they stand."""
        policy, (is_on, number) = self.policy, clock_setting(self.authority.pk)
        return {
            "assures": policy.assures,
            "share": policy.share if policy.assures == "sample" else None,
            "always": policy.always,
            "second_share": policy.second_share,
            "clock_is_on": is_on,
            "clock_number": number or ASSURED_WORKING_DAYS,
        }

    def form_valid(self, form: QualitySettingsForm) -> HttpResponse:
        """Save the choices, or show why not."""
        data = form.cleaned_data
        try:
            with transaction.atomic():
                set_quality_policy(
                    actor=self.user,
                    authority=self.authority,
                    assures=data["assures"],
                    share=data["share"] or 100,
                    always=data["always"],
                    second_share=data["second_share"],
                    version=self.version_read(),
                )
                set_clock(
                    actor=self.user,
                    authority=self.authority,
                    kind=ASSURED,
                    number=data["clock_number"],
                    is_on=data["clock_is_on"],
                )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, "Saved: it holds for plans handed in from now on")
        return HttpResponseRedirect(self.request.get_full_path())


class Phrases(QualityPageMixin, FormView[Any]):
    """Words that are used again: those in use, a new one, those that were retired."""

    template_name = "peps/phrases.html"
    form_class = PhraseForm
    page_title = "Phrases for feedback"

    def form_valid(self, form: PhraseForm) -> HttpResponse:
        """Add the words, or show why not."""
        try:
            with transaction.atomic():
                add_phrase(actor=self.user, authority=self.authority, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, "The phrase is added")
        return HttpResponseRedirect(self.request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The authority's phrases."""
        rows = FeedbackPhrase.objects.visible_to(self.user).filter(authority=self.authority)
        kept = list(rows.select_related("added_by", "retired_by"))
        return super().get_context_data(
            phrases=[row for row in kept if row.retired_on is None],
            retired=[row for row in kept if row.retired_on is not None],
            **kwargs,
        )


class RetirePhrase(QualityPageMixin, View):
    """Take a phrase out of use."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Retire it; one of another authority is not there."""
        phrase = FeedbackPhrase.objects.visible_to(self.user).filter(pk=pk).first()
        if phrase is None:
            raise Http404
        retire_phrase(actor=self.user, phrase=phrase)
        messages.success(request, "The phrase is retired; feedback that has it keeps it")
        return HttpResponseRedirect(f"{reverse('peps:phrases')}?authority={phrase.authority.code}")


class Accept(PepFormPage):
    """Complete a plan that was not drawn, by an officer's recorded acceptance."""

    permission = Permission.ASSURE_PEP
    action = Action.ACCEPT
    form_class = AcceptForm
    template_name = "peps/accept.html"
    page_title = "Accept this PEP"
    submit_text = "Accept and lock"
    success_message = "The PEP is accepted and complete, and its PDF is kept"

    def act(self, form: Any) -> None:
        """Call the service."""
        accept_pep(actor=self.user, pep=self.pep, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why it may be accepted."""
        drawn = QualityDraw.objects.visible_to(self.user).filter(pep=self.pep).first()
        return super().get_context_data(drawn=drawn, **kwargs)
