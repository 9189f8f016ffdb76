"""What a child kept private at an earlier time and did not send: shown in no session any more, it
goes along when the child sends, or is taken away, unseen either way."""

from django.db import transaction
from django.utils import timezone

from peps.voice.speaker import Speaker

from .voice_pictures import delete_with_file
from .voices import open_voice


@transaction.atomic
def take_along(*, speaker: Speaker, pictures_alone: bool = False) -> None:
    """It is sent with the rest, the next time that the part is sent."""
    voice, now = open_voice(speaker), timezone.now()
    voice.pictures.kept_before(speaker.session).update(session="", added_at=now)
    if not pictures_alone:
        voice.answers.kept_before(speaker.session).update(session="", changed_at=now)


@transaction.atomic
def take_away(*, speaker: Speaker, pictures_alone: bool = False) -> None:
    """It is gone, and nobody has read it."""
    voice = open_voice(speaker)
    for picture in voice.pictures.kept_before(speaker.session):
        delete_with_file(picture)
    if not pictures_alone:
        voice.answers.kept_before(speaker.session).delete()
