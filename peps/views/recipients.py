"""Who has a copy of a complete plan, and the form that records it."""

from typing import Any

from django.views.generic import TemplateView

from peps.forms.recipients import RecipientsForm
from peps.models import Pep, Recipient
from peps.reading.pages import PepFormPage, PepPageMixin
from peps.services.recipients import record_recipients
from vsh.accounts.roles import Permission


class Recipients(PepPageMixin, TemplateView):
    """Each person with how and when, or why not."""

    permission = Permission.READ_PEP
    template_name = "peps/recipients.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and whether the reader may record."""
        rows = Recipient.objects.visible_to(self.user).filter(pep=self.pep)
        return super().get_context_data(
            recipients=rows.select_related("user", "recorded_by"),
            may_record=Permission.HAND_OVER_PEP in self.child_permissions
            and self.pep.state == Pep.State.COMPLETE,
            **kwargs,
        )


class RecordRecipients(PepFormPage):
    """To whom a copy was given, and who is left out."""

    permission = Permission.HAND_OVER_PEP
    form_class = RecipientsForm
    template_name = "peps/record_recipients.html"
    page_title = "Record who was given a copy"
    success_message = "Recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those who do not read it here."""
        rows = Recipient.objects.visible_to(self.user).filter(pep=self.pep, user__isnull=True)
        return super().get_form_kwargs() | {"recipients": list(rows)}

    def act(self, form: Any) -> None:
        """Record it."""
        record_recipients(
            actor=self.user, pep=self.pep, decisions=form.decisions(), others=form.others()
        )

    def get_success_url(self) -> str:
        """The list."""
        return self.pep_url("peps:recipients")
