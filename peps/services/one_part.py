"""The carers' part of one home that was begun twice, while the record took the home for two, is one
again: no word of either is lost."""

from collections.abc import Sequence
from itertools import chain

from django.db import transaction
from django.utils import timezone

from peps.models import PersonalLink, SentAnswer, Voice, VoiceAnswer
from peps.rules.both_texts import kept_together, written_by
from pupils.models import Pupil
from pupils.services.locking import lock_pupil


@transaction.atomic
def join_parts(link: PersonalLink) -> None:
    """Of what a carer's link opens, before a page shows it."""
    if link.is_begun_twice and link.pep.is_open:
        lock_pupil(Pupil(pk=link.pep.pupil_id))
        parts = Voice.objects.filter(pep=link.pep_id, purpose=link.purpose, whose__in=link.parts)
        one_part(list(parts))


def one_part(parts: Sequence[Voice]) -> Voice:
    """The first of these parts with what stands in the others, the child's row held."""
    kept, *others = parts
    for other in others:
        _join(kept, other)
    return kept


def _join(kept: Voice, other: Voice) -> None:
    """Of what both said both texts stand, one after the other. What neither had sent so is unsent
    now, whenever it was written."""
    drafts = chain(kept.answers.all(), other.answers.all())
    version = max((row.version for row in drafts), default=0) + 1
    _move(VoiceAnswer, kept, other, version=version)
    _move(SentAnswer, kept, other)
    if other.sent_at and (kept.sent_at is None or kept.sent_at < other.sent_at):
        kept.sent_at, kept.sent_by = other.sent_at, other.sent_by
        kept.save()
    other.delete()  # the history keeps it
    sent = set(kept.sent_answers.values_list("key", "text"))
    unsent = [row.pk for row in kept.answers.all() if (row.key, row.text) not in sent]
    if kept.sent_at:
        kept.answers.filter(pk__in=unsent).update(changed_at=timezone.now())


def _move(
    model: type[VoiceAnswer] | type[SentAnswer], kept: Voice, other: Voice, **changed: int
) -> None:
    rows = model.objects.filter(voice__in=(kept, other)).order_by("pk")
    there = {row.key: row for row in rows if row.voice_id == kept.pk}
    for row in [row for row in rows if row.voice_id == other.pk]:
        stands = there.get(row.key)
        if stands is None:
            model.objects.filter(pk=row.pk).update(voice=kept, **changed)
            continue
        text = kept_together(stands.text, row.text)
        said_by = written_by(text, by=row.said_by, theirs=stands.text, theirs_by=stands.said_by)
        model.objects.filter(pk=stands.pk).update(text=text, said_by=said_by, **changed)
