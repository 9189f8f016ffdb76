"""What a PEP still lacks: the five statutory heads, and everything that the form needs.

A PEP that lacks one of the heads of Schedule 1, paragraph 2 of the Care Planning, Placement and
Case Review (England) Regulations 2010 cannot be submitted, nor completed. What the child, a carer
or a parent said themselves (`said`, as `section.field`) counts as answered.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from peps.schema import Answers, Field, Form, Head, Section

from .own_words import is_answered_by_themselves

AllAnswers = Mapping[str, Answers]  # section key → answers


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A question that a submitted PEP must answer and this one does not."""

    section: Section
    field: Field

    @property
    def is_statutory(self) -> bool:
        """Whether it serves one of the five heads."""
        return self.field.head is not None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How much of what a section needs is there."""

    answered: int
    needed: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing needed is missing."""
        return self.answered >= self.needed


def missing_in(section: Section, answers: Answers, said: Collection[str] = ()) -> list[Field]:
    """The needed questions of a section without an answer."""
    return [
        field
        for field in section.fields
        if field.is_needed(answers) and not _is_there(section, field, answers, said)
    ]


def missing(form: Form, answers: AllAnswers, said: Collection[str] = ()) -> list[Missing]:
    """Everything that stands between a PEP and its submission, in the order of the form."""
    return [
        Missing(section=section, field=field)
        for section in form.sections
        for field in missing_in(section, answers.get(section.key, {}), said)
    ]


def heads_missing(form: Form, answers: AllAnswers, said: Collection[str] = ()) -> list[Head]:
    """The statutory heads that are not wholly covered, in the order of the regulations."""
    lacking = {item.field.head for item in missing(form, answers, said)}
    return [head for head in Head if head in lacking]


def progress(section: Section, answers: Answers, said: Collection[str] = ()) -> Progress:
    """How many of the needed questions are answered, such as 3 of 5."""
    needed = [field for field in section.fields if field.is_needed(answers)]
    return Progress(
        answered=sum(_is_there(section, field, answers, said) for field in needed),
        needed=len(needed),
    )


def _is_there(section: Section, field: Field, answers: Answers, said: Collection[str]) -> bool:
    return field.is_answered(answers) or is_answered_by_themselves(section, field.key, said)
