"""Who has a copy of a complete plan, and the form that records it."""

from datetime import datetime
from typing import Any

from django.views.generic import TemplateView

from peps.forms.recipients import RecipientsForm
from peps.models import Pep, Recipient
from peps.rules.links import refusal_to_make
from peps.rules.reasons import may_read_reasons
from peps.schema.speakers import Purpose
from peps.services.links import child_of
from peps.services.recipients import only_closes, record_recipients
from peps.views.pep_pages import PepFormPage, PepPageMixin
from vsh.accounts.roles import Permission


class Recipients(PepPageMixin, TemplateView):
    """Each person with how and when, or why not."""

    permission = Permission.READ_PEP
    template_name = "peps/recipients.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and whether the reader may record."""
        rows = Recipient.objects.visible_to(self.user).filter(pep=self.pep)
        is_complete = self.pep.state == Pep.State.COMPLETE
        permissions = self.child_permissions
        may_close = Permission.HAND_OVER_PEP in permissions and only_closes(self.pep)
        return super().get_context_data(
            may_close=may_close,
            recipients=[
                {
                    "row": row,
                    "opened": _openings(row),
                    "because": row.left_out_because if may_read_reasons(permissions) else "",
                }
                for row in rows.select_related("user", "recorded_by").with_links()
            ],
            may_record=Permission.HAND_OVER_PEP in permissions and is_complete,
            may_invite=Permission.INVITE_TO_PEP in permissions and is_complete,
            readers=self.readers(),
            **kwargs,
        )

    def readers(self) -> list[dict[str, Any]]:
        """Who has no account, and why no link may be made for them now."""
        child = child_of(self.pep)
        tells = may_read_reasons(self.child_permissions)
        return [
            {"key": each, "refused": refusal_to_make(each, child, tells_reasons=tells)}
            for each in Purpose
        ]


def _openings(row: Recipient) -> list[dict[str, Any]]:
    """When the person opened the plan by link, as loaded with the row."""
    opened: list[dict[str, Any]] = row.opened  # type: ignore[attr-defined]
    return [one | {"at": datetime.fromisoformat(one["at"])} for one in opened]


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
        tells = may_read_reasons(self.child_permissions)
        return super().get_form_kwargs() | {
            "recipients": list(rows.with_links()),
            "tells_reasons": tells,
            "only_closes": only_closes(self.pep),
        }

    def act(self, form: Any) -> None:
        """Record it."""
        record_recipients(
            actor=self.user, pep=self.pep, decisions=form.decisions(), others=form.others()
        )

    def get_success_url(self) -> str:
        """The list."""
        return self.pep_url("peps:recipients")
