"""Days that cannot be: a meeting yet to come in a plan that is handed in, a review or the end of a
target before it, a year that nobody means.

Source: SI 2010/959 Schedule 1, paragraph 2 asks for what is arranged; the statutory guidance
(2018) for "timescales for action and review" and targets that are "time bound". A draft may hold
any day. Days are held against the day of the meeting, never against today: a plan that is
finished late keeps what was right when it was written.
"""

from dataclasses import dataclass
from datetime import date

from peps.schema import Answers, Field, Form, Section
from vsh.calendars.rules import add_months

from .completeness import AllAnswers

THE_OPENING = "day on which this plan was opened"


@dataclass(frozen=True, kw_only=True)
class WrongDay:
    """A day in a plan that cannot stand when it is handed in, and why."""

    section: Section
    field: Field
    words: str


def wrong_days_in(
    section: Section,
    answers: Answers,
    *,
    on: date,
    form: Form | None = None,
    others: AllAnswers | None = None,
    opened_on: date | None = None,
) -> list[WrongDay]:
    """The days of a section that cannot stand on the day `on`.

    `others` are the answers of the rest of its `form`, whose days it may have to follow; while
    nobody has given a day of the meeting that can be, the plan's own first day stands for it.
    """
    answered = {**(others or {}), section.key: answers}
    found = []
    for field in section.fields:
        day = _day(answers, field.key)
        earlier = _in_section(section, field, answers) or _elsewhere(field, form, answered, on)
        if earlier is None and "." in field.after and opened_on:
            earlier = opened_on, THE_OPENING
        if words := _why_wrong(field, day, earlier, on):
            found.append(WrongDay(section=section, field=field, words=words))
    return found


def wrong_days(
    form: Form, answers: AllAnswers, *, on: date, opened_on: date | None = None
) -> list[WrongDay]:
    """The same for a whole plan, in the order of the form."""
    return [
        wrong
        for section in form.sections
        for wrong in wrong_days_in(
            section,
            answers.get(section.key, {}),
            on=on,
            form=form,
            others=answers,
            opened_on=opened_on,
        )
    ]


def _in_section(section: Section, field: Field, answers: Answers) -> tuple[date, str] | None:
    """The day of the same section that this one must follow, and what it is called."""
    day = _day(answers, field.after)
    return (day, _name(section.field(field.after))) if day else None


def _elsewhere(
    field: Field, form: Form | None, answers: AllAnswers, on: date
) -> tuple[date, str] | None:
    """The same for a day of another section; one that cannot be itself counts for nothing."""
    place, _, key = field.after.rpartition(".")
    asked = form.section(place) if form and place else None
    day = _day(answers.get(place, {}), key)
    if asked is None or day is None or (asked.field(key).not_in_future and day > on):
        return None
    return day, _name(asked.field(key))


def _name(field: Field) -> str:
    return f"{field.label[:1].lower()}{field.label[1:]}"


def _why_wrong(field: Field, day: date | None, earlier: tuple[date, str] | None, on: date) -> str:
    if day is None:
        return ""
    if field.not_in_future and day > on:
        return f"{field.full_label} must be today or in the past"
    if earlier is None:
        return ""
    before, name = earlier
    if day <= before:
        return f"{field.full_label} must be after the {name}"
    years = field.within_years
    if years and day > _years_after(before, years):
        return f"{field.full_label} must be within {years} years of the {name}"
    return ""


def _years_after(day: date, years: int) -> date:
    return add_months(day, 12 * years) if day.year + years <= date.max.year else date.max


def _day(answers: Answers, key: str) -> date | None:
    try:
        return date.fromisoformat(answers.get(key, ""))
    except ValueError:
        return None
