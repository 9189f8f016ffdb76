"""News of one child to one person: initials and reference, where to look, never a name."""

from django.conf import settings
from django.urls import reverse

from vsh.notices.services import Message

from .models import Pupil
from .reminder_people import Person


def who_is(pupil: Pupil) -> str:
    """The child in a message: initials and reference; for a restricted record not even initials."""
    named = not pupil.is_restricted and pupil.initials != pupil.ref
    return f"{pupil.initials}, {pupil.ref}" if named else pupil.ref


def news_of(
    pupil: Pupil, *, to: Person, about: str, stage: str, subject: str, said: str, page: str
) -> Message:
    """A message about the child; `page` is the URL name of the page to look at."""
    link = settings.SITE_URL.rstrip("/") + reverse(page, kwargs={"ref": pupil.ref})
    return Message(
        about=about,
        stage=stage,
        recipient_id=to.user_id,
        subject=f"{subject}: {pupil.ref}",
        body=f"{said}\n\n{link}\n",
        pupil_ref=pupil.ref,
    )
