"""A child in custody: where, until when, whom to reach, the plan for release, the PEP sent on."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from placements.custody_forms import (
    ChangeCustodyForm,
    ChangeSentPlanForm,
    CustodyForm,
    ReleaseForm,
    SendPlanForm,
)
from placements.custody_reading import attended_before, detained_since, standing_of
from placements.models import Custody, CustodyPlan
from placements.plans_on_record import last_plan
from placements.services.custody import (
    change_custody,
    change_sent_plan,
    plan_release,
    record_custody,
    send_plan,
)
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil, SenStatus
from pupils.pages import PupilPageMixin
from pupils.querysets import in_force
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.forms import GovukForm


class CustodyPage(PupilPageMixin, TemplateView):
    """Each stay, the newest first; what follows from the legal status on record."""

    permission = Permission.VIEW_CARE
    tab = "placements:care"
    template_name = "placements/custody.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The stays with the plans that were sent, and what the detention placement plan needs."""
        pupil = self.pupil
        rows = Custody.objects.visible_to(self.user).filter(pupil=pupil)
        stays = list(rows.prefetch_related("plans").select_related("recorded_by"))
        now = next((stay for stay in stays if stay.ended_on is None), None)
        more: dict[str, Any] = {}
        if now is not None:
            legal_status, words = standing_of(pupil, kind=now.kind, user=self.user)
            before = attended_before(pupil, detained_since(stays), user=self.user)
            more = {"legal_status": legal_status, "standing": words, "before": before}
            if Permission.VIEW_WELLBEING in self.child_permissions:
                more |= {"is_sen_told": True, "ehc_plan": self.ehc_plan()}
        return super().get_context_data(
            stays=stays,
            now=now,
            may_record=Permission.RECORD_MOVE in self.child_permissions,
            **more,
            **kwargs,
        )

    def ehc_plan(self) -> SenStatus | None:
        """The plan in force, which names the authority that maintains it."""
        plans = SenStatus.objects.visible_to(self.user).filter(in_force(today()), pupil=self.pupil)
        return plans.filter(status=SenStatus.Status.EHC_PLAN).first()


class _CustodyForm(PupilFormPage):
    """A form about a stay, and back to the page."""

    permission = Permission.RECORD_MOVE
    tab = "placements:care"

    def get_success_url(self) -> str:
        """Back to the page of custody."""
        return reverse("placements:custody", kwargs={"ref": self.pupil.ref})


class RecordCustody(_CustodyForm):
    """A stay that has begun."""

    form_class = CustodyForm
    page_title = "Record time in custody"
    success_message = "It is on record. Send the PEP to the establishment as quickly as possible"

    def act(self, form: Any) -> None:
        """Record it."""
        record_custody(actor=self.user, pupil=self.pupil, **form.cleaned_data)


class _OfCustody(_CustodyForm):
    """A form about one stay."""

    custody: Custody

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        rows = Custody.objects.visible_to(self.user)
        self.custody = get_object_or_404(rows, pk=self.kwargs["custody"], pupil=pupil)
        self.custody.pupil = pupil
        return pupil


class _OnRecord(_OfCustody):
    """A form that starts from what is on record."""

    form_class: type[GovukForm]

    @property
    def entry(self) -> Custody:
        """The stay."""
        return self.custody

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        own = {field.name for field in Custody._meta.fields}
        return {
            name: getattr(self.custody, name) for name in self.form_class.base_fields if name in own
        }


class ChangeCustody(_OnRecord):
    """A stay put right, or ended."""

    form_class: type[GovukForm] = ChangeCustodyForm
    page_title = "Change or end a stay in custody"
    success_message = "Changed"

    def act(self, form: Any) -> None:
        """Change it."""
        change_custody(actor=self.user, row=self.custody, **form.cleaned_data)


class PlanRelease(_OnRecord):
    """The day of release and the plan for education after it."""

    form_class: type[GovukForm] = ReleaseForm
    page_title = "Plan for release"
    success_message = "The plan for release is on record"

    def act(self, form: Any) -> None:
        """Write it down."""
        plan_release(actor=self.user, row=self.custody, **form.cleaned_data)


class SendPlan(_OfCustody):
    """The PEP that goes with the child."""

    form_class = SendPlanForm
    template_name = "placements/send_custody_plan.html"
    page_title = "Record that the PEP was sent"
    success_message = "It is on record that the PEP was sent"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which plan it is."""
        return super().get_context_data(plan=last_plan(self.user, self.pupil, on=today()), **kwargs)

    def act(self, form: Any) -> None:
        """Put it on record."""
        send_plan(actor=self.user, row=self.custody, **form.cleaned_data)


class ChangeSentPlan(_CustodyForm):
    """A plan that was sent: accepted, or put right."""

    form_class: type[ChangeSentPlanForm] = ChangeSentPlanForm
    page_title = "PEP sent: accepted, or put right"
    success_message = "Changed"
    sent: CustodyPlan

    @property
    def entry(self) -> CustodyPlan:
        """What it corrects."""
        return self.sent

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        rows = CustodyPlan.objects.visible_to(self.user).filter(custody__pupil=pupil)
        self.sent = get_object_or_404(rows.select_related("custody"), pk=self.kwargs["sent"])
        self.sent.custody.pupil = pupil
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = set(self.form_class.base_fields) - {"not_sent_because"}
        return {name: getattr(self.sent, name) for name in names}

    def act(self, form: Any) -> None:
        """Change it."""
        change_sent_plan(actor=self.user, row=self.sent, **form.cleaned_data)
