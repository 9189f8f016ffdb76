"""The school asks the social worker for the part of a PEP that only they write."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from peps.facts.people_told import allocated
from peps.models import Pep
from peps.querysets.own_words import answered_in
from peps.rules.completeness import missing
from peps.rules.sections import may_write_section
from peps.rules.states import OPEN, Refusal
from pupils.child_permissions import permissions_for
from pupils.models import Involvement, Pupil
from pupils.news import who_is
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

from .locking import answers_of, lock_pep
from .refusals import PepRefused


def social_workers_of(pupil: Pupil) -> list[User]:
    """The child's social workers of today who may be told."""
    return sorted(allocated(pupil, Involvement.Capacity.SOCIAL_WORKER), key=str)


def ask_the_social_worker(*, actor: User, pep: Pep) -> int:
    """Queue one message a day for each social worker, without the child's name; how many are new.

    It names the sections that wait for them: those with something missing that the person who
    asks may not write.
    """
    pep = lock_pep(actor=actor, pep=pep)
    permissions = permissions_for(actor, pep.pupil)
    if Permission.SUBMIT_PEP not in permissions:
        raise PermissionDenied("ask")
    if pep.state not in OPEN:
        raise PepRefused(Refusal.WRONG_STATE)
    has_setting = pep.has_setting  # type: ignore[attr-defined]
    titles = dict.fromkeys(
        item.section.title
        for item in missing(pep.form, answers_of(pep), answered_in(pep))
        if not may_write_section(item.section, permissions=permissions, has_setting=has_setting)
    )
    if not titles:
        return 0
    link = f"{settings.SITE_URL.rstrip('/')}{reverse('peps:pep', kwargs={'ref': pep.ref})}"
    body = f"The PEP of {who_is(pep.pupil)} waits for your part: {', '.join(titles)}."
    return queue_notices(
        Message(
            about=f"pep:{pep.ref}:asked:{today().isoformat()}",
            stage="asked",
            recipient_id=user.pk,
            subject=f"Your part of a PEP: {pep.pupil.ref}",
            body=f"{body}\n\nAsked by {actor.name}.\n\n{link}\n",
            pupil_ref=pep.pupil.ref,
        )
        for user in social_workers_of(pep.pupil)
        if user.pk != actor.pk
    )
