"""Widgets that Django lacks: a date in three inputs, choices with hints."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html

DateParts = tuple[str, str, str]


class DateInput(forms.Widget):
    """Day, month and year as three inputs named `x_day`, `x_month`, `x_year`.

    A single ISO value under `x` is accepted too, so that a link can carry a date.
    """

    template_name = "components/forms/date_input.html"
    use_fieldset = True
    parts = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        final = context["widget"]["attrs"]
        values = self.split(value)
        context["widget"]["inputs"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{final.get('id', name)}_{part}",
                "label": label,
                "width": width,
                "value": values[position],
            }
            for position, (part, label, width) in enumerate(self.parts)
        ]
        context["widget"]["is_invalid"] = final.get("aria-invalid") == "true"
        return context

    @staticmethod
    def split(value: Any) -> DateParts:
        """The three texts to show for what the form holds."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, str) and value:
            try:
                return DateInput.split(date.fromisoformat(value))
            except ValueError:
                return value, "", ""
        if isinstance(value, list | tuple) and len(value) == 3:
            return str(value[0]), str(value[1]), str(value[2])
        return "", "", ""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str | DateParts | None:
        texts = [str(data.get(f"{name}_{part}") or "").strip() for part, _, _ in self.parts]
        if any(texts):
            return texts[0], texts[1], texts[2]
        whole = data.get(name)
        return str(whole).strip() if whole else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}_{part}" not in data for part, _, _ in self.parts)

    def id_for_label(self, id_: str) -> str:
        return ""

    def first_id(self, id_: str) -> str:
        return f"{id_}_day"


class Textarea(forms.Textarea):
    """Drawn without a template: a page of a plan has many."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        it = context["widget"]
        attributes, text = flatatt(it["attrs"]), it["value"] or ""
        return format_html('<textarea name="{}"{}>\n{}</textarea>', it["name"], attributes, text)


class ChoiceHintsMixin:
    """Adds a hint to single options and the shape of the list (inline, small)."""

    choice_hints: Mapping[Any, str]
    is_inline = False
    is_small = False

    def __init__(self, attrs: Any = None, choices: Any = ()) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.choice_hints = {}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)  # type: ignore[misc]
        value = getattr(option["value"], "value", option["value"])
        option["hint"] = self.choice_hints.get(value, "")
        return option

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["is_inline"] = self.is_inline
        context["widget"]["is_small"] = self.is_small
        return context


class RadioSelect(ChoiceHintsMixin, forms.RadioSelect):
    """Radios with hints."""


class CheckboxSelectMultiple(ChoiceHintsMixin, forms.CheckboxSelectMultiple):
    """Check boxes with hints."""
