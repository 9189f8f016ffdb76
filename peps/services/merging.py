"""What a page of a section sends, beside what others have saved since it was read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import IntegerField, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from peps.models import PepSection
from peps.rules.kept import NO_PAGE, OpenPage
from peps.rules.side_by_side import Choice, chosen, differ, what_was_written
from peps.schema import Answers, Kind, Section

from .refusals import StaleSection

NEVER_ON_RECORD = -1


@dataclass(frozen=True, kw_only=True)
class Lag:
    """Where a page holds something else than stands in the plan.

    `seen` says which version of an answer it had seen, where that is not the page's own; `choices`
    what was chosen of what both wrote, and `version` the one of theirs that was shown then. `page`
    says which page it is.
    """

    seen: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    version: int = NEVER_ON_RECORD
    page: OpenPage = NO_PAGE

    @property
    def left(self) -> set[str]:
        """The answers that the person leaves for theirs."""
        return {key for key, choice in self.choices.items() if choice == Choice.THEIRS}


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What the person wrote and nobody else did, as typed what `waits` for a choice, and what is
    `given_up` for theirs."""

    mine: Answers
    waits: Answers
    given_up: Collection[str] = ()
    too_long: Collection[str] = ()  # of these: both were chosen, and are too long together


def merged(
    section: Section,
    kept: PepSection,
    written: Answers,
    *,
    version: int,
    lag: Lag,
    offered: Callable[[], Answers],
    not_valid: Answers,
) -> Merged:
    """Each answer beside the version that the page saw of it, and what stands.

    A choice holds for the text of theirs that was shown with it: if that has changed since, the
    answer waits again as it was typed, also where it was left for theirs. What is not valid can be
    given up, and else waits too.
    """
    if kept.version == version and not (lag.seen or lag.choices):
        return Merged(mine=written, waits={})
    given_up = _as_shown(kept, lag)
    after_choice = chosen(written, choices=lag.choices, theirs=kept.data)
    too_long = {
        key
        for key, text in after_choice.items()
        if lag.choices.get(key) == Choice.BOTH and not _may_hold(section, key, text)
    }
    picked = {key for key in after_choice if key in lag.choices} - too_long
    typed = {k: t for k, t in {**written, **not_valid}.items() if k not in given_up}
    not_shown = {k for k in typed if k in lag.left and differ(typed[k], kept.data.get(k, ""))}
    sent = {**typed, **{key: after_choice[key] for key in picked}}
    over = {key: lag.version if key in picked else lag.seen.get(key, version) for key in sent}
    found = what_was_written(sent, seen=_seen(kept, over), offered=offered(), now=kept.data)
    waits = {key: typed[key] for key in typed if key in {*found.by_both, *too_long, *not_shown}}
    mine = {k: text for k, text in found.mine.items() if k in written and k not in waits}
    return Merged(mine=mine, waits=waits, given_up=given_up, too_long=too_long)


def written_by_both(
    kept: PepSection, words: Answers, *, seen: Mapping[str, int], offered: Answers
) -> Answers:
    """Those of the words that somebody else changed too, since these versions."""
    seen_there = _seen(kept, seen)
    return what_was_written(words, seen=seen_there, offered=offered, now=kept.data).by_both


def known_version(version: int, *, stands: int) -> int:
    """The version that a page says it saw, if it ever was on record."""
    return version if 0 <= version <= stands else NEVER_ON_RECORD


def stale_section(
    kept: PepSection,
    mine: Answers,
    *,
    seen: Mapping[str, int] | None = None,
    too_long: Collection[str] = (),
) -> StaleSection:
    """Both texts: the person's, and what stands, with who wrote that last."""
    changes = [change for key in mine for change in _last_change(kept, key)]
    by, at = max(changes, key=lambda change: change[1]) if changes else (kept.changed_by, None)
    return StaleSection(
        mine=mine,
        theirs=kept.data,
        version=kept.version,
        saved_by=str(by) if by else "",
        saved_at=at or kept.changed_at,
        seen=seen or {},
        is_kept=kept.pk is not None,
        too_long=too_long,
    )


def _may_hold(section: Section, key: str, text: str) -> bool:
    asked = section.field(key)
    return asked.kind is Kind.LONG and len(text) <= asked.max_length


def _as_shown(kept: PepSection, lag: Lag) -> set[str]:
    """What is left for theirs, and theirs stands as the choice showed it."""
    shown = _seen(kept, dict.fromkeys(lag.left, lag.version))
    stood = {key: shown.get(key, "") for key in lag.left}
    return {
        key
        for key, text in stood.items()
        if text is not None and not differ(text, kept.data.get(key, ""))
    }


def _seen(kept: PepSection, over: Mapping[str, int]) -> dict[str, str | None]:
    """What stood in each answer at the version that the page saw; None where it never was one."""
    versions = {0: {}, **({kept.version: kept.data} if kept.pk else {})}
    asked = {version for version in over.values() if 0 < version < kept.version}
    saves = _saves(kept).filter(version__in=asked - versions.keys()) if asked else []
    versions |= {save.version: save.data for save in saves}
    seen: dict[str, str | None] = {}
    for key, version in over.items():
        if version not in versions:
            seen[key] = None
        elif key in versions[version]:
            seen[key] = versions[version][key]
    return seen


def _saves(kept: PepSection) -> "QuerySet":  # type: ignore[type-arg]
    """The history that the database keeps of every save."""
    events = apps.get_model("peps", "PepSectionEvent").objects
    found: QuerySet = events.filter(pgh_obj=kept).order_by("version", "pgh_id")  # type: ignore[type-arg]
    return found


def _last_change(kept: PepSection, key: str) -> list[tuple[object, datetime]]:
    """Who wrote what stands in this answer, and when."""
    if kept.pk is None:
        return []
    text = Coalesce(KeyTextTransform(key, "data"), Value(""), output_field=TextField())
    others = _saves(kept).annotate(text=text).exclude(text=kept.data.get(key, ""))
    before = Subquery(others.order_by("-version").values("version")[:1])
    first = Coalesce(before, NEVER_ON_RECORD, output_field=IntegerField())
    save = _saves(kept).filter(version__gt=first).select_related("changed_by").first()
    return [(save.changed_by, save.changed_at)] if save else []
