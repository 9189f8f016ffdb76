"""The tab "Attainment": what each stage ended with, results by subject with their course; one is
recorded or corrected."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from vsh.accounts.roles import Permission

from ..attainment_forms import OTHER, CorrectResultForm, ResultForm
from ..attainment_words import at_the_end_of_stages, by_subject
from ..form_pages import PupilFormPage
from ..models import AttainmentResult, Pupil
from ..pages import PupilPageMixin
from ..rules.subjects import SUBJECTS, subject_name
from ..services.attainment import (
    ResultAsItIs,
    correct_result,
    record_result,
    withdraw_result,
)


class Attainment(PupilPageMixin, TemplateView):
    """Every result of the child."""

    permission = Permission.VIEW_PUPIL
    template_name = "pupils/attainment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By subject, newest first."""
        rows = AttainmentResult.objects.visible_to(self.user).filter(pupil=self.pupil)
        found = list(rows.select_related("recorded_by"))
        return super().get_context_data(
            subjects=by_subject(found),
            outcomes=at_the_end_of_stages(found, self.pupil),
            may_record=Permission.RECORD_ATTAINMENT in self.child_permissions,
            **kwargs,
        )


def facts_in(data: dict[str, Any]) -> ResultAsItIs:
    """What the form says."""
    names = (
        *("stage", "subject", "measure", "kind", "value", "achieved_on", "status", "target"),
        "is_age_confirmed",
    )
    return ResultAsItIs(**{name: data[name] for name in names})


class RecordResult(PupilFormPage):
    """A result that is new."""

    permission = Permission.RECORD_ATTAINMENT
    tab = "pupils:attainment"
    form_class = ResultForm
    page_title = "Record a result"
    success_message = "Result recorded"

    def act(self, form: Any) -> None:
        """Record it."""
        record_result(actor=self.user, pupil=self.pupil, facts=facts_in(form.cleaned_data))

    def get_success_url(self) -> str:
        """The tab."""
        return reverse("pupils:attainment", kwargs={"ref": self.pupil.ref})


class CorrectResult(RecordResult):
    """A result that is wrong, or final now."""

    form_class = CorrectResultForm
    page_title = "Correct a result"
    success_message = "Saved"
    result: AttainmentResult

    @property
    def entry(self) -> AttainmentResult:
        """What it corrects."""
        return self.result

    def get_pupil(self) -> Pupil:
        """404 too for a result of another child."""
        pupil = super().get_pupil()
        rows = AttainmentResult.objects.visible_to(self.user).select_related("pupil")
        self.result = get_object_or_404(rows, pk=self.kwargs["result"], pupil=pupil)
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = (
            *("version", "stage", "subject", "measure", "kind"),
            *("value", "target", "achieved_on", "status"),
        )
        found = {name: getattr(self.result, name) for name in names}
        found["subject"] = subject_name(self.result.subject)
        if found["subject"] not in SUBJECTS:
            found |= {"subject": OTHER, "other_subject": self.result.subject}
        return found

    def act(self, form: Any) -> None:
        """Correct it, or take it off the record."""
        data = form.cleaned_data
        told: Any = {
            "actor": self.user,
            "result": self.result,
            "version": data["version"],
            "reason": data["reason"],
        }
        if data["is_withdrawn"]:
            withdraw_result(**told)
        else:
            correct_result(facts=facts_in(data), **told)
