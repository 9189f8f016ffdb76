"""SEN, EHC plans and support for mental health are recorded, corrected, and read."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from vsh.accounts.roles import Permission
from vsh.calendars import today

from .. import needs_forms as forms
from ..child_permissions import permissions_for
from ..form_pages import PupilFormPage
from ..linked_meetings import linked_meetings
from ..models import (
    Deadline,
    EhcRequest,
    EhcReview,
    EhcTransfer,
    Pupil,
    SenStatus,
    WellbeingSupport,
)
from ..pages import PupilPageMixin
from ..services.needs import correct_need, record_need, withdraw_need

EHC_CLOCKS = (
    *("ehcp_review", "ehc_review_decision", "ehc_pep_link"),
    *("ehc_assessment_decision", "ehc_plan_issued", "ehc_phase_transfer"),
)


class EhcPlan(PupilPageMixin, TemplateView):
    """A child's EHC plan: what is due, requests, reviews, transfers."""

    permission = Permission.VIEW_WELLBEING
    tab = "pupils:wellbeing"
    template_name = "pupils/ehc_plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Newest first."""
        deadlines: Any = Deadline.objects.visible_to(self.user).filter(
            pupil=self.pupil, kind__in=EHC_CLOCKS, is_current=True, met_on__isnull=True
        )
        return super().get_context_data(
            plans=SenStatus.objects.visible_to(self.user)
            .filter(pupil=self.pupil, status=SenStatus.Status.EHC_PLAN)
            .order_by("-started_on"),
            clocks=deadlines.filter(closed_on__isnull=True).as_at(today()).order_by("due_on"),
            **self._in_one_query(requests=EhcRequest, reviews=EhcReview, transfers=EhcTransfer),
            may_record=Permission.RECORD_EHC in self.child_permissions,
            may_record_sen=Permission.RECORD_SEN in self.child_permissions,
            linked=linked_meetings(self.user, self.pupil),
            **kwargs,
        )

    def _in_one_query(self, **models: Any) -> dict[str, list[Any]]:
        """The rows of several models, each newest first."""
        of_child: list[Any] = [
            model.objects.visible_to(self.user).filter(pupil=OuterRef("pk"))
            for model in models.values()
        ]
        rows = [
            ArraySubquery(every.values(row=JSONObject(**_columns(every.model))))
            for every in of_child
        ]
        found = Pupil.objects.visible_to(self.user).filter(pk=self.pupil.pk).values_list(*rows)
        return {
            name: [model(**_with_days(row)) for row in told]
            for (name, model), told in zip(models.items(), found.get(), strict=True)
        }


def _columns(model: type[Model]) -> dict[str, str]:
    return {field.attname: field.attname for field in model._meta.concrete_fields}


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    """What ends in `_on` is a date, by the rule of names."""
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in row.items()
    }


class RecordNeed(PupilFormPage):
    """A new entry; the classes below name its model."""

    tab = "pupils:wellbeing"
    model: type[Model]
    back = "pupils:wellbeing"
    success_message = "Recorded"

    def act(self, form: Any) -> None:
        """Record it."""
        record_need(actor=self.user, row=self.model(pupil=self.pupil), facts=form.facts())  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """The page that shows it."""
        return reverse(self.back, kwargs={"ref": self.pupil.ref})


class CorrectNeed(RecordNeed):
    """An entry of which there is news, or that is wrong."""

    success_message = "Saved"
    row: Any

    @property
    def entry(self) -> Model | None:
        """What it corrects; not of support, of which a school may read no more than it is told."""
        return None if self.model is WellbeingSupport else self.row

    def get_pupil(self) -> Pupil:
        """404 too for an entry of another child."""
        pupil = super().get_pupil()
        model: Any = self.model
        rows = model.objects.visible_to(self.user).select_related("pupil")
        if self.model is WellbeingSupport:
            rows = rows.told_with(permissions_for(self.user, pupil))
        self.row = get_object_or_404(rows, pk=self.kwargs["need"], pupil=pupil)
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        found: dict[str, Any] = {name: getattr(self.row, name) for name in self.form_class.columns}  # type: ignore[union-attr]
        if "is_agreed" in found:
            found["is_agreed"] = {True: "yes", False: "no"}.get(found["is_agreed"], "")
        return found | {"version": self.row.version}

    def act(self, form: Any) -> None:
        """Correct it, or take it off the record."""
        data = form.cleaned_data
        told: Any = {
            "actor": self.user,
            "row": self.row,
            "version": data["version"],
            "reason": data["reason"],
        }
        if data["is_withdrawn"]:
            withdraw_need(**told)
        else:
            correct_need(facts=form.facts(), **told)


class RecordSen(RecordNeed):
    """A SEN status."""

    permission = Permission.RECORD_SEN
    model, form_class = SenStatus, forms.SenForm
    page_title = "Record a SEN status"


class CorrectSen(CorrectNeed):
    """One that is wrong."""

    permission = Permission.RECORD_SEN
    model, form_class = SenStatus, forms.CorrectSenForm
    page_title = "Correct a SEN status"


class RecordSupport(RecordNeed):
    """Support for mental health."""

    permission = Permission.RECORD_SUPPORT
    model, form_class = WellbeingSupport, forms.SupportForm
    page_title = "Record support for mental health"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether it is theirs to say what the school may see."""
        may_share = Permission.VIEW_SUPPORT in self.child_permissions
        return super().get_form_kwargs() | {"may_share": may_share}


class CorrectSupport(CorrectNeed, RecordSupport):
    """Support that began, ended, or is wrong."""

    permission = Permission.RECORD_SUPPORT
    model, form_class = WellbeingSupport, forms.CorrectSupportForm
    page_title = "Change support for mental health"


class RecordEhcRequest(RecordNeed):
    """A request for a needs assessment."""

    permission = Permission.RECORD_EHC
    model, form_class = EhcRequest, forms.EhcRequestForm
    back = "pupils:ehc_plan"
    page_title = "Record a request for an EHC needs assessment"


class CorrectEhcRequest(CorrectNeed):
    """News of it."""

    permission = Permission.RECORD_EHC
    model, form_class = EhcRequest, forms.CorrectEhcRequestForm
    back = "pupils:ehc_plan"
    page_title = "Change a request for an EHC needs assessment"


class RecordEhcReview(RecordNeed):
    """An annual review."""

    permission = Permission.RECORD_EHC
    model, form_class = EhcReview, forms.EhcReviewForm
    back = "pupils:ehc_plan"
    page_title = "Record an annual review of the EHC plan"

    def get_initial(self) -> dict[str, Any]:
        """The day of the last PEP meeting that was the review as well, until that is recorded."""
        held = [one for one in linked_meetings(self.user, self.pupil) if one.waits]
        return {"held_on": held[0].day, "with_pep_on": held[0].day} if held else {}


class CorrectEhcReview(CorrectNeed):
    """Its decision."""

    permission = Permission.RECORD_EHC
    model, form_class = EhcReview, forms.CorrectEhcReviewForm
    back = "pupils:ehc_plan"
    page_title = "Change an annual review of the EHC plan"


class RecordEhcTransfer(RecordNeed):
    """The plan names the next phase's setting."""

    permission = Permission.RECORD_EHC
    model, form_class = EhcTransfer, forms.EhcTransferForm
    back = "pupils:ehc_plan"
    page_title = "Record that the EHC plan names the next setting"


class CorrectEhcTransfer(CorrectNeed):
    """One that is wrong."""

    permission = Permission.RECORD_EHC
    model, form_class = EhcTransfer, forms.CorrectEhcTransferForm
    back = "pupils:ehc_plan"
    page_title = "Correct the setting that the EHC plan names"
