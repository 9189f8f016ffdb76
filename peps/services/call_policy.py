"""Who leads safeguarding, and how long a call may wait, as the head or a command sets it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from peps.models import CallPolicy
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority


@transaction.atomic
def set_call_policy(
    *,
    actor: User,
    authority: Authority,
    lead_name: str,
    lead_email: str,
    safety_hours: int,
    other_working_days: int,
) -> CallPolicy:
    """Say who is told of a worry beside the social worker, and when a call is passed on."""
    if authority.pk not in actor.authority_ids_where(Permission.SET_SAFEGUARDING):
        raise PermissionDenied(Permission.SET_SAFEGUARDING.value)
    policy = _locked(authority)
    policy.lead_name, policy.lead_email = lead_name.strip(), lead_email.strip()
    policy.safety_hours, policy.other_working_days = safety_hours, other_working_days
    return _saved(policy, by=actor)


@transaction.atomic
def set_safeguarding_lead(*, authority: Authority, name: str, email: str) -> CallPolicy:
    """The same for the lead alone, by who runs the system."""
    policy = _locked(authority)
    policy.lead_name, policy.lead_email = name.strip(), email.strip()
    return _saved(policy, by=None)


def _locked(authority: Authority) -> CallPolicy:
    Authority.objects.select_for_update().get(pk=authority.pk)
    return CallPolicy.objects.filter(authority=authority).first() or CallPolicy(authority=authority)


def _saved(policy: CallPolicy, *, by: User | None) -> CallPolicy:
    policy.changed_on, policy.changed_by = today(), by
    policy.full_clean()
    policy.save()
    return policy
