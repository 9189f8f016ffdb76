"""The most up-to-date plan of a child: what goes with them where they go.

Source: statutory guidance (2018), Annex 2: information on education and training needs is passed
on "usually through the most up-to-date PEP".
"""

from datetime import date

from django.db.models import F, Q
from django.urls import reverse

from peps.models import Pep
from placements.plans_on_record import PlanOnRecord
from pupils.models import Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk.words import in_sentence


def last_plan_of(user: User, pupil: Pupil, on: date) -> PlanOnRecord | None:
    """The last one that was handed in by `on`, else the one being written then, of those the user
    may read."""
    plans = Pep.objects.visible_to(user, Permission.READ_PEP).filter(pupil=pupil)
    plans = plans.exclude(state__in=[Pep.State.NOT_REQUIRED, Pep.State.OPENED])
    plans = plans.filter(Q(submitted_on__lte=on) | Q(submitted_on=None, opened_on__lte=on))
    found = plans.order_by(F("submitted_on").desc(nulls_last=True), "-opened_on", "-id").first()
    if found is None:
        return None
    state = in_sentence(found.get_state_display())
    return PlanOnRecord(
        ref=found.ref,
        words=f"{found.get_kind_display()}, {in_sentence(found.term_name)}, {state}",
        url=reverse("peps:read", kwargs={"ref": found.ref}),
    )
