"""The carers' part of one home that was begun twice, while the record took the home for two, is one
again: no word of either is lost."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from peps.models import PersonalLink, SentAnswer, Voice, VoiceAnswer
from peps.rules.both_texts import kept_together, written_by
from pupils.models import Pupil
from pupils.services.locking import lock_pupil

from .open_links import open_link

JOINING = "home:joining"


@transaction.atomic
def join_parts(link: PersonalLink) -> bool:
    """Of what a carer's link opens, before a page shows it; False where the link was closed
    meanwhile, and nothing is to be shown."""
    if not link.is_begun_twice:
        return True
    lock_pupil(Pupil(pk=link.pep.pupil_id))
    now = open_link(link.pk)  # as it stands behind the lock
    if now is not None and now.is_begun_twice and now.pep.is_open:
        parts = Voice.objects.filter(pep=now.pep_id, purpose=now.purpose, whose__in=now.parts)
        one_part(list(parts))
    return now is not None


def one_part(parts: Sequence[Voice]) -> Voice:
    """These parts as one, the child's row held. It is a new row, all of whose answers bear one
    version: a page of before shows nothing of it, so that what it sends takes no word away."""
    first, *others = parts
    if not others:
        return first
    drafts = VoiceAnswer.objects.filter(voice__in=parts)
    version = max((row.version for row in drafts), default=0) + 1
    sent = max((part for part in parts if part.sent_at), key=_sent_at, default=first)
    joined = Voice.objects.create(
        pep_id=first.pep_id,
        purpose=first.purpose,
        whose=JOINING,
        name=first.name,
        sent_at=sent.sent_at,
        sent_by=sent.sent_by,
    )
    for part in parts:
        _move(VoiceAnswer, joined, part, version=version)
        _move(SentAnswer, joined, part)
        part.delete()  # the history keeps it
    joined.whose = first.whose
    joined.save()
    _note_unsent(joined)
    return joined


def _sent_at(part: Voice) -> datetime:
    assert part.sent_at
    return part.sent_at


def _note_unsent(part: Voice) -> None:
    """What was not sent so is unsent now, whenever it was written."""
    if part.sent_at:
        sent = set(part.sent_answers.values_list("key", "text"))
        unsent = [row.pk for row in part.answers.all() if (row.key, row.text) not in sent]
        part.answers.filter(pk__in=unsent).update(changed_at=timezone.now())


def _move(
    model: type[VoiceAnswer] | type[SentAnswer], joined: Voice, part: Voice, **changed: int
) -> None:
    """Of what both said both texts stand, one after the other."""
    rows = model.objects.filter(voice__in=(joined, part)).order_by("pk")
    there = {row.key: row for row in rows if row.voice_id == joined.pk}
    for row in [row for row in rows if row.voice_id == part.pk]:
        stands = there.get(row.key)
        if stands is None:
            model.objects.filter(pk=row.pk).update(voice=joined, **changed)
            continue
        text = kept_together(stands.text, row.text)
        said_by = written_by(text, by=row.said_by, theirs=stands.text, theirs_by=stands.said_by)
        model.objects.filter(pk=stands.pk).update(text=text, said_by=said_by, **changed)
