"""Who is told that an action is theirs: without a child's name, and without the action's words."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from peps.facts.people_told import sees
from peps.models import Pep, PlannedAction
from pupils.news import who_is
from vsh.accounts.models import User
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices


def tell_the_owners(actions: Iterable[PlannedAction], *, pep: Pep, actor: User) -> None:
    """One message to each person whom a plan that was handed in names for actions."""
    by_owner: dict[int, list[PlannedAction]] = defaultdict(list)
    for action in actions:
        if action.owner_id and action.owner_id != actor.pk:
            by_owner[action.owner_id].append(action)
    if not by_owner:
        return
    link = _link("peps:targets", ref=pep.pupil.ref)
    who = who_is(pep.pupil)
    queue_notices(
        Message(
            about=f"pep:{pep.ref}:actions:{pep.version}",
            stage="named",
            recipient_id=user.pk,
            subject=f"Actions in a PEP: {pep.pupil.ref}",
            body=f"The PEP of {who} names you for {_number(by_owner[user.pk])}.\n\n{link}\n",
            pupil_ref=pep.pupil.ref,
        )
        for user in User.objects.filter(pk__in=by_owner, is_active=True)
        if sees(user, pep.pupil)
    )


def tell_the_owner(action: PlannedAction, *, actor: User) -> None:
    """A message to the person whom an action was given outside a plan."""
    if action.owner_id is None or action.owner_id == actor.pk:
        return
    user = User.objects.filter(pk=action.owner_id, is_active=True).first()
    if user is None or not sees(user, action.pupil):
        return
    until = f", to be done by {long_date(action.by_when)}" if action.by_when else ""
    body = f"An action for {who_is(action.pupil)} is yours{until}."
    link = _link("peps:action", ref=action.pupil.ref, action=action.ref)
    queue_notices(
        [
            Message(
                about=f"action:{action.ref}:{action.version}",
                stage="named",
                recipient_id=user.pk,
                subject=f"An action for you: {action.pupil.ref}",
                body=f"{body}\n\n{link}\n",
                pupil_ref=action.pupil.ref,
            )
        ]
    )


def _number(actions: list[PlannedAction]) -> str:
    days = [action.by_when for action in actions if action.by_when]
    first = f", the first by {long_date(min(days))}" if days else ""
    return f"{len(actions)} action{'s' if len(actions) > 1 else ''}{first}"


def _link(name: str, **kwargs: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, kwargs=kwargs)
