"""Actions: written from a plan that is handed in, added beside one, and what becomes of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from peps.facts.people import NamedPerson, people_of, person_of
from peps.models import ActionChange, Pep, PlannedAction
from peps.rules.actions import ActionWords, Step, actions_in, agreed_on, steps_for
from peps.rules.presses import ONE_PRESS
from peps.rules.records import Kept, Words, records_meant
from peps.schema import Answers
from pupils.child_permissions import permissions_for, require_for
from pupils.models import CarePeriod, Pupil
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date

from .action_news import tell_the_owner, tell_the_owners
from .locking import recalculate_deadlines

Kind = ActionChange.Kind
NOT_IN_CARE = "The child is not looked after today: nothing is planned for them here."
AGAIN = "The plan was handed in again."


def keep_actions(pep: Pep, answers: Mapping[str, Answers], *, actor: User) -> None:
    """Write the plan's actions as it is handed in, and tell who is named for them.

    Handed in again it changes only what it says anew: what was agreed since, such as another day,
    stays, and so does an action that has ended. An action that it no longer has is withdrawn,
    unless it has ended; other words in the place of one that has ended are a new action.
    """
    people = people_of(pep.pupil, today())
    said = actions_in(answers.get("actions", {}))
    records = _records_meant(pep, said)
    meant = {action.pk for action in records.values()}
    gone = list(PlannedAction.objects.filter(set_in=pep).exclude(pk__in=meant))
    made_on = agreed_on(answers.get("meeting", {}), on=today())
    new = []
    for words in said:
        action, planned = records.get(words.position), words.as_planned()
        person = person_of(words.who, people)
        if action is None:
            action = PlannedAction(
                pupil_id=pep.pupil_id,
                set_in=pep,
                position=words.position,
                what=words.what,
                owner_id=person.user_id if person else None,
                owner_words=words.who,
                made_on=made_on,
                by_when=words.by_when,
                as_planned=planned,
            )
            action.save(force_insert=True)
            _note(action, Kind.MADE, actor, after=_day(action.by_when))
            new.append(action)
        else:
            _move(action, words.position)
            if not action.ended_as and _plan_says_anew(
                action, planned, person, words.by_when, actor=actor
            ):
                new.append(action)
    for action in gone:
        if action.is_open:
            action.withdrawn_on = today()
            _save(action, "withdrawn_on")
            _note(action, Kind.WITHDRAWN, actor, words=AGAIN)
    tell_the_owners(new, pep=pep, actor=actor)


def _records_meant(pep: Pep, said: Sequence[ActionWords]) -> dict[int, PlannedAction]:
    """The record of each action by its place in the plan; of several the newest that is not
    withdrawn."""
    actions = {action.pk: action for action in PlannedAction.objects.filter(set_in=pep)}
    kept = [
        Kept(
            key=action.pk,
            position=action.position or 0,
            words=_words(action.as_planned or {"what": action.what}),
            may_be_reworded=action.is_open,
        )
        for action in sorted(
            actions.values(), key=lambda one: (one.withdrawn_on is not None, -one.pk)
        )
    ]
    meant = records_meant({one.position: _words(one.as_planned()) for one in said}, kept)
    return {position: actions[key] for position, key in meant.items()}


def _words(planned: Mapping[str, str]) -> Words:
    return tuple(planned.get(part, "") for part in ("what", "who", "by_when"))


def _move(action: PlannedAction, position: int) -> None:
    if action.position != position:
        action.position = position
        _save(action, "position")


def _plan_says_anew(
    action: PlannedAction,
    planned: dict[str, str],
    person: NamedPerson | None,
    by_when: date | None,
    *,
    actor: User,
) -> bool:
    """Change what the plan says in other words than when it was last handed in; is it news?"""
    before = action.as_planned
    is_back, action.withdrawn_on = action.withdrawn_on is not None, None
    if planned["what"] != before.get("what") or is_back:
        action.what = planned["what"]
        _note(action, Kind.REWORDED, actor, words=AGAIN)
    is_news = is_back
    if planned["who"] != before.get("who"):
        _note(action, Kind.ANOTHER_PERSON, actor, action.owner_words, planned["who"], AGAIN)
        action.owner_id = person.user_id if person else None
        action.owner_words, is_news = planned["who"], True
    if planned["by_when"] != before.get("by_when"):
        _note(action, Kind.ANOTHER_DAY, actor, _day(action.by_when), _day(by_when), AGAIN)
        action.by_when = by_when
    action.as_planned = planned
    _save(action, "what", "owner_id", "owner_words", "by_when", "as_planned", "withdrawn_on")
    return is_news and action.is_open


@transaction.atomic
def add_action(
    *, actor: User, pupil: Pupil, what: str, owner: str, who: str, by_when: date
) -> PlannedAction:
    """Add an action beside the plans. `owner` names a person as `people_of` does, else `who`. The
    same again, by a second press of the button, is the one that was added."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.KEEP_ACTIONS, pupil)
    if not CarePeriod.objects.filter(pupil=pupil).current_on(today()).exists():
        raise ValidationError(NOT_IN_CARE)
    _refuse_past(by_when)
    person, words = _named(pupil, owner, who)
    planned = {
        "what": _said(what, "what", "Say what will be done."),
        "owner_id": person.user_id if person else None,
        "owner_words": words,
        "by_when": by_when,
    }
    made = {"kind": Kind.MADE, "by": actor, "at__gt": timezone.now() - ONE_PRESS}
    just_made = ActionChange.objects.filter(**made).values("action")
    same = PlannedAction.objects.filter(pupil=pupil, ended_as="", pk__in=just_made, **planned)
    if found := same.first():
        return found
    action = PlannedAction.objects.create(pupil=pupil, made_on=today(), **planned)
    _note(action, Kind.MADE, actor, after=_day(by_when))
    recalculate_deadlines(pupil.pk)
    tell_the_owner(action, actor=actor)
    return action


@transaction.atomic
def record_step(
    *,
    actor: User,
    action: PlannedAction,
    step: Step,
    words: str,
    version: int,
    on: date | None = None,
    owner: str = "",
    who: str = "",
    by_when: date | None = None,
) -> PlannedAction:
    """Say what became of an action: done, another person, another day, not needed, open again."""
    pupil = lock_visible_pupil(Pupil(pk=action.pupil_id), actor=actor)
    action = PlannedAction.objects.visible_to(actor).select_related("owner").get(pk=action.pk)
    allowed = steps_for(
        permissions=permissions_for(actor, pupil),
        is_owner=action.owner_id == actor.pk,
        is_open=action.is_open,
    )
    if action.version != version:
        raise StaleRecordError(_as_it_stands(action))
    if step not in allowed:
        raise PermissionDenied(step.value)
    if not CarePeriod.objects.filter(pupil=pupil).current_on(today()).exists():
        raise ValidationError(NOT_IN_CARE)
    words = _said(words, "words", _MISSING_WORDS[step])
    if step is Step.ANOTHER_PERSON:
        _hand_over(action, pupil, owner, who, words, actor=actor)
    elif step is Step.ANOTHER_DAY:
        _set_another_day(action, by_when, words, actor=actor)
    else:
        _end(action, step, on or today(), words, actor=actor)
    recalculate_deadlines(pupil.pk)
    return action


_MISSING_WORDS = {
    Step.DONE: "Say how it was done, or what came of it.",
    Step.ANOTHER_PERSON: "Say why another person does it.",
    Step.ANOTHER_DAY: "Say why it needs more time.",
    Step.NOT_NEEDED: "Say why it is no longer needed.",
    Step.OPEN_AGAIN: "Say why it is open again.",
}


def _hand_over(
    action: PlannedAction, pupil: Pupil, owner: str, who: str, words: str, *, actor: User
) -> None:
    person, name = _named(pupil, owner, who)
    _note(action, Kind.ANOTHER_PERSON, actor, action.owner_words, name, words)
    action.owner_id, action.owner_words = person.user_id if person else None, name
    _save(action, "owner_id", "owner_words")
    tell_the_owner(action, actor=actor)


def _set_another_day(
    action: PlannedAction, by_when: date | None, words: str, *, actor: User
) -> None:
    if by_when is None:
        raise ValidationError({"by_when": "Enter the day by which it is done."})
    _refuse_past(by_when)
    _note(action, Kind.ANOTHER_DAY, actor, _day(action.by_when), _day(by_when), words)
    action.by_when = by_when
    _save(action, "by_when")


def _end(action: PlannedAction, step: Step, on: date, words: str, *, actor: User) -> None:
    if on > today():
        raise ValidationError({"on": "The day must be today or in the past."})
    if on < action.made_on:
        made = long_date(action.made_on)
        raise ValidationError({"on": f"The action was agreed on {made}: give a later day."})
    if step is Step.OPEN_AGAIN:
        action.ended_as, action.ended_how = "", ""
        action.ended_on, action.ended_by = None, None
        action.withdrawn_on = None
    else:
        action.ended_as, action.ended_how = step.value, words
        action.ended_on, action.ended_by = on, actor
    _save(action, "ended_as", "ended_how", "ended_on", "ended_by", "withdrawn_on")
    _note(action, Kind(step.value), actor, after=_day(on), words=words)


def _named(pupil: Pupil, owner: str, who: str) -> tuple[NamedPerson | None, str]:
    """The person chosen, or the words for somebody without an account."""
    if person := person_of(owner, people_of(pupil, today())):
        return person, person.words
    return None, _said(who, "who", "Choose who does it, or say who it is.")


def _refuse_past(by_when: date) -> None:
    if by_when < today():
        raise ValidationError({"by_when": "The day must be today or later."})


def _said(text: str, field: str, message: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValidationError({field: message})
    return text.strip()


def _save(action: PlannedAction, *fields: str) -> None:
    action.version += 1
    action.save(update_fields=[*fields, "version"])


def _note(
    action: PlannedAction,
    kind: Any,
    actor: User,
    before: str = "",
    after: str = "",
    words: str = "",
) -> None:
    ActionChange.objects.create(
        action=action, kind=kind, on=today(), by=actor, before=before, after=after, words=words
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _as_it_stands(action: PlannedAction) -> str:
    ended = f"{action.get_ended_as_display()}: {action.ended_how}" if action.ended_as else "open"
    until = f"until {long_date(action.by_when)}" if action.by_when else "without a day"
    return f"{action.owner_words}, {until}, {ended}"
