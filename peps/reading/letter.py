"""The PEP as a letter about a child, beginning with the child's own words; for page and PDF."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from peps.models import Pep, PepSection, Recipient
from peps.quality.judgement import Judgement, judgement_of
from peps.reading.chapters import (
    HOW_TOLD,
    WRITTEN_BY_ME,
    WRITTEN_DOWN,
    Chapter,
    Passage,
    Picture,
    has_a_page_of_its_own,
    with_childs_page,
)
from peps.reading.facts import facts_for, said_in, virtual_school_contact
from peps.reading.known import known_about
from peps.reading.reader import Fact, Reader
from peps.reading.reviewed import targets_reviewed
from peps.reading.unchanged_words import UNCHANGED, confirmation_words, with_confirmation
from peps.rules.sections import may_read_field
from peps.schema import Answers, Field, Kind, Section, form
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date

ORDER = (
    "about_me",
    "childs_views",
    "aspirations_and_careers",
    "leisure_and_learning",
    "school_and_key_people",
    "release",
    "seeking_education",
    "alternative_provision",
    "attainment_and_progress",
    "attendance_and_behaviour",
    "sen_and_ehc_plan",
    "ehc_plan",
    "health_and_wellbeing",
    "care_and_contacts",
    "carer_and_parent_views",
    "review_of_targets",
    "new_targets",
    "pupil_premium_plus",
    "transition_and_stability",
    "moving_on",
    "actions",
    "meeting",
)

SAID_ELSEWHERE = {"moving_on"}  # its facts stand under transition and stability
LABEL_ON_A_LINE = 30  # characters of a label beside its answer


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The whole PEP for one reader."""

    pep: Pep
    chapters: list[Chapter]
    judgement: Judgement | None
    contact: list[Fact]
    signatures: list[Fact]
    recipients: list[Fact]

    @property
    def unchanged(self) -> list[Chapter]:
        """The chapters that say what the last plan said."""
        return [chapter for chapter in self.chapters if chapter.unchanged]

    @property
    def has_childs_page(self) -> bool:
        """Whether the child's part stands on a sheet of its own."""
        return has_a_page_of_its_own(self.chapters)

    @property
    def pictures(self) -> list[Picture]:
        """The child's drawings, wherever they stand."""
        return [picture for chapter in self.chapters for picture in chapter.pictures]


def letter_for(
    *, pep: Pep, permissions: Set[Permission], day: date, planned: Sequence[Fact] = ()
) -> Letter:
    """The PEP with the answers and facts that the reader may have; `planned` are those who are to
    have a copy of a plan that is being completed, in place of who had the version before."""
    rows = with_confirmation(PepSection.objects.filter(pep=pep).select_related("set_aside_by"))
    kept = {row.key: row for row in rows}
    sections = sections_to_read(pep, rows)
    known = known_about(pep, day=day)
    reader = Reader(pep=pep, known=known, permissions=permissions, day=day)
    about = targets_reviewed(pep, known.targets_reviewed) if pep.reviewed else {}
    chapters = [
        _chapter(sections[key], kept.get(key), reader, about) for key in ORDER if key in sections
    ]
    chapters = with_childs_page(chapters, [Picture(**row) for row in known.drawings])
    judgement = judgement_of(pep) if pep.state != Pep.State.SUBMITTED else None
    return Letter(
        pep=pep,
        judgement=judgement,
        chapters=[chapter for chapter in chapters if chapter.is_worth_reading],
        contact=virtual_school_contact(pep.pupil.authority),
        signatures=_signatures(pep, judgement),
        recipients=list(planned) or _recipients(reader),
    )


def sections_to_read(pep: Pep, rows: Iterable[PepSection]) -> dict[str, Section]:
    """The sections of the plan by key: what is asked, and what was set aside."""
    circumstances = circumstances_to_read(pep, rows)
    asked = form(pep.form_version, pep.variant, circumstances, pep.reviewed)
    return {section.key: section for section in asked.sections}


def circumstances_to_read(pep: Pep, rows: Iterable[PepSection]) -> set[str]:
    """The child's circumstances, and those of what was set aside."""
    set_aside = {row.key for row in rows if row.set_aside_on}
    over = [s.appears_when for s in pep.whole_form.sections if s.key in set_aside]
    return {*pep.circumstances, *(each for each in over if each)}


def set_aside_words(row: PepSection | None) -> str:
    """Since when, by whom and why a section does not apply any more; nothing for one that does."""
    if row is None or row.set_aside_on is None:
        return ""
    since = long_date(row.set_aside_on)
    return f"Does not apply any more since {since}, {row.set_aside_by}: {row.set_aside_because}"


def shown(field: Field, answers: Answers) -> str:
    """An answer as a reader sees it: a choice in words, a day as 7 March 2026."""
    words = field.words(answers)
    if field.kind is not Kind.DATE or not words:
        return words
    try:
        return long_date(date.fromisoformat(words))
    except ValueError:
        return words


def _unchanged(kept: PepSection | None) -> str:
    if confirmed := confirmation_words(kept):
        return f"{UNCHANGED}: {confirmed}."
    return f"{UNCHANGED}." if kept and kept.is_carried_forward else ""


def _chapter(
    section: Section,
    kept: PepSection | None,
    reader: Reader,
    about: Mapping[int, Sequence[Fact]],
) -> Chapter:
    answers = kept.data if kept else {}
    readable = (f for f in section.fields if may_read_field(f, permissions=reader.permissions))
    passages = _own_words(section.key, reader) + passages_of(readable, answers, about=about)
    set_aside = set_aside_words(kept)
    facts = [] if set_aside or section.key in SAID_ELSEWHERE else facts_for(section.key, reader)
    return Chapter(
        key=section.key,
        title=section.title,
        passages=passages,
        facts=[] if section.key == "review_of_targets" and not passages else facts,
        unchanged=_unchanged(kept),
        set_aside=set_aside,
    )


def _own_words(key: str, reader: Reader) -> list[Passage]:
    """What was written by the child, a carer or a parent, before what others write of it."""
    lines = said_in(key, reader)
    return [Passage(heading="", lines=lines, is_own_words=True)] if lines else []


def passages_of(
    fields: Iterable[Field],
    answers: Answers,
    *,
    about: Mapping[int, Sequence[Fact]] | None = None,
) -> list[Passage]:
    """The answered questions as text: those of one group together, what was written down for the
    child apart and headed as that, and what others say of it apart from both.

    What is said of a target stands under its words: `about`, by its place.
    """
    asked = list(fields)
    has_own = any(field.is_own_words for field in asked)
    answered = [field for field in asked if field.stands(answers)]
    answered.sort(key=lambda field: has_own and not field.is_own_words)
    written = WRITTEN_BY_ME if answers.get("how_told") == "wrote" else WRITTEN_DOWN
    return [
        Passage(
            heading=written if is_written_down else HOW_TOLD if has_own else heading,
            lines=[
                *(about or {}).get(place, ()),
                *(_line(field, answers) for field in found if not _said_in_words(field, answers)),
            ],
            is_written_down=is_written_down,
        )
        for (heading, is_written_down, place), found in groupby(
            answered, key=lambda field: (field.group, field.is_own_words, field.reviews)
        )
    ]


def _recipients(reader: Reader) -> list[Fact]:
    """Who has the plan or gets it; who is left out, and why, is not for every reader."""
    return [
        Fact(
            label=Recipient.Capacity(row["capacity"]).label,
            value=row["user"] or row["name"] or "Gets a copy",
            is_short=True,
        )
        for row in reader.known.copies
    ]


def _line(field: Field, answers: Answers) -> Fact:
    return Fact(
        label=field.label,
        value=shown(field, answers),
        is_short=field.kind is not Kind.LONG and len(field.label) <= LABEL_ON_A_LINE,
    )


def _said_in_words(field: Field, answers: Answers) -> bool:
    """Whether somebody is named in the next line: "Somebody without an account" says nothing."""
    return field.kind is Kind.PERSON and answers.get(field.key) in dict(field.choices)


def _signatures(pep: Pep, judgement: Judgement | None) -> list[Fact]:
    signed = [
        ("Initiated", pep.initiated_on, pep.initiated_by),
        ("Submitted", pep.submitted_on, pep.submitted_by),
    ]
    facts = [
        Fact(label=label, value=f"{long_date(on)}, {by}") for label, on, by in signed if on and by
    ]
    if judgement:
        words = f"{long_date(judgement.on)}, {judgement.by}"
        facts.append(Fact(label="Quality assured", value=words))
    if pep.completed_on:
        facts.append(Fact(label="Complete", value=long_date(pep.completed_on)))
    return facts
