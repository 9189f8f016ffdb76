"""What a person wrote where somebody else changed the same: kept for them until they choose.

It is theirs alone, and no part of the plan.
"""

from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from peps.models import Meeting, PepSection
from peps.rules.kept import Kept, OpenPage, Stamp, kept_in
from peps.rules.side_by_side import differ
from peps.schema import Answers
from vsh.accounts.models import User

from .locking import lock_pep
from .merging import stale_section, written_by_both
from .refusals import StaleSection

Record = PepSection | Meeting


def kept_of(record: Record | None) -> list[Kept]:
    """What its reader has kept beside it, read with the row (`kept_rows`)."""
    return kept_in(getattr(record, "kept_rows", ()))


def renew_kept(
    record: Record,
    *,
    actor: User,
    page: OpenPage,
    answered: Collection[str],
    waits: Answers,
    seen: Mapping[str, int],
) -> None:
    """Of the questions that the page has `answered` each text that `waits`, with the version seen
    of it, takes the place of those that the page has kept or shown; where none waits, they go.
    What was written on another page stays."""
    drafts: Any = record.drafts  # of a section or of minutes
    before = [k for k in kept_of(record) if k.question in answered and page.holds(k)]
    stay = {
        k.question: k
        for k in before
        if (page.ref, waits.get(k.question), seen.get(k.question)) == (k.page, k.text, k.version)
    }
    gone = [k.stamp.id for k in before if k not in stay.values()]
    if gone:
        drafts.filter(pk__in=gone).delete()
    written_at = {(k.question, k.text): k.stamp.written_at for k in before}
    drafts.bulk_create(
        drafts.model(
            **{drafts.field.name: record},
            user=actor,
            question=question,
            page=page.ref,
            text=text,
            version=seen[question],
            written_at=written_at.get((question, text), timezone.now()),
        )
        for question, text in waits.items()
        if question not in stay
    )


@transaction.atomic
def put_away(*, actor: User, record: Record, stamps: Collection[Stamp]) -> bool:
    """They do not want their words any more. Whether all of them were as the page showed them; what
    was written since stays."""
    lock_pep(actor=actor, pep=record.pep)
    return _as_shown(record, actor, stamps).delete()[0] == len({*stamps})


@transaction.atomic
def put_held_away(*, actor: User, record: Record, stamps: Collection[Stamp]) -> None:
    """Of these words go those that the record holds, now that nobody else can write it."""
    lock_pep(actor=actor, pep=record.pep)
    now: Any = type(record)._base_manager.get(pk=record.pk)
    found = _as_shown(record, actor, stamps)
    held = [
        each.pk
        for each in found
        if not differ(
            each.text, now.minutes if isinstance(now, Meeting) else now.data.get(each.question, "")
        )
    ]
    found.filter(pk__in=held).delete()


def _as_shown(record: Record, actor: User, stamps: Collection[Stamp]) -> "QuerySet[Any]":
    as_shown = (Q(pk=stamp.id, written_at=stamp.written_at) for stamp in stamps)
    drafts: Any = record.drafts
    found: QuerySet[Any] = drafts.filter(reduce(or_, as_shown, Q(pk__in=[])), user=actor)
    return found


def conflict_beside(
    row: PepSection, kept: Mapping[str, Kept], *, offered: Answers
) -> StaleSection | None:
    """Both texts of what somebody else has written too since."""
    seen = {question: each.version for question, each in kept.items()}
    words = {question: each.text for question, each in kept.items()}
    by_both = written_by_both(row, words, seen=seen, offered=offered)
    return stale_section(row, by_both, seen=seen) if by_both else None
