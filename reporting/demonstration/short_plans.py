"""Northshire allows the short form, and the first settled child's plan is on it."""

from datetime import date

from peps.models import Pep, ShortForm, ShortFormPolicy
from peps.rules.settled import is_settled, settled_reasons
from peps.services.short_form import record_of
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.organisations.models import Authority

MOST_ASKED = 60  # children among whom a settled one is looked for


def allow_short_forms(*, on: date) -> None:
    """The head has allowed it; an officer has put one plan on it."""
    north = Authority.objects.order_by("pk").first()
    heads = Membership.objects.filter(role=Role.VIRTUAL_SCHOOL_HEAD, authority=north)
    head = heads.select_related("user").order_by("pk").first()
    if north is None or head is None:
        return
    ShortFormPolicy.objects.create(
        authority=north, is_allowed=True, changed_on=on, changed_by=head.user
    )
    plans = Pep.objects.open().in_care_on(on).filter(pupil__authority=north, kind="termly")
    for pep in plans.order_by("pk")[:MOST_ASKED]:
        record = record_of(pep, on=on)
        if is_settled(record):
            ShortForm.objects.create(
                pep=pep,
                reasons=[reason.words for reason in settled_reasons(record)],
                chosen_on=pep.opened_on,
                chosen_by=head.user,
            )
            return
