"""An SDQ score is recorded or corrected."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from vsh.accounts.roles import Permission

from ..child_permissions import require_for
from ..form_pages import PupilFormPage
from ..models import Pupil, SdqScore
from ..sdq_forms import CorrectSdqForm, SdqForm
from ..services.sdq import SdqAsItIs, correct_sdq, permission_for, record_sdq, withdraw_sdq


class RecordSdq(PupilFormPage):
    """A new score."""

    permission = Permission.RECORD_SDQ
    tab = "pupils:wellbeing"
    form_class = SdqForm
    page_title = "Record an SDQ score"
    success_message = "Score recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose score this reader may record."""
        held = self.child_permissions
        may_say = [one for one in SdqScore.Respondent.values if permission_for(one) in held]
        return super().get_form_kwargs() | {"may_say": may_say}

    def act(self, form: Any) -> None:
        """Record it."""
        record_sdq(actor=self.user, pupil=self.pupil, facts=facts_in(form.cleaned_data))

    def get_success_url(self) -> str:
        """The tab."""
        return reverse("pupils:wellbeing", kwargs={"ref": self.pupil.ref})


class CorrectSdq(RecordSdq):
    """A score that is wrong."""

    form_class = CorrectSdqForm
    page_title = "Correct an SDQ score"
    success_message = "Saved"
    row: SdqScore

    @property
    def entry(self) -> SdqScore:
        """What it corrects."""
        return self.row

    def get_pupil(self) -> Pupil:
        """404 too for a score of another child; refused where it is not theirs to correct."""
        pupil = super().get_pupil()
        rows = SdqScore.objects.visible_to(self.user).select_related("pupil")
        self.row = get_object_or_404(rows, pk=self.kwargs["sdq"], pupil=pupil)
        require_for(self.user, permission_for(self.row.respondent), pupil)
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = ("version", "completed_on", "respondent", "score", "reason_none")
        return {name: getattr(self.row, name) for name in names}

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
            withdraw_sdq(**told)
        else:
            correct_sdq(facts=facts_in(data), **told)


def facts_in(data: dict[str, Any]) -> SdqAsItIs:
    """What the form says."""
    names = ("completed_on", "respondent", "score", "reason_none")
    return SdqAsItIs(**{name: data[name] for name in names})
