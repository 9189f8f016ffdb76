"""Who is told of a handover: the new school, the former one, the child's officer; each once."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from peps.facts.people_told import allocated, officers_or_heads, sees, teachers_of
from peps.models import Handover, HandoverNote, Meeting
from peps.reading.unfinished import unfinished_sections
from pupils.models import Involvement
from pupils.news import who_is
from vsh.accounts.models import User
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices


def tell_of_handover(handover: Handover) -> None:
    """Ask the new school to accept; without a designated teacher there, tell the officer."""
    new = _new_school(handover)
    who = who_is(handover.pupil)
    _queue(
        handover,
        "sent",
        new,
        f"A PEP for your school: {handover.pupil.ref}",
        f"{who} is or will be on the roll of your school. The Personal Education Plan goes with "
        f"the child: read it, and accept it or ask what you need to know.{_meetings(handover)}",
    )
    if not new:
        _queue(
            handover,
            "no_teacher",
            officers_or_heads(handover.pupil),
            f"Nobody to accept a PEP: {handover.pupil.ref}",
            f"The new school of {who} has no designated teacher with an account here who may see "
            "the record. The plan waits to be accepted. Ask the school who it is, and have an "
            "account made; for a restricted record, have them named.",
        )


def _meetings(handover: Handover) -> str:
    coming = Meeting.objects.coming(today()).filter(pep__pupil=handover.pupil)
    days = [long_date(day) for day in coming.order_by("day").values_list("day", flat=True)]
    if not days:
        return ""
    return (
        f" A meeting about the plan is arranged for {' and '.join(days)}: if you are asked to it, "
        "an invitation comes in a message of its own, and it is on your list of meetings."
    )


def tell_of_acceptance(handover: Handover) -> None:
    """The officer and the social worker hear that the new school has the plan."""
    workers = allocated(handover.pupil, Involvement.Capacity.SOCIAL_WORKER)
    _queue(
        handover,
        "accepted",
        officers_or_heads(handover.pupil) | workers,
        f"PEP accepted by the new school: {handover.pupil.ref}",
        f"The new school has accepted the PEP of {who_is(handover.pupil)}.",
    )


def tell_of_note(note: HandoverNote) -> None:
    """A question or an answer: the new school, officer and social worker, not its writer."""
    handover = note.handover
    workers = allocated(handover.pupil, Involvement.Capacity.SOCIAL_WORKER)
    people = _new_school(handover) | officers_or_heads(handover.pupil) | workers
    _queue(
        handover,
        f"note_{note.pk}",
        {user for user in people if user.pk != note.by_id},
        f"About a PEP that was handed over: {handover.pupil.ref}",
        f"There is a question or an answer about the PEP of {who_is(handover.pupil)}. "
        "Read it on the page of the handover.",
    )


def _new_school(handover: Handover) -> set[User]:
    """Those of the new school's designated teachers who see the child."""
    teachers = teachers_of(handover.setting_id)
    return {user for user in teachers if sees(user, handover.pupil)}


def _queue(handover: Handover, stage: str, people: Iterable[User], subject: str, text: str) -> None:
    page = reverse("peps:handover", kwargs={"handover": handover.ref})
    queue_notices(
        Message(
            about=f"handover:{handover.ref}",
            stage=stage,
            recipient_id=user.pk,
            subject=subject,
            body=f"{text}\n\n{settings.SITE_URL.rstrip('/')}{page}\n",
            pupil_ref=handover.pupil.ref,
        )
        for user in people
    )


def ask_former_school(handover: Handover) -> None:
    """Ask for what is missing, once the child has left. They no longer see the child: the message
    has no link, names no new school, and goes out although they may be told nothing else any
    more."""
    who = who_is(handover.pupil)
    authority = handover.pupil.authority
    contact = authority.virtual_school_email or f"the Virtual School of {authority.name}"
    missing = ", ".join(unfinished_sections(handover.open_pep))
    lacks = f" Not finished in the present plan: {missing}." if missing else ""
    queue_notices(
        Message(
            about=f"handover:{handover.ref}",
            stage="former_school",
            recipient_id=user.pk,
            subject=f"A child who left your school: {handover.pupil.ref}",
            body=f"{who} has left your school for another. The Personal Education Plan goes with "
            f"the child.{lacks} Please send what your school still holds, such as assessments and "
            f"work that belong to the plan, to {contact}.\n\nVirtual School, {authority.name}\n",
        )
        for user in teachers_of(handover.former_setting_id)
    )
