"""Around every write: the child's row locked, the rule asked, deadlines recalculated."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet

from peps.models import Pep, PepSection, PepStatusChange
from peps.rules.days import wrong_days
from peps.rules.opening import is_superseded
from peps.rules.states import (
    OPEN,
    STEPS,
    Action,
    Refusal,
    Situation,
    State,
    refusal,
    state_after,
)
from peps.schema import Answers
from pupils.child_permissions import note_roles_of_row, permissions_for
from pupils.models import Pupil
from pupils.services.locking import lock_pupil
from vsh.accounts.models import User
from vsh.accounts.prepared import Prepared
from vsh.calendars import today

from .existing import existing_in
from .news import tell_the_others
from .quality_standing import standing_of
from .refusals import PepRefused, PepWrongDays

_JUDGES = {Action.MARK, Action.ASSURE, Action.ACCEPT}
_OF_STANDING = (
    "has_submitted",
    "is_sampled",
    "is_drawn",
    "is_marked_twice",
    "markings",
    "has_marked",
)
_BY_JUDGEMENT = {Action.RETURN, Action.COMPLETE}  # what depends on the colour of an assured PEP


class PepUnseen(Pep.DoesNotExist, PermissionDenied):
    """The person does not see the child, perhaps no more since they opened the page: a page refuses
    them with 403 and does not fail."""


@Prepared
def _visible(user: User, day: date) -> "QuerySet[Pep]":
    return Pep.objects.visible_to(user).with_roles_of(user).as_on(day).with_own_words()


def lock_pep(*, actor: User, pep: Pep) -> Pep:
    """The PEP as it stands, its child's row held; `Pep.DoesNotExist` for who may not see it."""
    lock_pupil(Pupil(pk=pep.pupil_id))
    return read_pep(actor=actor, pep=pep)


def read_pep(*, actor: User, pep: Pep) -> Pep:
    """The PEP as it stands, nothing held; `Pep.DoesNotExist` for who may not see it."""
    found = _visible.find(actor, pep.ref)
    if found is None:
        raise PepUnseen
    note_roles_of_row(found)
    return found


def lock_for(action: Action, *, actor: User, pep: Pep) -> Pep:
    """The locked PEP, or a refusal of the action."""
    return _allowed(action, actor=actor, pep=lock_pep(actor=actor, pep=pep))


def read_for(action: Action, *, actor: User, pep: Pep) -> Pep:
    """The PEP as it stands, nothing held, or a refusal of the action."""
    return _allowed(action, actor=actor, pep=read_pep(actor=actor, pep=pep))


def _allowed(action: Action, *, actor: User, pep: Pep) -> Pep:
    reason = refusal(action, situation_of(pep, action, actor=actor))
    if reason is Refusal.NOT_YOURS:
        raise PermissionDenied(action.value)
    if reason is not None:
        raise PepRefused(reason)
    if action is Action.SUBMIT and (wrong := wrong_days(pep.form, answers_of(pep), on=today())):
        raise PepWrongDays(wrong)
    return pep


def situation_of(pep: Pep, action: Action, *, actor: User) -> Situation:
    """What the rules need to know of this PEP (read `as_on` a day) and this person."""
    is_judged = action in _JUDGES and State(pep.state) in STEPS[action].from_states
    standing = standing_of(pep, actor=actor) if is_judged else None
    judging: dict[str, Any] = {}
    if standing is not None:
        judging = {name: getattr(standing, name) for name in _OF_STANDING}
    return Situation(
        state=State(pep.state),
        permissions=permissions_for(actor, pep.pupil),
        has_setting=pep.has_setting,  # type: ignore[attr-defined]
        is_initiated=pep.initiated_on is not None,
        is_red=pep.state == State.QUALITY_ASSURED and action in _BY_JUDGEMENT and pep.is_red,
        is_superseded=action is Action.TAKE_BACK and _is_superseded(pep),
        is_care_over=pep.is_of_care_ended_by(today()),
        **judging,
    )


def _is_superseded(pep: Pep) -> bool:
    if pep.state != State.NOT_REQUIRED:
        return False
    return is_superseded(existing_in(pep.care_period_id), pep_id=pep.pk)


def refusal_for(action: Action, *, actor: User, pep: Pep) -> Refusal | None:
    """Why the action would be refused now, for a page that offers it or not."""
    return refusal(action, situation_of(pep, action, actor=actor))


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
    to_state: State | None = None,
    is_told: bool = True,
    **fields: object,
) -> Pep:
    """Write the state to which the action leads, its immutable change, and what is due now.

    With `is_told` the others get a message.
    """
    before = State(pep.state)
    after = to_state or state_after(action, before)
    Pep.objects.filter(pk=pep.pk).update(state=after, version=F("version") + 1, **fields)
    change = PepStatusChange.objects.create(
        pep=pep,
        from_state=before,
        to_state=after,
        on=today(),
        by=actor,
        reason=reason,
        is_returned_empty=is_returned_empty,
    )
    recalculate_deadlines(pep.pupil_id)
    tell_the_others(change, news=_news(action, before, after) if is_told else None)
    pep.refresh_from_db()
    return pep


def note_on(pep: Pep, words: str, *, by: User | None) -> None:
    """An immutable line among the changes of state of a plan that stays where it stands."""
    PepStatusChange.objects.create(
        pep=pep, from_state=pep.state, to_state=pep.state, on=today(), by=by, reason=words
    )


def _news(action: Action, before: State, after: State) -> State | None:
    """What the others are told of: nothing new of what was handed in or set aside before."""
    if action is Action.INITIATE:
        return State.INITIATED if before in OPEN else None
    return None if action is Action.TAKE_BACK else after


def recalculate_deadlines(pupil_id: int) -> None:
    """Recalculate what is due for this child, in the same transaction."""
    from pupils.services.deadlines import recalculate_deadlines_for

    recalculate_deadlines_for([pupil_id])
