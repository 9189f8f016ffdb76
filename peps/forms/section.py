"""The form of one section, made from the schema."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from peps.schema import Answers, Field, Kind, When
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm
from vsh.govuk.widgets import DateInput

COUNTS_FROM = 80  # per cent of the longest answer
MOST_KEPT = 2000  # questions that are the same for everybody, in each process
MOST_DIGITS = 10  # of a version
_ANSWER = "\ue000"  # stands in a drawn question where its answer will
_NOT_ALIKE = {Kind.PERSON, Kind.DATE}  # other people for another child, a day in three inputs


def too_long(field: Field) -> str:
    """The refusal of a longer answer than is kept."""
    return f"{field.full_label}: use {field.max_length:,} characters or fewer"


def whole_number(version: str) -> int:
    """A page that names no version overwrites nothing."""
    return int(version) if version.isdecimal() and len(version) < MOST_DIGITS else -1


class SectionForm(GovukForm):
    """The questions of one section. Nothing is required: people write in any order and return.

    What is `answered` already, by the child say, is marked as optional. The page says again which
    answers `stood` there from the record, so that to empty one is told from not to have said it.
    """

    marks_optional = False

    def __init__(
        self,
        *args: Any,
        asked: Iterable[Field],
        answers: Answers,
        people: Iterable[str] = (),
        answered: Collection[str] = (),
        stood: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        self.asked = list(asked)
        super().__init__(*args, initial=_initial(self.asked, answers), **kwargs)
        posted: Any = self.data
        self.stood: list[str] = posted.getlist("stood") if self.is_bound else list(stood)
        named = list(people)
        self._needed = {f.key for f in self.asked if f.needed and f.key not in answered}
        for field in self.asked:
            is_needed = field.key in self._needed
            self.fields[field.key] = (
                _person_field(field, named, is_needed=is_needed)
                if field.kind is Kind.PERSON
                else _form_field(field, is_needed=is_needed)
            )

    def drawn(self, field: Field) -> SafeString:
        """The question with its answer, in GOV.UK markup: the same for everybody but for the words
        of the answer, and so drawn once."""
        question = self[field.key]
        if field.kind in _NOT_ALIKE or field.key in self.errors:
            return question.as_field_group()
        answer = question.value() or ""
        is_needed = field.key in self._needed
        if not answer or field.kind is Kind.CHOICE:
            return _drawn(field, answer, is_needed=is_needed)
        around = _drawn(field, _ANSWER, is_needed=is_needed)
        return mark_safe(around.replace(_ANSWER, escape(answer)))

    def answers(self) -> dict[str, str]:
        """The valid answers as they are kept; what was not sent or is not valid stays as it was."""
        return {
            key: value.isoformat() if isinstance(value, date) else (value or "")
            for key, value in self.cleaned_data.items()
            if not self._is_omitted(key)
        }

    def unchosen(self, now: Answers) -> dict[str, str]:
        """The choices made by `now` that nobody has made on the page, of which a browser sends
        nothing. A choice of another form is none that this page could hold."""
        choices = [f for f in self.asked if f.kind is Kind.CHOICE and f.is_answered(now)]
        return {field.key: "" for field in choices if self._is_omitted(field.key)}

    def not_valid(self) -> dict[str, str]:
        """What was sent and cannot be saved as it is, as it was typed."""
        typed = {}
        for key in self.errors:
            if key in self.fields:
                sent = self.fields[key].widget.value_from_datadict(self.data, self.files, key)
                typed[key] = " ".join(sent) if isinstance(sent, tuple) else str(sent or "")
        return typed

    def seen(self) -> dict[str, int]:
        """The versions that the page had seen of answers that lag behind its own: the earliest of
        those that it says of the inputs of one answer."""
        seen = {}
        for key, field in self.fields.items():
            widget = field.widget
            parts = widget.parts if isinstance(widget, DateInput) else ()
            names = [key, *(f"{key}_{part}" for part, _, _ in parts)]
            said = [self.data[f"seen_{name}"] for name in names if f"seen_{name}" in self.data]
            if said:
                seen[key] = min(map(whole_number, said))
        return seen

    def as_sent(self, answers: Answers) -> list[tuple[str, str]]:
        """These answers by the names of the inputs that hold them."""
        sent = []
        for key, answer in answers.items():
            widget = self.fields[key].widget
            if isinstance(widget, DateInput):
                days = zip(widget.parts, widget.split(answer), strict=True)
                sent += [(f"{key}_{part}", text) for (part, _, _), text in days]
            else:
                sent.append((key, answer))
        return sent

    def problems(self, *, but: Collection[str] = ()) -> list[str]:
        """What is not valid and so not saved, for the line that says "Saved"; `but` for what the
        person has given up."""
        wrong = [f for f in self.asked if f.key in self.errors and f.key not in but]
        return [self._problem(field) for field in wrong]

    def _problem(self, field: Field) -> str:
        errors = self.errors.as_data()[field.key]
        if any(error.code == "max_length" for error in errors):
            return f"“{field.full_label}” is longer than {field.max_length:,} characters"
        words = " ".join(map(str, self.errors[field.key])).rstrip(".")
        return words if field.label in words else f"{field.full_label}: {words}"

    def _is_omitted(self, key: str) -> bool:
        widget = self.fields[key].widget
        return bool(widget.value_omitted_from_data(self.data, self.files, self.add_prefix(key)))


def _initial(asked: list[Field], answers: Answers) -> dict[str, Any]:
    return {field.key: _value(field, answers.get(field.key, "")) for field in asked}


def _value(field: Field, answer: str) -> Any:
    if field.kind is not Kind.DATE or not answer:
        return answer
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None


@lru_cache(maxsize=MOST_KEPT)
def _drawn(field: Field, answer: str, *, is_needed: bool) -> SafeString:
    answered = () if is_needed else [field.key]
    form = SectionForm(asked=[field], answers={field.key: answer}, answered=answered)
    return form[field.key].as_field_group()


@lru_cache(maxsize=MOST_KEPT)
def _form_field(field: Field, *, is_needed: bool) -> forms.Field:
    """The form's field, the same one for everybody: nobody may change it."""
    made = _made(field, is_needed=is_needed)
    made.group = field.group  # type: ignore[attr-defined]
    return made


def _made(field: Field, *, is_needed: bool) -> forms.Field:
    options = _options(field, is_needed=is_needed)
    if field.kind is Kind.CHOICE:
        return fields.RadiosField(
            choices=field.choices, is_inline=len(field.choices) == 2, **options
        )
    if field.kind is Kind.DATE:
        return fields.DateField(**options)
    options |= {"max_length": field.max_length, "error_messages": {"max_length": too_long(field)}}
    if field.kind is Kind.TEXT:
        return fields.CharField(**options)
    # No count of characters under each of a hundred answers while the limit is far away.
    return fields.TextareaField(**options, counts_from=COUNTS_FROM, rows=4)


def _person_field(field: Field, people: list[str], *, is_needed: bool) -> forms.Field:
    others = dict(field.choices)
    named = [(name, name) for name in people if name not in others]
    choices = [*named, *others.items()]
    made = fields.SelectField(choices=choices, **_options(field, is_needed=is_needed))
    made.group = field.group  # type: ignore[attr-defined]
    return made


def _options(field: Field, *, is_needed: bool) -> dict[str, Any]:
    return {
        "label": field.label if is_needed else f"{field.label} (optional)",
        "hint": field.hint or _when_needed(field),
        "required": False,
    }


def _when_needed(field: Field) -> str:
    is_at_times = isinstance(field.needed, When) and not field.asked_when
    return "Only where it applies." if is_at_times else ""
