"""Personal links closed: one by a person, with the reason, or all of a purpose by a court order."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from peps.models import CourtOrderClosure, Pep, PersonalLink
from peps.rules.links import Closed
from peps.schema.speakers import Purpose
from pupils.child_permissions import require_for
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

from .invitations import take_back_invitations_of
from .locking import lock_pep


@transaction.atomic
def revoke_link(*, actor: User, link: PersonalLink, reason: str) -> None:
    """Close a link at once, with the reason on record; one that is closed stays as it was."""
    pep = lock_pep(actor=actor, pep=link.pep)
    require_for(actor, Permission.INVITE_TO_PEP, pep.pupil)
    PersonalLink.objects.filter(pk=link.pk, pep=pep, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=actor, revoked_because=_reason(reason)
    )


@transaction.atomic
def close_by_court_order(*, actor: User, pep: Pep, purpose: str, reason: str) -> CourtOrderClosure:
    """Record that a court order closes the links of a purpose; none is made until it is lifted."""
    pep = lock_pep(actor=actor, pep=pep)
    require_for(actor, Permission.CLOSE_LINKS_BY_COURT_ORDER, pep.pupil)
    closure = CourtOrderClosure(
        pupil=pep.pupil, purpose=Purpose(purpose), reason=_reason(reason), closed_by=actor
    )
    closure.validate_constraints()
    closure.save()
    _close_links(closure)
    return closure


def follow_court_orders(instead: Mapping[int, int]) -> None:
    """An order that stands on one of two records that became one closes the links of both.
    `instead` are the children who stay, by those who went."""
    for closure in CourtOrderClosure.objects.filter(pupil__in=instead.values(), lifted_at=None):
        _close_links(closure)


def _close_links(closure: CourtOrderClosure) -> None:
    PersonalLink.objects.filter(
        pep__pupil=closure.pupil_id, purpose=closure.purpose, revoked_at__isnull=True
    ).update(
        revoked_at=closure.closed_at,  # by which a link tells that an order closed it
        revoked_by=closure.closed_by,
        revoked_because=Closed.COURT_ORDER.words,
    )
    take_back_invitations_of(closure.pupil_id)


@transaction.atomic
def lift_court_order(*, actor: User, pep: Pep, purpose: str, reason: str) -> None:
    """Record that the order no longer stands in the way; closed links stay closed or expired."""
    pep = lock_pep(actor=actor, pep=pep)
    require_for(actor, Permission.CLOSE_LINKS_BY_COURT_ORDER, pep.pupil)
    lifted = CourtOrderClosure.objects.filter(
        pupil=pep.pupil, purpose=Purpose(purpose), lifted_at__isnull=True
    ).update(lifted_at=timezone.now(), lifted_by=actor, lifted_because=_reason(reason))
    if not lifted:
        raise ValidationError("No court order on record closes these links.")


def _reason(text: str) -> str:
    if not text.strip():
        raise ValidationError({"reason": "Say why."})
    return text.strip()
