"""Form fields that draw GOV.UK markup and speak plainly when an answer is missing or wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import BlankChoiceIterator

from . import widgets
from .dates import long_date
from .messages import limit_messages

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DayOrFunction = date | Callable[[], date] | None


class _Presented:
    """Options that every field understands: hint, size of its label, width in characters."""

    def __init__(
        self,
        *,
        hint: str = "",
        label_size: str = "",
        is_page_heading: bool = False,
        width: int | None = None,
        autocomplete: str = "",
        prefix: str = "",
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("help_text", hint)
        self.label_size = label_size
        self.is_page_heading = is_page_heading
        self.prefix = prefix
        self.suffix = suffix
        super().__init__(**kwargs)
        if label := str(getattr(self, "label", None) or ""):
            own = kwargs.get("error_messages") or {}
            limits = limit_messages(self, label)  # type: ignore[arg-type]
            self.error_messages: dict[str, Any] = {**self.error_messages, **limits, **own}
        attrs: dict[str, Any] = self.widget.attrs  # type: ignore[attr-defined]
        if width:
            attrs["class"] = f"govuk-input--width-{width}"
        if autocomplete:
            attrs["autocomplete"] = autocomplete


class CharField(_Presented, forms.CharField):
    """One line of text."""

    def __init__(self, *, spellcheck: bool | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.pop("maxlength", None)
        if spellcheck is not None:
            self.widget.attrs["spellcheck"] = "true" if spellcheck else "false"


class EmailField(_Presented, forms.EmailField):
    """An e-mail address."""

    default_error_messages = {
        "invalid": "Enter an email address in the correct format, like name@example.com"
    }

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(autocomplete=autocomplete, **kwargs)
        self.widget.attrs["spellcheck"] = "false"


class PasswordField(_Presented, forms.CharField):
    """A password, with a button that shows it."""

    widget = forms.PasswordInput

    def __init__(self, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        super().__init__(autocomplete=autocomplete, strip=False, **kwargs)


class TextareaField(_Presented, forms.CharField):
    """Several lines of text; with `max_length` the characters left are counted aloud.

    With `counts_from` (in per cent of the limit) the count appears only once so much is written.
    """

    widget = widgets.Textarea

    def __init__(self, *, rows: int = 5, counts_from: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.counts_characters = self.max_length is not None
        self.counts_from = counts_from
        self.widget.attrs["rows"] = rows
        self.widget.attrs.pop("maxlength", None)  # the message speaks, the browser does not cut

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class IntegerField(_Presented, forms.IntegerField):
    """A whole number in a text input with a numeric keyboard."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Enter a whole number"}  # without a label

    def __init__(self, *, width: int = 5, **kwargs: Any) -> None:
        super().__init__(width=width, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"


class DecimalField(_Presented, forms.DecimalField):
    """A number with decimal places, an amount of money for instance."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Enter a number"}

    def __init__(self, *, width: int = 5, **kwargs: Any) -> None:
        super().__init__(width=width, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("£", "").strip()
        return super().to_python(value)


class SelectField(_Presented, forms.ChoiceField):
    """One of a list of more than about seven."""

    def __init__(self, *, choices: Any = (), empty_label: str | None = "Choose", **kwargs: Any):
        if empty_label is not None:
            choices = BlankChoiceIterator(choices, [("", empty_label)])
        super().__init__(choices=choices, **kwargs)


class ModelSelectField(_Presented, forms.ModelChoiceField):
    """One of the rows of a scoped queryset."""

    def __init__(self, *, empty_label: str | None = "Choose", **kwargs: Any) -> None:
        super().__init__(empty_label=empty_label, **kwargs)


class _OneByOne(_Presented):
    """Choices that are all on the page."""

    def __init__(
        self,
        *,
        choice_hints: Mapping[Any, str] | None = None,
        is_inline: bool = False,
        is_small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        widget: widgets.ChoiceHintsMixin = self.widget  # type: ignore[attr-defined]
        widget.choice_hints = choice_hints or {}
        widget.is_inline = is_inline
        widget.is_small = is_small


class RadiosField(_OneByOne, forms.ChoiceField):
    """One of a few."""

    widget = widgets.RadioSelect


class ModelRadiosField(_OneByOne, forms.ModelChoiceField):
    """One of a few rows."""

    widget = widgets.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_label=None, **kwargs)


class CheckboxesField(_OneByOne, forms.MultipleChoiceField):
    """Any of a few."""

    widget = widgets.CheckboxSelectMultiple


class ModelCheckboxesField(_OneByOne, forms.ModelMultipleChoiceField):
    """Any of a few rows."""

    widget = widgets.CheckboxSelectMultiple


class BooleanField(_Presented, forms.BooleanField):
    """One check box."""


class FileField(_Presented, forms.FileField):
    """A file to upload; `accept` is a word to the browser, not a check."""

    widget = forms.FileInput

    def __init__(self, *, accept: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if accept:
            self.widget.attrs["accept"] = accept


class DateField(_Presented, forms.Field):
    """A day in three inputs; says which part is missing or that the day does not exist."""

    widget = widgets.DateInput

    def __init__(
        self, *, min_value: DayOrFunction = None, max_value: DayOrFunction = None, **kwargs: Any
    ) -> None:
        self.min_value = min_value
        self.max_value = max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        name = str(self.label or "The date")
        if isinstance(value, str):
            return self._real_day(
                name, *(value.split("-") if value.count("-") == 2 else ("", "", ""))
            )
        day, month, year = value
        named_parts = (("day", day), ("month", month), ("year", year))
        missing = [part for part, text in named_parts if not text]
        if missing:
            raise ValidationError(f"{name} must include a {' and '.join(missing)}", code="missing")
        return self._real_day(name, year, month, day)

    @staticmethod
    def _real_day(name: str, year: str, month: str, day: str) -> date:
        if year.isdecimal() and len(year) != 4:
            raise ValidationError(f"{name}: the year must have 4 numbers", code="year")
        try:
            return date(int(year), _month_number(month), int(day))
        except (ValueError, OverflowError):
            raise ValidationError(f"{name} must be a real date", code="invalid") from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        earliest = self.min_value() if callable(self.min_value) else self.min_value
        latest = self.max_value() if callable(self.max_value) else self.max_value
        if earliest and value < earliest:
            raise ValidationError(
                f"{self.label} must be on or after {long_date(earliest)}", code="min_value"
            )
        if latest and value > latest:
            raise ValidationError(
                f"{self.label} must be on or before {long_date(latest)}", code="max_value"
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


def _month_number(text: str) -> int:
    """3, "03", "Mar" and "March" are the same month."""
    start = text.lower()[:3]
    return MONTHS.index(start) + 1 if start in MONTHS else int(text)
