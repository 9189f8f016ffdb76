"""How to reach the Virtual School, which every PEP shows, and what of an authority is missing.

Source: statutory guidance (2018): the PEP holds the contact details of the VSH for the authority
that looks after the child.
"""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from peps.models import CallPolicy
from pupils.models import Involvement, Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority


def has_contact(authority: Authority) -> bool:
    """Whether somebody could write to the Virtual School or ring it."""
    return bool(authority.virtual_school_email or authority.virtual_school_phone)


def whom_to_ask(pupil: Pupil) -> str:
    """The child's officer of today with an address, else the Virtual School."""
    officers = Involvement.objects.filter(
        pupil=pupil, capacity=Involvement.Capacity.OFFICER
    ).held_in_role_on(today())
    for row in officers.select_related("user")[:1]:
        return f"{row.user.name}, {row.user.email}"
    return f"the Virtual School of {pupil.authority.name}"


def authorities_not_set_up(user: User) -> "QuerySet[Any]":
    """The user's own authorities whose Virtual School cannot be reached by what its PEPs show
    (`lacks_contact`), or that have no safeguarding lead on record (`lacks_lead`)."""
    no_contact = Q(virtual_school_email="", virtual_school_phone="")
    has_lead = CallPolicy.objects.filter(authority=OuterRef("pk")).exclude(lead_email="")
    return (
        Authority.objects.filter(pk__in=user.authority_ids_where(Permission.ASSURE_PEP))
        .annotate(
            lacks_contact=Case(When(no_contact, then=True), default=False),
            lacks_lead=~Exists(has_lead),
        )
        .filter(Q(lacks_contact=True) | Q(lacks_lead=True))
    )
