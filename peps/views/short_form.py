"""The short form of a settled child's plan: chosen, turned back, and allowed by the authority."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from peps.forms import ConfirmForm, reason_for
from peps.models import Pep, ShortForm, ShortFormPolicy
from peps.rules.settled import is_settled, settled_reasons
from peps.rules.states import Action
from peps.services.short_form import (
    NOT_ALLOWED,
    allow_short_form,
    allows_short_form,
    back_to_full_form,
    choose_short_form,
    record_of,
)
from peps.views.pep_pages import PepFormPage
from peps.views.quality_pages import QualityPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today


class ChooseShortForm(PepFormPage):
    """Why the child counts as settled, or not; and the button."""

    permission = Permission.SUBMIT_PEP
    action = Action.WRITE
    form_class = ConfirmForm
    template_name = "peps/short_form.html"
    page_title = "Use the short form"
    submit_text = "Use the short form"
    success_message = "The plan is on the short form"

    def act(self, form: Any) -> None:
        """Call the service."""
        choose_short_form(actor=self.user, pep=self.pep)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each condition, and what stands in the way."""
        record = record_of(self.pep, on=today())
        is_allowed = allows_short_form(self.pep.pupil.authority_id)
        return super().get_context_data(
            reasons=settled_reasons(record),
            refused="" if is_allowed else NOT_ALLOWED,
            is_settled=is_settled(record),
            **kwargs,
        )


class BackToFullForm(PepFormPage):
    """Every question is asked openly again."""

    permission = Permission.SUBMIT_PEP
    action = Action.WRITE
    form_class = reason_for("Why this plan goes back to the full form")
    template_name = "peps/full_form.html"
    page_title = "Back to the full form"
    submit_text = "Use the full form"
    success_message = "The plan is on the full form again; no word is lost"

    def act(self, form: Any) -> None:
        """Call the service."""
        back_to_full_form(actor=self.user, pep=self.pep, **form.cleaned_data)


class ShortFormSetting(QualityPageMixin, TemplateView):
    """Whether the authority allows the short form; the head sets it."""

    template_name = "peps/short_form_setting.html"
    page_title = "The short form"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Allow it, or no more."""
        is_allowed = request.POST.get("is_allowed") == "yes"
        with transaction.atomic():
            allow_short_form(actor=self.user, authority=self.authority, is_allowed=is_allowed)
        words = "allowed" if is_allowed else "no longer offered"
        messages.success(request, f"The short form is {words}")
        url = f"{reverse('peps:short_form_setting')}?authority={self.authority.code}"
        return HttpResponseRedirect(url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The setting, who made it, and how many plans are on the short form."""
        setting = ShortFormPolicy.objects.visible_to(self.user).filter(authority=self.authority)
        plans = Pep.objects.visible_to(self.user).filter(pupil__authority=self.authority).open()
        on_it = ShortForm.objects.visible_to(self.user).filter(pep__in=plans, ended_on__isnull=True)
        return super().get_context_data(
            setting=setting.select_related("changed_by").first(), on_it=on_it.count(), **kwargs
        )
