"""What a form of a PEP is made of: sections, fields, who fills them, when they are needed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

Answers = Mapping[str, str]  # field key → text; a date is ISO text


class Owner(StrEnum):
    """Whose part of the plan a section is; the virtual school may write any."""

    CARE = "care"
    SCHOOL = "school"

    @property
    def label(self) -> str:
        """Who that is, as people say it."""
        return {"care": "social worker", "school": "designated teacher"}[self.value]


class Kind(StrEnum):
    """How a field is asked."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    DATE = "date"
    PERSON = "person"  # one of those who work with the child, in words; or somebody else


class Head(StrEnum):
    """The five heads of SI 2010/959, Schedule 1, paragraph 2; a PEP lacking one is not complete."""

    HISTORY = "history"
    CURRENT = "current"
    CHANGES = "changes"
    LEISURE = "leisure"
    CARER = "carer"

    @property
    def label(self) -> str:
        """The head in short."""
        return {
            "history": "Education and training history",
            "current": "Current arrangements",
            "changes": "Planned changes",
            "leisure": "Leisure interests",
            "carer": "The carer's role",
        }[self.value]


class Variant(StrEnum):
    """Which form a child has, by age and by where they learn."""

    EARLY_YEARS = "early_years"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    POST_16 = "post_16"
    POST_16_AT_WORK = "post_16_at_work"
    POST_16_IN_NEITHER = "post_16_in_neither"
    CUSTODY = "custody"
    INTERIM = "interim"

    @property
    def label(self) -> str:
        """The form's name, as people say it."""
        return {
            "early_years": "Early years",
            "primary": "Primary",
            "secondary": "Secondary",
            "post_16": "Post-16, in education",
            "post_16_at_work": "Post-16, apprenticeship or work",
            "post_16_in_neither": "Post-16, not in education or training",
            "custody": "In custody or secure accommodation",
            "interim": "Interim, no school place",
        }[self.value]


class Circumstance(StrEnum):
    """What makes a section appear that other children's plans lack."""

    TRANSITION = "transition"
    ALTERNATIVE_PROVISION = "alternative_provision"
    EHC_PLAN = "ehc_plan"
    SEEKING_EDUCATION = "seeking_education"
    EARLIER_PLAN = "earlier_plan"
    CHILD_SPOKE_BEFORE = "child_spoke_before"
    HOME_SPOKE_BEFORE = "home_spoke_before"
    BEFORE_RECEPTION = "before_reception"
    IN_RECEPTION = "in_reception"
    YEAR_OF_A_NATIONAL_CHECK = "year_of_a_national_check"
    FROM_YEAR_7 = "from_year_7"
    CHOOSING_OPTIONS = "choosing_options"
    FROM_YEAR_9 = "from_year_9"
    EXAMINATION_YEARS = "examination_years"
    ATTENDANCE_KNOWN = "attendance_known"
    ATTENDANCE_UNKNOWN = "attendance_unknown"
    SUSPENSIONS_UNKNOWN = "suspensions_unknown"


@dataclass(frozen=True, kw_only=True)
class When:
    """A field is needed when another of its section has one of these answers (none named: any).

    With `provided`, only while that holds too: an answer further up may have changed since. With
    `or_any`, also when one of these fields says something.
    """

    field: str
    is_one_of: tuple[str, ...] = ()
    provided: "When | None" = None
    or_any: tuple[str, ...] = ()

    def applies(self, answers: Answers) -> bool:
        """Whether the answers make the field needed."""
        if self.provided and not self.provided.applies(answers):
            return False
        if any(says_something(answers.get(key, "")) for key in self.or_any):
            return True
        answer = answers.get(self.field, "")
        return answer in self.is_one_of if self.is_one_of else says_something(answer)


def says_something(answer: str) -> bool:
    """Whether an answer has a letter or a figure; a full stop or a dash says nothing."""
    return any(character.isalnum() for character in answer)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question.

    `needed` is true, false or the answer that makes it needed. `head` names the statutory head
    that it serves, `guidance` the lines of `docs/guidance.md` behind it. `is_care_only` keeps
    the answer from everyone in a school; `is_own_words` marks what the child says; `example` is
    a good answer, folded under the question. A day that is `not_in_future` has been when the
    plan is handed in; one `after` another field's (of its section, or `section.field`) lies later
    than that, by `within_years` at most. With `appears_when` it is asked in that circumstance,
    with `asked_when` once another question of its section has one of the answers named, with
    `reviews` where the plan reviews a target in that place. Without `shows_last` the last plan's
    answer does not stand under it: it was about something else. `hints` take the place of the hint
    in a circumstance, the first that applies.
    """

    key: str
    label: str
    hint: str = ""
    example: str = ""
    kind: Kind = Kind.LONG
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool | When = False
    head: Head | None = None
    guidance: tuple[str, ...] = ()
    group: str = ""
    is_care_only: bool = False
    is_own_words: bool = False
    carries_forward: bool = True
    not_in_future: bool = False
    after: str = ""
    within_years: int = 0
    appears_when: Circumstance | None = None
    asked_when: When | None = None
    reviews: int = 0
    shows_last: bool = True
    hints: tuple[tuple[Circumstance, str], ...] = ()

    @property
    def max_length(self) -> int:
        """The longest answer that is kept, in characters."""
        return 5000 if self.kind is Kind.LONG else 300

    def in_circumstances(self, apply: Collection[str | None]) -> "Field":
        """The field with the hint that fits; the same one if that is its own."""
        fitting = next((words for when, words in self.hints if when in apply), self.hint)
        return self if fitting == self.hint else replace(self, hint=fitting)

    @property
    def full_label(self) -> str:
        """The label, with the group's name where several groups ask the same."""
        return f"{self.group}: {self.label}" if self.group else self.label

    def is_asked(self, answers: Answers) -> bool:
        """Whether the section's other answers leave it to be asked."""
        return self.asked_when is None or self.asked_when.applies(answers)

    def is_needed(self, answers: Answers) -> bool:
        """Whether a submitted PEP must answer it, given its section's other answers."""
        if not self.is_asked(answers):
            return False
        return self.needed if isinstance(self.needed, bool) else self.needed.applies(answers)

    def stands(self, answers: Answers) -> bool:
        """Whether its answer is part of the plan: it is asked, and something is written.

        What was written before another answer changed is kept, and stands again with that answer.
        """
        return self.is_asked(answers) and self.is_answered(answers)

    def is_answered(self, answers: Answers) -> bool:
        """Whether something is written; a full stop or a dash says nothing.

        A choice of another form is no answer to this one.
        """
        answer = answers.get(self.key, "")
        if self.kind is Kind.CHOICE:
            return answer in dict(self.choices)
        return says_something(answer)

    def words(self, answers: Answers) -> str:
        """The answer as text: a choice by its label, anything else as written."""
        answer = answers.get(self.key, "")
        return dict(self.choices).get(answer, answer)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A page of the form. It waits for its first owner; the others may write it too.

    With `appears_when` it is asked only of children in that circumstance.
    """

    key: str
    title: str
    owners: tuple[Owner, ...]
    fields: tuple[Field, ...]
    intro: str = ""
    guidance_words: str = ""
    appears_when: Circumstance | None = None

    def field(self, key: str) -> Field:
        """The field of that key."""
        return next(field for field in self.fields if field.key == key)

    def in_circumstances(
        self, apply: Collection[str | None], reviewed: Collection[int] | None = None
    ) -> "Section":
        """The section without the questions that do not apply; the same one if all do."""
        asked = tuple(
            field.in_circumstances(apply)
            for field in self.fields
            if field.appears_when in apply
            and (not field.reviews or reviewed is None or field.reviews in reviewed)
        )
        return self if asked == self.fields else replace(self, fields=asked)

    def answered_circumstances(self, answers: Answers) -> set[str]:
        """The circumstances for which something here is answered."""
        return {
            *([self.appears_when] if self.appears_when and any(answers.values()) else []),
            *(f.appears_when for f in self.fields if f.appears_when and f.is_answered(answers)),
        }

    def carried(self, answers: Answers) -> dict[str, str]:
        """The answers that stay true from one term to the next."""
        return {
            field.key: answers[field.key]
            for field in self.fields
            if field.carries_forward and field.stands(answers)
        }


@dataclass(frozen=True, kw_only=True)
class Form:
    """A version of the PEP; a plan in flight keeps the version that it started with.

    `variant` is nothing in a version that had one form for everybody.
    """

    version: str
    sections: tuple[Section, ...]
    variant: Variant | None = None

    def in_circumstances(
        self, circumstances: Collection[str], reviewed: Collection[int] | None = None
    ) -> "Form":
        """The form without the sections and questions that do not apply.

        `reviewed` are the places in which the plan reviews a target; all, if it is not given.
        """
        apply = {None, *circumstances}
        asked = (
            section.in_circumstances(apply, reviewed)
            for section in self.sections
            if section.appears_when in apply
        )
        return replace(self, sections=tuple(section for section in asked if section.fields))

    def section(self, key: str) -> Section | None:
        """The section of that key, if this version has it."""
        return next((section for section in self.sections if section.key == key), None)

    def fields(self) -> dict[str, Field]:
        """Every field by its address `section.field`."""
        return {
            f"{section.key}.{field.key}": field
            for section in self.sections
            for field in section.fields
        }

    def with_head(self, head: Head) -> list[str]:
        """Addresses of the fields that serve a statutory head."""
        return [address for address, field in self.fields().items() if field.head is head]
