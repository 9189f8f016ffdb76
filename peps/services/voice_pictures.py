"""What a child draws, by a personal link: photos of it, added and taken away."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from peps.models import VoicePicture
from peps.rules.voices import MOST_PICTURES
from peps.voice.pictures import made_anew
from peps.voice.speaker import Speaker

from .voices import named_now, open_voice


@transaction.atomic
def add_picture(
    *, speaker: Speaker, upload: object, says: str = "", is_private: bool = False
) -> VoicePicture:
    """Keep a photo of a drawing, made anew: nothing but the picture is in it. The same again, by a
    second press of the button, is the one that is there."""
    content = made_anew(upload)
    voice = open_voice(speaker)
    alike = {"voice": voice, "says": says.strip()[:300], "is_private": is_private}
    shown = VoicePicture.objects.filter(**alike).shown_in(speaker.session)
    if found := next((one for one in shown if _is_of(one, content)), None):
        return found
    if voice.pictures.count() >= MOST_PICTURES:
        raise ValidationError(
            {"picture": f"There are {MOST_PICTURES} pictures already. Take one away first."}
        )
    picture = VoicePicture(
        voice=voice,
        says=says.strip()[:300],
        is_private=is_private,
        private_to=named_now(voice.pep) if is_private else [],
        link=speaker.link,
        session=speaker.session if is_private else "",
    )
    picture.file.save(f"{picture.ref}.jpg", content, save=False)
    try:
        picture.save()
    except Exception:
        picture.file.delete(save=False)
        raise
    return picture


def _is_of(picture: VoicePicture, content: ContentFile[bytes]) -> bool:
    """The same photo, sent twice."""
    if picture.file.size != content.size:
        return False
    with picture.file.open() as kept:
        return bool(kept.read() == content.read())


@transaction.atomic
def take_picture_away(*, speaker: Speaker, ref: str) -> None:
    """The child's own to take away."""
    voice = open_voice(speaker)
    picture = VoicePicture.objects.filter(voice=voice, ref=ref).shown_in(speaker.session).first()
    if picture is not None:
        delete_with_file(picture)


def delete_with_file(picture: VoicePicture) -> None:
    """The file goes once the deletion is committed."""
    name, storage = str(picture.file.name), picture.file.storage
    picture.delete()
    transaction.on_commit(lambda: storage.delete(name))
