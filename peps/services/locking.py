"""The beginning and end of every write: the child's row locked, the rule asked, deadlines recalculated."""

from django.core.exceptions import PermissionDenied
from django.db.models import F

from peps.models import Pep, PepSection, PepStatusChange
from peps.rules.states import Action, Refusal, Situation, State, refusal, state_after
from peps.schema import Answers
from pupils.child_permissions import permissions_for
from pupils.models import Enrolment, Pupil
from pupils.querysets import in_force
from pupils.services.locking import lock_pupil
from vsh.accounts.models import User
from vsh.calendars import today

from .refusals import PepRefused


def lock_pep(*, actor: User, pep: Pep) -> Pep:
    """The PEP as it stands, its child's row held; `Pep.DoesNotExist` for who may not see it."""
    lock_pupil(Pupil(pk=pep.pupil_id))
    visible = Pep.objects.visible_to(actor).select_related("pupil__authority", "care_period")
    locked: Pep = visible.get(pk=pep.pk)
    return locked


def lock_for(action: Action, *, actor: User, pep: Pep) -> Pep:
    """The locked PEP, or a refusal of the action."""
    locked = lock_pep(actor=actor, pep=pep)
    reason = refusal(action, situation_of(locked, actor=actor))
    if reason is Refusal.NOT_YOURS:
        raise PermissionDenied(action.value)
    if reason is not None:
        raise PepRefused(reason)
    return locked


def situation_of(pep: Pep, *, actor: User) -> Situation:
    """What the rules need to know of this PEP and this person."""
    return Situation(
        state=State(pep.state),
        permissions=permissions_for(actor, pep.pupil),
        has_setting=has_setting(pep.pupil),
        has_submitted=pep.status_changes.filter(by=actor, to_state=State.SUBMITTED).exists(),
        is_initiated=pep.initiated_on is not None,
    )


def has_setting(pupil: Pupil) -> bool:
    """Whether a school or setting, with its designated teacher, has the child or a place for them."""
    day = today()
    places = Enrolment.objects.filter(pupil=pupil, setting__isnull=False)
    return (
        places.filter(in_force(day)).exists()
        or places.filter(accepted_on__lte=day, started_on__gt=day).exists()
    )


def answers_of(pep: Pep) -> dict[str, Answers]:
    """Every answer of the PEP: section key → answers."""
    return dict(PepSection.objects.filter(pep=pep).values_list("key", "data"))


def move(
    pep: Pep,
    action: Action,
    *,
    actor: User | None,
    reason: str = "",
    is_returned_empty: bool = False,
    **fields: object,
) -> Pep:
    """Write the state to which the action leads, its immutable change, and what is due now."""
    before = State(pep.state)
    after = state_after(action, before)
    Pep.objects.filter(pk=pep.pk).update(state=after, version=F("version") + 1, **fields)
    PepStatusChange.objects.create(
        pep=pep,
        from_state=before,
        to_state=after,
        on=today(),
        by=actor,
        reason=reason,
        is_returned_empty=is_returned_empty,
    )
    recalculate_deadlines(pep.pupil_id)
    pep.refresh_from_db()
    return pep


def recalculate_deadlines(pupil_id: int) -> None:
    """Recalculate what is due for this child, in the same transaction."""
    from pupils.services.deadlines import recalculate_deadlines_for

    recalculate_deadlines_for([pupil_id])
