"""Meetings about a PEP that are also the annual review of the child's EHC plan.

Source: statutory guidance (2018), on independent reviewing officers: where possible, the two are
linked at least once every 12 months.
"""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from peps.models import Meeting
from pupils.linked_meetings import LinkedMeeting
from pupils.models import EhcReview, Pupil, SenStatus
from pupils.querysets import in_force
from vsh.accounts.models import User
from vsh.calendars import today

MOST = 5


def has_ehc_plan(pupil: Pupil) -> bool:
    """Whether the child has a plan today; a page that shows the child knows it already."""
    if hasattr(pupil, "sen_status"):
        return bool(pupil.sen_status == SenStatus.Status.EHC_PLAN)
    plans = SenStatus.objects.filter(in_force(today()), status=SenStatus.Status.EHC_PLAN)
    return plans.filter(pupil=pupil.pk).exists()


def linked_meetings_of(user: User, pupil: Pupil) -> list[LinkedMeeting]:
    """The child's last ones that the user may see, the newest first."""
    recorded = EhcReview.objects.filter(pupil=OuterRef("pep__pupil"), with_pep_on=OuterRef("day"))
    rows = (
        Meeting.objects.visible_to(user)
        .filter(pep__pupil=pupil, is_ehc_review=True, cancelled_on__isnull=True)
        .exclude(is_held=False)
        .annotate(is_recorded=Exists(recorded))
    )
    on = today()
    return [
        LinkedMeeting(
            day=row.day,
            url=reverse("peps:meeting", args=[row.ref]),
            waits=row.day <= on and not row.is_recorded,  # type: ignore[attr-defined]
        )
        for row in rows.order_by("-day", "-pk")[:MOST]
    ]
