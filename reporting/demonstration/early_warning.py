"""The facts of every invented child, and what officers did about some of them."""

from datetime import date, timedelta

from django.db.models import Count

from pupils.models import Involvement, Pupil
from reporting.early_warning.models import EarlyWarningFact, EarlyWarningLook
from reporting.early_warning.services import find_all
from vsh.accounts.models import User

_DONE = (
    (
        12,
        "Rang school and carer. A mentor meets the child each day; the tutor writes on Fridays.",
        9,
    ),
    (6, "Nothing to be done now: the placement is settled and the school is content.", None),
    (20, "Asked the school for a plan of support at the next PEP meeting.", -6),
)


def warn_early(*, on: date) -> None:
    """Find the facts; officers have looked at three of the children with most of them."""
    find_all(on=on)
    children = Pupil.objects.filter(pk__in=EarlyWarningFact.objects.values("pupil"))
    most = children.annotate(number=Count("early_warning_facts")).order_by("-number", "pk")
    officers = [(pupil, _officer(pupil, on)) for pupil in most[1:9]]
    looked = [(pupil, officer) for pupil, officer in officers if officer]
    for (pupil, officer), (ago, done, again) in zip(looked, _DONE, strict=False):
        facts = list(EarlyWarningFact.objects.filter(pupil=pupil).order_by("pk"))
        EarlyWarningLook.objects.create(
            pupil=pupil,
            looked_by=officer,
            looked_on=on - timedelta(ago),
            kinds=[fact.kind for fact in facts],
            facts=[fact.words for fact in facts],
            done=done,
            look_again_on=on + timedelta(again) if again else None,
        )


def _officer(pupil: Pupil, on: date) -> User | None:
    found = Involvement.objects.current_on(on).filter(
        pupil=pupil, capacity=Involvement.Capacity.OFFICER
    )
    allocated = found.select_related("user").first()
    return allocated.user if allocated else None
