"""What a person wrote in a section that somebody else changed too: kept for them until they choose.

It is theirs alone, and no part of the plan.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from peps.models import PepSection, SectionDraft
from peps.rules.both_texts import none_lost
from peps.rules.side_by_side import differ
from peps.schema import Answers
from vsh.accounts.models import User

from .merging import stale_section, words_beside
from .refusals import StaleSection


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a person wrote and the plan does not hold; `conflict` where somebody else wrote the
    same since, `seen` the version of each answer that their page had seen."""

    words: Answers
    seen: Mapping[str, int]
    written_at: datetime
    conflict: StaleSection | None


def keep_draft(
    *,
    actor: User,
    section: PepSection,
    answers: Answers,
    seen: Mapping[str, int],
    shown: Collection[str] = (),
    may_be_joined: Collection[str] = (),
    settled: Collection[str] = (),
) -> Answers:
    """Keep the answers that wait for a choice, each with the version seen of it, in place of those
    that the page had `shown`: they are in the plan, or here. What another window keeps of the same
    questions stays with what is written here, where both `may_be_joined`, until a choice has
    `settled` it and the plan holds all of it. The answers as they are kept now."""
    kept = SectionDraft.objects.filter(section=section, user=actor).first()
    before: dict[str, str] = kept.answers if kept else {}
    on_record = {key for key in {*settled} - {*answers} if _is_held(section, key, before)}
    before = {k: text for k, text in before.items() if k not in {*shown} | on_record}
    both = before.keys() & answers.keys() & {*may_be_joined}
    joined = {key: none_lost(before[key], answers[key]) for key in both}
    words = {**before, **answers, **joined}
    if not words:
        put_draft_away(actor=actor, section=section)
        return answers
    earlier: Mapping[str, int] = kept.seen if kept else {}
    versions = {**earlier, **seen, **{k: min(earlier[k], seen[k]) for k in joined}}
    draft = SectionDraft(
        section=section,
        user=actor,
        answers=words,
        seen={key: versions[key] for key in words},
        written_at=timezone.now(),
    )
    SectionDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["section", "user"],
        update_fields=["answers", "seen", "written_at"],
    )
    return {key: words[key] for key in answers}


def _is_held(section: PepSection, key: str, kept: Answers) -> bool:
    stands = section.data.get(key, "")
    return not differ(none_lost(kept.get(key, ""), stands), stands)


def put_draft_away(*, actor: User, section: PepSection) -> None:
    """Their words are in the plan, or they do not want them any more."""
    SectionDraft.objects.filter(section=section, user=actor).delete()


def put_away_what_is_in_the_plan(*, actor: User, row: PepSection) -> None:
    """The kept words that the plan holds all of, as they were read with this row: those that
    another window has kept since stay, and those of questions that are not asked now."""
    kept: Answers | None = row.draft_answers  # type: ignore[attr-defined]
    if kept is None or any(differ(text, row.data.get(key, "")) for key, text in kept.items()):
        return
    read = SectionDraft.objects.filter(section=row, user=actor)
    read.filter(written_at=row.draft_written_at).delete()  # type: ignore[attr-defined]


def draft_beside(
    row: PepSection, *, offered: Callable[[], Answers], asked: Collection[str]
) -> Draft | None:
    """What its reader has kept beside this row, read with its draft (`sections_of`), of what they
    may be `asked`; None if the plan holds all of it."""
    kept: Answers | None = row.draft_answers  # type: ignore[attr-defined]
    if kept is None:
        return None
    sent = {key: text for key, text in kept.items() if key in asked}
    versions: Mapping[str, int] = row.draft_seen  # type: ignore[attr-defined]
    seen = {key: versions[key] for key in sent}
    mine, by_both = words_beside(row, sent, seen=seen, offered=offered())
    words = {k: text for k, text in mine.items() if differ(text, row.data.get(k, ""))}
    if not words:
        return None
    seen = {key: versions[key] for key in words}
    return Draft(
        words=words,
        seen=seen,
        written_at=row.draft_written_at,  # type: ignore[attr-defined]
        conflict=stale_section(row, by_both, seen=seen) if by_both else None,
    )
