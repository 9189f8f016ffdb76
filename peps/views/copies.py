"""What the child, a carer or a parent reads of a plan, as the adults see it who give it to them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from peps.models import Pep
from peps.reading.copies import Copy, copy_for
from peps.reading.copy_pdf import pdf_of_copy
from peps.rules.reasons import may_read_reasons
from peps.schema.speakers import Purpose
from peps.services.links import refusal_to_give
from peps.views.pep_pages import PepPageMixin
from pupils.models import Pupil
from vsh.accounts.roles import Permission
from vsh.calendars import today


class OfCopy(PepPageMixin):
    """A page of one reader's copy: `self.reader`."""

    permission = Permission.HAND_OVER_PEP

    def get_pupil(self) -> Pupil:
        """404 for a reader that there is not."""
        try:
            self.reader = Purpose(self.kwargs["reader"])  # type: ignore[attr-defined]
        except ValueError:
            raise Http404 from None
        return super().get_pupil()

    def copy(self) -> Copy:
        """What that reader has."""
        self.pep.pupil = self.pupil
        return copy_for(self.pep, self.reader, on=today())


class ShowCopy(OfCopy, TemplateView):
    """The copy to look at before it is given; of a plan that is written, what is finished."""

    template_name = "peps/copy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The copy."""
        refused = refusal_to_give(
            self.pep,
            self.reader,
            tells_reasons=may_read_reasons(self.child_permissions),
        )
        shown = {"copy": self.copy(), "reader": self.reader, "refused": refused}
        return super().get_context_data(**kwargs | shown)


class CopyPdf(OfCopy, View):
    """The copy of a plan that is complete as a PDF, to be handed over on paper."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file under a name that says nothing of the child; 404 where it may not be given."""
        if self.pep.state != Pep.State.COMPLETE or refusal_to_give(self.pep, self.reader):
            raise Http404
        response = HttpResponse(
            pdf_of_copy(self.copy(), self.reader), content_type="application/pdf"
        )
        name = f"pep-{self.pep.ref}-for-{self.reader}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response
