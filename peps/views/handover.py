"""Plans that go with their child to another school: the list, one of them, accepting, asking."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from peps.forms.handover import AcceptHandoverForm, HandoverNoteForm
from peps.models import Handover
from peps.reading.unfinished import unfinished_sections
from peps.services.handover import accept_handover, add_note, may_accept
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from pupils.pages import PupilPageMixin, load_pupil
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

ROWS_A_PAGE = 50


class Handovers(PermissionRequiredMixin, TemplateView):
    """Handovers that nobody has accepted yet, the oldest first."""

    permission = Permission.READ_PEP
    template_name = "peps/handovers.html"
    extra_context = {"page_title": "Handovers not yet accepted"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those of the children whom the reader sees."""
        waiting = Handover.objects.visible_to(self.user, Permission.READ_PEP).waiting()
        rows = waiting.select_related("pupil__authority", "setting", "complete_pep", "open_pep")
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        found = list(page.object_list)
        record_list_read(user=self.user, page="peps:handovers", filters={}, count=len(found))
        own = set(self.user.setting_ids())
        return super().get_context_data(
            page_obj=page,
            handovers=[{"handover": row, "is_own": row.setting_id in own} for row in found],
            **kwargs,
        )


class _OfHandover(PupilPageMixin):
    """A page of one handover by its reference."""

    tab = "peps:of_pupil"
    handover: Handover

    def get_pupil(self) -> Pupil:
        """The child; 404 for who may not see them."""
        rows = Handover.objects.visible_to(self.user).select_related(  # type: ignore[attr-defined]
            "pupil", "setting", "former_setting", "complete_pep", "open_pep", "accepted_by"
        )
        found = rows.filter(ref=self.kwargs["handover"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        self.handover = found
        found.pupil = load_pupil(user=self.user, ref=found.pupil.ref)
        return found.pupil

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The handover beside the child."""
        return super().get_context_data(**{**kwargs, "handover": self.handover})

    @property
    def may_take_part(self) -> bool:
        """Whether the reader asks and answers."""
        return Permission.HAND_OVER_PEP in self.child_permissions


class HandoverPage(_OfHandover, TemplateView):
    """What goes to the new school, what is missing, questions and answers."""

    permission = Permission.READ_PEP
    template_name = "peps/handover.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plans, and what the reader may do."""
        handover = self.handover
        return super().get_context_data(
            missing=unfinished_sections(handover.open_pep),
            notes=handover.notes.select_related("by"),
            may_accept=self.may_take_part
            and handover.is_waiting
            and may_accept(self.user, handover),
            may_ask=self.may_take_part,
            waits_days=(today() - handover.sent_on).days if handover.is_waiting else 0,
            **kwargs,
        )


class _HandoverForm(_OfHandover, PupilFormPage):
    """A form about a handover, and back to its page."""

    permission = Permission.HAND_OVER_PEP

    def get_success_url(self) -> str:
        """The handover's page."""
        return reverse("peps:handover", kwargs={"handover": self.handover.ref})


class AcceptHandover(_HandoverForm):
    """The new school takes the plan over."""

    form_class = AcceptHandoverForm
    template_name = "peps/accept_handover.html"
    page_title = "Accept this PEP"
    submit_text = "Accept the PEP"
    success_message = "The PEP is accepted. The Virtual School and the social worker are told"

    def get_pupil(self) -> Pupil:
        """The child; the form is for the designated teachers of the new school alone."""
        pupil = super().get_pupil()
        if not may_accept(self.user, self.handover):
            raise PermissionDenied
        return pupil

    def act(self, form: Any) -> None:
        """Accept it."""
        accept_handover(actor=self.user, handover=self.handover, **form.cleaned_data)


class AskAboutHandover(_HandoverForm):
    """A question or an answer."""

    form_class = HandoverNoteForm
    page_title = "Ask or answer"
    submit_text = "Send"
    success_message = "Sent. The others are told that it is here"

    def act(self, form: Any) -> None:
        """Keep it."""
        add_note(actor=self.user, handover=self.handover, **form.cleaned_data)
