"""Who is told what became of a PEP, from its initiation to its completion: no child is named."""

from django.conf import settings
from django.urls import reverse

from peps.facts.people_told import allocated, designated_teachers, officers_or_heads, sees
from peps.models import Pep, PepStatusChange
from peps.rules.states import State
from pupils.models import Involvement
from pupils.news import who_is
from vsh.accounts.models import User
from vsh.notices.services import Message, queue_notices

_WORDS = {
    State.INITIATED: (
        "PEP initiated",
        "The PEP of {who} has been initiated. The school's sections can be written now.",
    ),
    State.SUBMITTED: (
        "PEP submitted",
        "The PEP of {who} has been submitted and waits for quality assurance.",
    ),
    State.RETURNED: (
        "PEP returned",
        "The PEP of {who} has been returned. What has to be put right is on its page.",
    ),
    State.QUALITY_ASSURED: (
        "PEP quality assured",
        "The quality of the PEP of {who} has been assured. The feedback is on its page.",
    ),
    State.COMPLETE: (
        "PEP complete",
        "The PEP of {who} is complete. Its PDF is ready for the case file.",
    ),
}


def tell_the_others(change: PepStatusChange, *, news: State | None) -> None:
    """Queue the message of a change of state, once, to those whom it concerns.

    `news` is the state reached; for an initiation "initiated", even if somebody has begun to write.

    A beginning: the designated teachers of the child's school. A submission: the child's
    officer, without one the Virtual School Head. A return or the judgement: who submitted the PEP,
    the designated teachers of the child's school, who may be others by now, and the child's social
    worker. A completion: the child's social worker, with the PDF for the case file; where it is the
    answer to a plan handed in, accepted without a judgement, those of a judgement too. Nobody is
    told of what they did, or of a child whom they cannot see; a head, who may open a restricted
    record with a reason, is told of its reference.
    """
    if news is None or news not in _WORDS:
        return
    pep = change.pep
    subject, text = _WORDS[news]
    body = text.format(who=who_is(pep.pupil))
    page = "peps:pdf" if news is State.COMPLETE else "peps:pep"
    link = f"{settings.SITE_URL.rstrip('/')}{reverse(page, kwargs={'ref': pep.ref})}"
    queue_notices(
        Message(
            about=f"pep:{pep.ref}:{change.pk}",
            stage=news.value,
            recipient_id=user.pk,
            subject=f"{subject}: {pep.pupil.ref}",
            body=f"{body}\n\n{link}\n",
            pupil_ref=pep.pupil.ref,
        )
        for user in _concerned(pep, news, is_answer=change.from_state == State.SUBMITTED)
        if user.pk != change.by_id
    )


def _concerned(pep: Pep, state: State, *, is_answer: bool) -> set[User]:
    if state is State.INITIATED:
        return designated_teachers(pep.pupil)
    if state is State.COMPLETE and not is_answer:
        return allocated(pep.pupil, Involvement.Capacity.SOCIAL_WORKER)
    if state is State.SUBMITTED:
        return officers_or_heads(pep.pupil)
    handed_in = PepStatusChange.objects.submissions().filter(pep=pep).select_related("by").last()
    by = handed_in.by if handed_in else None
    return {
        *allocated(pep.pupil, Involvement.Capacity.SOCIAL_WORKER),
        *designated_teachers(pep.pupil),
        *([by] if by and sees(by, pep.pupil) else []),
    }
