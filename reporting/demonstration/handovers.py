"""Two children who have just changed schools: one plan waits to be accepted, one was accepted."""

from datetime import date, timedelta

from peps.models import Handover, Pep
from pupils.models import Enrolment
from vsh.accounts.models import Membership, User

NEW_SCHOOL = "teacher2@northshire.example"
FORMER_SCHOOL = "teacher@northshire.example"
WAITS_SINCE = timedelta(days=9)


def hand_over_recent_movers(*, on: date) -> None:
    """At the second school, children whose plan is there came from the first a few days ago."""
    teacher = User.objects.get(email=NEW_SCHOOL)
    former = Membership.objects.get(user__email=FORMER_SCHOOL).setting
    new = Membership.objects.get(user=teacher).setting
    assert new is not None  # a designated teacher is one of a setting
    began = on - WAITS_SINCE
    places = Enrolment.objects.filter(
        setting=new,
        kind=Enrolment.Kind.MAIN,
        started_on__lt=began - timedelta(days=60),
        ended_on__isnull=True,
        pupil__care_periods__ended_on__isnull=True,
        pupil__care_periods__started_on__lt=began - timedelta(days=60),
        pupil__is_restricted=False,
    ).distinct()
    for number, place in enumerate(places.order_by("pk")[:2]):
        peps = Pep.objects.filter(pupil=place.pupil_id).exclude(state="not_required")
        Enrolment.objects.filter(pk=place.pk).update(started_on=began)
        Enrolment.objects.create(
            pupil_id=place.pupil_id,
            setting=former,
            started_on=place.started_on,
            ended_on=began - timedelta(days=1),
            reason_ended="Moved to be nearer home",
        )
        is_accepted = number == 1
        Handover.objects.create(
            pupil_id=place.pupil_id,
            enrolment_id=place.pk,
            setting=new,
            former_setting=former,
            complete_pep=peps.filter(state="complete").first(),
            open_pep=peps.exclude(state="complete").first(),
            sent_on=began,
            accepted_on=on - timedelta(days=2) if is_accepted else None,
            accepted_by=teacher if is_accepted else None,
        )
