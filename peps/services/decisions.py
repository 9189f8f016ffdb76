"""The social worker is asked before a significant decision, and answers; each is on record."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from peps.models import ProposedDecision
from pupils.child_permissions import require_for
from pupils.models import CarePeriod, Pupil
from pupils.news import who_is
from pupils.reminder_people import Person, load_people
from pupils.services.locking import lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

_ASKED = (
    "A decision to be asked about",
    "A significant decision on the education of {who} is thought about. Say what you think of it.",
)
_ANSWERED = (
    "The social worker has answered",
    "The social worker has answered about the decision on the education of {who}.",
)


@transaction.atomic
def propose_decision(*, actor: User, pupil: Pupil, kind: str, words: str) -> ProposedDecision:
    """Ask the child's social worker before a significant decision; who reviews the care plan, and
    the officer, without one the head, are told too. Where there is no social worker one of the
    latter who does not ask themselves sees to it that somebody answers. The same again on the same
    day, while nobody has answered, is the one that was asked.

    Source: statutory guidance (2018), "The social worker's role in supporting the PEP".
    """
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.PROPOSE_DECISION, pupil)
    if not CarePeriod.objects.filter(pupil=pupil).current_on(today()).exists():
        raise ValidationError("This child is not looked after today.")
    if kind not in ProposedDecision.Kind.values:
        raise ValidationError({"kind": "Choose what you are thinking about."})
    if not words.strip():
        raise ValidationError({"words": "Write what you are thinking about, and why."})
    asked = {"kind": kind, "words": words.strip(), "asked_on": today(), "asked_by": actor}
    if found := ProposedDecision.objects.filter(pupil=pupil, answer="", **asked).first():
        return found
    decision = ProposedDecision.objects.create(pupil=pupil, **asked)
    people = load_people([pupil.pk], on=today())
    told = dict.fromkeys(
        [
            *people.standing_in_for(Role.SOCIAL_WORKER, pupil, not_to=actor.pk),
            *people.holding(Role.IRO, pupil),
            *people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil),
        ]
    )
    _tell(decision, list(told), stage="asked", words=_ASKED, not_to=actor)
    return decision


@transaction.atomic
def answer_decision(
    *, actor: User, decision: ProposedDecision, answer: str, words: str = ""
) -> ProposedDecision:
    """The social worker's answer, once; who asked and the officer are told."""
    pupil = lock_visible_pupil(decision.pupil, actor=actor)
    require_for(actor, Permission.ANSWER_DECISION, pupil)
    decision = ProposedDecision.objects.select_related("pupil").get(pk=decision.pk)
    if decision.answer:
        raise ValidationError("This has been answered. What was said stays as it was said.")
    if answer not in ProposedDecision.Answer.values:
        raise ValidationError({"answer": "Choose your answer."})
    if answer != ProposedDecision.Answer.AGREE and not words.strip():
        raise ValidationError({"words": "Write why, or what there is to talk about."})
    decision.answer, decision.answer_words = answer, words.strip()
    decision.answered_on, decision.answered_by = today(), actor
    decision.save(update_fields=["answer", "answer_words", "answered_on", "answered_by"])
    people = load_people([pupil.pk], on=today())
    officers = people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil)
    asked_by = Person(decision.asked_by_id, "")
    told = {person.user_id: person for person in [*officers, asked_by]}
    _tell(decision, list(told.values()), stage="answered", words=_ANSWERED, not_to=actor)
    return decision


def _tell(
    decision: ProposedDecision,
    people: list[Person],
    *,
    stage: str,
    words: tuple[str, str],
    not_to: User,
) -> None:
    subject, text = words
    pupil = decision.pupil
    link = reverse("peps:decisions", kwargs={"ref": pupil.ref})
    queue_notices(
        Message(
            about=f"decision:{decision.ref}",
            stage=stage,
            recipient_id=person.user_id,
            subject=f"{subject}: {pupil.ref}",
            body=f"{text.format(who=who_is(pupil))}\n\n{settings.SITE_URL.rstrip('/')}{link}\n",
            pupil_ref=pupil.ref,
        )
        for person in people
        if person.user_id != not_to.pk
    )
