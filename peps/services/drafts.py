"""What a person wrote in a section that somebody else changed too: kept for them until they choose.

It is theirs alone, and no part of the plan.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from peps.models import Pep, PepSection, SectionDraft
from peps.rules.side_by_side import differ, what_was_written
from peps.schema import Answers
from vsh.accounts.models import User

from .refusals import StaleSection
from .sections import answers_of_version, checked, lock_section, on_record, stale_section

NEVER_ON_RECORD = -1


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a person wrote and the plan does not hold; `conflict` where somebody else wrote the
    same since, `version` what their page had seen."""

    words: Answers
    version: int
    written_at: datetime
    conflict: StaleSection | None


@transaction.atomic
def keep_draft(
    *, actor: User, pep: Pep, key: str, answers: Mapping[str, str], version: int
) -> SectionDraft | None:
    """Keep the answers of a page whose save was refused, in place of those kept before; None where
    nobody has written the section, so that nothing refuses them.

    As to save them, the plan must be open, and the section theirs to write.
    """
    pep, section = lock_section(actor=actor, pep=pep, key=key)
    row = on_record(pep, key)
    if row is None:
        return None
    draft = SectionDraft(
        section=row,
        user=actor,
        answers=checked(section, answers, actor=actor, pep=pep),
        version=version if 0 <= version <= row.version else NEVER_ON_RECORD,
        written_at=timezone.now(),
    )
    SectionDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["section", "user"],
        update_fields=["answers", "version", "written_at"],
    )
    return draft


def put_draft_away(*, actor: User, section: PepSection) -> None:
    """Their words are in the plan, or they do not want them any more."""
    SectionDraft.objects.filter(section=section, user=actor).delete()


def draft_beside(
    row: PepSection, *, offered: Callable[[], Answers], asked: Collection[str]
) -> Draft | None:
    """What its reader has kept beside this row, read with its draft (`sections_of`), of what they
    may be `asked`; None if the plan holds all of it."""
    kept: Answers | None = row.draft_answers  # type: ignore[attr-defined]
    if kept is None:
        return None
    version = row.draft_version  # type: ignore[attr-defined]
    sent = {key: text for key, text in kept.items() if key in asked}
    seen = answers_of_version(row, version)
    found = what_was_written(sent, seen=seen, offered=offered(), now=row.data)
    words = {k: text for k, text in found.mine.items() if differ(text, row.data.get(k, ""))}
    if not words:
        return None
    return Draft(
        words=words,
        version=version,
        written_at=row.draft_written_at,  # type: ignore[attr-defined]
        conflict=stale_section(row, found.by_both) if found.by_both else None,
    )
