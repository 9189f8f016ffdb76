"""The messages about a child's call: without the child's name, and without their words."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from peps.models import VoiceCall
from peps.rules.voices import Call
from pupils.news import who_is
from vsh.notices.services import Message, queue_notices

from .call_people import Told

RAISED, AGAIN, PASSED_ON = "raised", "again", "passed_on"
_WORDS = {
    Call.SAFETY: "says on their own page that they are worried about being safe. Read it now",
    Call.ADVOCATE: "asks for an advocate to help them say what they think",
    Call.INTERPRETER: "asks for an interpreter",
}
_SINCE = {
    RAISED: "",
    AGAIN: " Nobody has said yet what is being done.",
    PASSED_ON: " Nobody of those who were told has said what is being done: it is passed on to the "
    "Virtual School Head.",
}


def tell_of_call(call: VoiceCall, told: Iterable[Told], *, news: str, stage: str = "") -> int:
    """Queue the message once to each; how many are new.

    Who has an account is led to the page; who has none is told with whom to speak.
    """
    pupil = call.pep.pupil
    kind = Call(call.kind)
    people = list(told)
    address = settings.SITE_URL.rstrip("/") + reverse("peps:voices", kwargs={"ref": call.pep.ref})
    said = f"{who_is(pupil)} {_WORDS[kind]}.{_SINCE[news]}"
    others = [f"{each.words} ({each.user.email})" for each in people if each.user]
    by_mail = (
        f"{said}\n\nYou are on record as the safeguarding lead of {pupil.authority.name}. What the "
        f"child wrote is read here by: {'; '.join(others)}. Speak with one of them now.\n"
    )
    return queue_notices(
        Message(
            about=f"voice_call:{call.pk}",
            stage=stage or news,
            recipient_id=each.user.pk if each.user else None,
            address="" if each.user else each.address,
            subject=f"{kind.label}: {pupil.ref}",
            body=f"{said}\n\n{address}\n" if each.user else by_mail,
            pupil_ref=pupil.ref,
        )
        for each in people
    )
