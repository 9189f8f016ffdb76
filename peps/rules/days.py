"""Days that cannot be: a meeting yet to come in a plan that is handed in, a review before it.

Source: SI 2010/959 Schedule 1, paragraph 2 asks for what is arranged; the statutory guidance
(2018) for "timescales for action and review". A draft may hold any day.
"""

from dataclasses import dataclass
from datetime import date

from peps.schema import Answers, Field, Form, Section

from .completeness import AllAnswers


@dataclass(frozen=True, kw_only=True)
class WrongDay:
    """A day in a plan that cannot stand when it is handed in, and why."""

    section: Section
    field: Field
    words: str


def wrong_days_in(section: Section, answers: Answers, *, on: date) -> list[WrongDay]:
    """The days of a section that cannot stand on the day `on`."""
    return [
        WrongDay(section=section, field=field, words=words)
        for field in section.fields
        if (words := _why_wrong(section, field, answers, on))
    ]


def wrong_days(form: Form, answers: AllAnswers, *, on: date) -> list[WrongDay]:
    """The same for a whole plan, in the order of the form."""
    return [
        wrong
        for section in form.sections
        for wrong in wrong_days_in(section, answers.get(section.key, {}), on=on)
    ]


def _why_wrong(section: Section, field: Field, answers: Answers, on: date) -> str:
    day = _day(answers, field.key)
    if day is None:
        return ""
    if field.not_in_future and day > on:
        return f"{field.label} must be today or in the past"
    before = _day(answers, field.after)
    if before is not None and day <= before:
        label = section.field(field.after).label
        return f"{field.label} must be after the {label[:1].lower()}{label[1:]}"
    return ""


def _day(answers: Answers, key: str) -> date | None:
    try:
        return date.fromisoformat(answers.get(key, ""))
    except ValueError:
        return None
