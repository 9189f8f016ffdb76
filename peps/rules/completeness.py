"""What a PEP still lacks: the five statutory heads, and everything that the form needs.

A PEP that lacks one of the heads of Schedule 1, paragraph 2 of the Care Planning, Placement and
Case Review (England) Regulations 2010 cannot be submitted, nor completed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from peps.schema import Answers, Field, Form, Head, Section

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


def missing_in(section: Section, answers: Answers) -> list[Field]:
    """The needed questions of a section without an answer."""
    return [f for f in section.fields if f.is_needed(answers) and not f.is_answered(answers)]


def missing(form: Form, answers: AllAnswers) -> list[Missing]:
    """Everything that stands between a PEP and its submission, in the order of the form."""
    return [
        Missing(section=section, field=field)
        for section in form.sections
        for field in missing_in(section, answers.get(section.key, {}))
    ]


def heads_missing(form: Form, answers: AllAnswers) -> list[Head]:
    """The statutory heads that are not wholly covered, in the order of the regulations."""
    lacking = {item.field.head for item in missing(form, answers)}
    return [head for head in Head if head in lacking]


def progress(section: Section, answers: Answers) -> Progress:
    """How many of the needed questions are answered, such as 3 of 5."""
    needed = [field for field in section.fields if field.is_needed(answers)]
    return Progress(
        answered=sum(field.is_answered(answers) for field in needed), needed=len(needed)
    )
