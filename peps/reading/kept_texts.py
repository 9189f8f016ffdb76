"""What its reader wrote and the plan does not hold: where it waits, and what no page asks now."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from peps.models import Pep, PepSection
from peps.reading.letter import shown
from peps.rules.kept import Kept, kept_in
from peps.rules.sections import may_read_field
from peps.rules.side_by_side import differ
from peps.schema import Circumstance, Section, Variant, form
from vsh.accounts.roles import Permission

WAITS = "Words of yours wait for your choice"
NOT_IN_PLAN = "Words of yours are not in the plan"


@dataclass(frozen=True, kw_only=True)
class NotAsked:
    """A text to a question that the plan does not ask its writer any more, to be copied."""

    kept: Kept
    key: str
    section: str
    question: str
    words: str


def waits_in(section: Section, row: PepSection | None, *, permissions: Set[Permission]) -> bool:
    """Whether words of the reader wait on the section's page."""
    asked = _asked(section, permissions)
    return row is not None and any(each.question in asked for each in _kept_beside(row))


def others_waiting(
    section: Section, row: PepSection | None, *, permissions: Set[Permission]
) -> list[str]:
    """Who else has words that wait there for their choice, to questions that the reader reads."""
    asked = _asked(section, permissions)
    rows = getattr(row, "others_kept", ())
    names = [
        kept["name"]
        for kept in rows
        if row is not None
        and kept["question"] in asked
        and differ(kept["text"], row.data.get(kept["question"], ""))
    ]
    return list(dict.fromkeys(names))


def not_asked(
    pep: Pep, rows: Iterable[PepSection], *, permissions: Set[Permission]
) -> list[NotAsked]:
    """What waits on no page: its question or its section is not asked now."""
    return [
        _in_words(pep, row, kept)
        for row in rows
        for kept in _kept_beside(row)
        if kept.question not in _asked(pep.form.section(row.key), permissions)
    ]


def _kept_beside(row: PepSection) -> list[Kept]:
    """As read with the row (`kept_rows`); what the plan holds by now is kept no longer."""
    kept = kept_in(getattr(row, "kept_rows", ()))
    return [each for each in kept if differ(each.text, row.data.get(each.question, ""))]


def _asked(section: Section | None, permissions: Set[Permission]) -> set[str]:
    fields = section.fields if section else ()
    return {field.key for field in fields if may_read_field(field, permissions=permissions)}


def _in_words(pep: Pep, row: PepSection, kept: Kept) -> NotAsked:
    """By the form of the plan, or else the first that has the question."""
    for variant in (pep.variant, *Variant):
        section = form(pep.form_version, variant, list(Circumstance)).section(row.key)
        for field in section.fields if section else ():
            if section and field.key == kept.question:
                return NotAsked(
                    kept=kept,
                    key=row.key,
                    section=section.title,
                    question=field.full_label,
                    words=shown(field, {field.key: kept.text}),
                )
    return NotAsked(kept=kept, key=row.key, section="", question="", words=kept.text)
