"""Which sections say the same as in the last plan, so that nobody hands in an old plan as new.

Source: statutory guidance (2018): the PEP is "a living, evolving, comprehensive and enduring
record"; it is reviewed each term.
"""

from collections.abc import Mapping

from peps.schema import Answers, Form, Section

from .completeness import AllAnswers


def is_unchanged(section: Section, answers: Answers, before: Answers) -> bool:
    """Whether every answer of the section is word for word that of the last plan.

    It does not matter whether it was carried forward or typed again; a section in which nothing is
    answered says nothing.
    """
    answered = [field for field in section.fields if field.stands(answers)]
    return bool(answered) and all(
        _plain(answers[field.key]) == _plain(before.get(field.key, "")) for field in answered
    )


def unchanged_sections(form: Form, answers: AllAnswers, before: AllAnswers) -> list[Section]:
    """The sections of the form that say the same as in the last plan, in order."""
    return [
        section
        for section in form.sections
        if is_unchanged(section, answers.get(section.key, {}), before.get(section.key, {}))
    ]


def still_to_confirm(
    unchanged: list[Section], *, versions: Mapping[str, int], confirmed: Mapping[str, int]
) -> list[Section]:
    """Those of which nobody has said that they are still true, as they stand now.

    `versions` are the sections' present ones, `confirmed` those that somebody confirmed.
    """
    return [s for s in unchanged if confirmed.get(s.key) != versions.get(s.key)]


def _plain(answer: str) -> str:
    """Without what nobody sees: line ends and spaces."""
    return " ".join(answer.split())
