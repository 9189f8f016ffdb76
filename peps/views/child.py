"""The tab "PEPs" of a child's record, and the beginning of a new one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from peps.forms import ConfirmForm
from peps.models import Concern, Pep, PepSnapshot, QualityReview
from peps.services import initiate_pep
from peps.services.next_plan import NOT_IN_CARE, next_plan
from pupils.form_pages import PupilFormPage
from pupils.pages import PupilPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today


class OfPupil(PupilPageMixin, TemplateView):
    """Every PEP of the child, newest first."""

    permission = Permission.READ_PEP
    template_name = "peps/of_pupil.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The PEPs, and whether a new one may begin."""
        user = self.user
        reviews = QualityReview.objects.visible_to(user).filter(pep=OuterRef("pk"))
        snapshots = PepSnapshot.objects.visible_to(user).filter(pep=OuterRef("pk"))
        finished = Count("sections", filter=Q(sections__completed_at__isnull=False))
        peps = list(
            Pep.objects.visible_to(user)
            .filter(pupil=self.pupil)
            .annotate(
                finished=finished,
                quality=Subquery(reviews.values("outcome")[:1]),
                has_pdf=Subquery(snapshots.values("id")[:1]),
            )
            .order_by("-opened_on", "-id")  # said again: a count forgets the model's own order
        )
        may_initiate = Permission.INITIATE_PEP in self.child_permissions
        following = next_plan(self.pupil, today()) if may_initiate else None
        return super().get_context_data(
            rows=[{"pep": pep, "sections": len(pep.form.sections)} for pep in peps],
            may_initiate=following is not None and following.refusal is None,
            open_concerns=self.open_concerns(),
            **kwargs,
        )

    def open_concerns(self) -> int:
        """How many concerns about the child's plans are not resolved, for those who read them."""
        concerns = Concern.objects.visible_to(self.user, Permission.READ_CONCERNS)
        return concerns.filter(pep__pupil=self.pupil).unsettled().count()


class Initiate(PupilFormPage):
    """A person initiates the child's next PEP, or takes up the one opened for the term."""

    permission = Permission.INITIATE_PEP
    tab = "peps:of_pupil"
    form_class = ConfirmForm
    template_name = "peps/initiate.html"
    page_title = "Initiate a PEP"
    submit_text = "Initiate the PEP"

    def form_valid(self, form: Any) -> HttpResponse:
        """Initiate it; a second click finds it initiated."""
        try:
            with transaction.atomic():
                self.act(form)
        except ValidationError as refusal:
            messages.info(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why it would be refused, said before anybody presses the button."""
        following = next_plan(self.pupil, today())
        refused = following.refusal.words if following and following.refusal else ""
        return super().get_context_data(refused=refused if following else NOT_IN_CARE, **kwargs)

    def act(self, form: Any) -> None:
        """Call the service."""
        self.pep = initiate_pep(actor=self.user, pupil=self.pupil)
        self.success_message = f"PEP initiated for the {self.pep.term_name.lower()}"

    def get_success_url(self) -> str:
        """The PEP; the child's PEPs for who turns back."""
        if hasattr(self, "pep"):
            return reverse("peps:pep", kwargs={"ref": self.pep.ref})
        return reverse("peps:of_pupil", kwargs={"ref": self.pupil.ref})
