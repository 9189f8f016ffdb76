"""Who is told of a concern and of what becomes of it: without a name, and without its words."""

from django.conf import settings
from django.urls import reverse

from peps.facts.people_told import sees
from peps.models import Concern, ConcernStep
from pupils.models import Pupil
from pupils.news import who_is
from pupils.reminder_people import PeopleOfChildren, load_people
from vsh.accounts.models import User
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

_WORDS = {
    "raised": (
        "Concern about a PEP",
        "A concern about the PEP of {who} has been raised. Read it and answer it on its page.",
    ),
    "answered": (
        "Concern answered",
        "Your concern about the PEP of {who} has an answer. Say on its page if that resolves it.",
    ),
    "accepted": (
        "Concern resolved",
        "The concern about the PEP of {who} has been accepted as resolved.",
    ),
    "escalated": (
        "Concern passed on to the Virtual School Head",
        "A concern about the PEP of {who} now waits for the Virtual School Head's answer.",
    ),
}


def tell_of(concern: Concern, step: ConcernStep | None = None) -> None:
    """Queue the message of a concern raised, or of a step since, to those whom it concerns.

    Raised: the child's officer, without one the head, and the social worker. Passed on: the
    head, the officer and who raised it. Answered: who raised it; where they no longer see the
    child, who holds that role now. Resolved: the officer and who answered. Nobody is told of
    what they did, or of a child whom they cannot see.
    """
    news = step.kind if step else "raised"
    pupil = concern.pep.pupil
    subject, text = _WORDS[news]
    link = reverse("peps:concern", kwargs={"ref": concern.pep.ref, "concern_ref": concern.ref})
    did_it = step.by_id if step else concern.raised_by_id
    queue_notices(
        Message(
            about=f"concern:{concern.ref}:{step.pk if step else 'raised'}",
            stage=news,
            recipient_id=user.pk,
            subject=f"{subject}: {pupil.ref}",
            body=f"{text.format(who=who_is(pupil))}\n\n{settings.SITE_URL.rstrip('/')}{link}\n",
            pupil_ref=pupil.ref,
        )
        for user in User.objects.filter(pk__in=_concerned(concern, news))
        if user.pk != did_it and sees(user, pupil)
    )


def _concerned(concern: Concern, news: str) -> set[int]:
    pupil = concern.pep.pupil
    people = load_people([pupil.pk], on=today())
    officers = _holding(people, pupil, Role.VIRTUAL_SCHOOL_OFFICER)
    heads = _holding(people, pupil, Role.VIRTUAL_SCHOOL_HEAD)
    if news == "raised":
        return (officers or heads) | _holding(people, pupil, Role.SOCIAL_WORKER)
    if news == "escalated":
        return heads | officers | _who_follows(concern, people)
    if news == "answered":
        return _who_follows(concern, people)
    answers = concern.steps.filter(kind=ConcernStep.Kind.ANSWERED, by__isnull=False)
    return officers | set(answers.values_list("by", flat=True))


def _who_follows(concern: Concern, people: PeopleOfChildren) -> set[int]:
    """Who raised it, or whoever holds that role for the child by now."""
    if sees(concern.raised_by, concern.pep.pupil):
        return {concern.raised_by_id}
    return _holding(people, concern.pep.pupil, Role(concern.raised_as))


def _holding(people: PeopleOfChildren, pupil: Pupil, role: Role) -> set[int]:
    return {person.user_id for person in people.holding(role, pupil)}
