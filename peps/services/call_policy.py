"""Who leads safeguarding, and how long a call may wait, as the head or a command sets it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from peps.models import CallPolicy
from pupils.services.locking import StaleRecordError
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
    version: int,
) -> CallPolicy:
    """Say who is told of a worry beside the social worker, and when a call is passed on.

    `version` is that of the choices as the page showed them: a page older than what is on record
    would send a child's worry to a lead who has left, and is refused.
    """
    if authority.pk not in actor.authority_ids_where(Permission.SET_SAFEGUARDING):
        raise PermissionDenied(Permission.SET_SAFEGUARDING.value)
    policy = _locked(authority)
    if policy.version != version:
        raise StaleRecordError(_in_words(policy))
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


def _in_words(policy: CallPolicy) -> str:
    lead = f"{policy.lead_name}, {policy.lead_email}" if policy.lead_email else "no lead"
    return f"{lead}; {policy.safety_hours} hours; {policy.other_working_days} working days"


def _saved(policy: CallPolicy, *, by: User | None) -> CallPolicy:
    policy.version += 1
    policy.changed_on, policy.changed_by = today(), by
    policy.full_clean()
    policy.save()
    return policy
