"""The tab "Wellbeing and SEN": what is on record of how a child is, and of their needs."""

from typing import Any

from django.views.generic import TemplateView

from vsh.accounts.roles import Permission
from vsh.calendars import today

from ..models import SdqScore, SenStatus, WellbeingSupport
from ..pages import PupilPageMixin
from ..sdq_words import sdq_picture
from ..services.sdq import permission_for

SEES_SUPPORT = {Permission.VIEW_SUPPORT, Permission.VIEW_SHARED_SUPPORT}


class Wellbeing(PupilPageMixin, TemplateView):
    """SDQ scores with their course, SEN, and support for mental health."""

    permission = Permission.VIEW_WELLBEING
    template_name = "pupils/wellbeing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Newest first."""
        held = self.child_permissions
        rows = SdqScore.objects.visible_to(self.user).filter(pupil=self.pupil)
        rows = rows.select_related("recorded_by").order_by("-completed_on", "-id")
        sen = SenStatus.objects.visible_to(self.user).filter(pupil=self.pupil)
        supports = WellbeingSupport.objects.visible_to(self.user).filter(pupil=self.pupil)
        return super().get_context_data(
            sen=sen.select_related("recorded_by").order_by("-started_on"),
            supports=supports.told_with(held).order_by("-asked_on", "-id"),
            may_see_support=bool(held & SEES_SUPPORT),
            may_see_all_support=Permission.VIEW_SUPPORT in held,
            may_record_sen=Permission.RECORD_SEN in held,
            may_record_support=Permission.RECORD_SUPPORT in held,
            sdq=sdq_picture(
                list(rows),
                date_of_birth=self.pupil.date_of_birth,
                is_in_care=self.pupil.looked_after_since is not None,  # type: ignore[attr-defined]
                on=today(),
            ),
            may_record_sdq=Permission.RECORD_SDQ in held,
            may_correct=[one for one in SdqScore.Respondent.values if permission_for(one) in held],
            **kwargs,
        )
