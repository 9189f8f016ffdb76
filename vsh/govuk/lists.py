"""Links of a list page that keep what is already chosen: sorting, paging, taking a filter off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from .dates import long_date
from .widgets import DateInput


def query_with(query: QueryDict, **changes: Any) -> str:
    """The query string with changes; `None` or "" takes a name out. Starts with "?"."""
    changed = query.copy()
    for name, value in changes.items():
        if value in (None, ""):
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


@dataclass(frozen=True, kw_only=True)
class SortLink:
    """Head of a sortable column: where its link leads and how the column is sorted now."""

    url: str
    direction: str  # "ascending", "descending" or "none", as in aria-sort


def sort_link(
    query: QueryDict, *, key: str, parameter: str = "sort", default: str = ""
) -> SortLink:
    """First click sorts ascending, the second descending; the page starts again at 1."""
    now = query.get(parameter) or default
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    wanted = f"-{key}" if direction == "ascending" else key
    return SortLink(url=query_with(query, page=None, **{parameter: wanted}), direction=direction)


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One active filter and the link that takes it off."""

    text: str
    url: str


def selected_chips(form: forms.Form, query: QueryDict) -> list[Chip]:
    """Chips for everything that the filter form narrows the list by."""
    if not form.is_bound:
        return []
    form.is_valid()
    return [chip for bound in form.visible_fields() for chip in _chips_of(bound, form, query)]


def _chips_of(bound: Any, form: forms.Form, query: QueryDict) -> Iterator[Chip]:
    name, field = bound.html_name, bound.field
    value = form.cleaned_data.get(bound.name)
    if isinstance(field.widget, DateInput):
        if value:
            names = {name, *(f"{name}_{part}" for part, _, _ in DateInput.parts)}
            url = query_with(query, page=None, **dict.fromkeys(names))
            yield Chip(text=f"{bound.label}: {long_date(value)}", url=url)
        return
    words = _words_of_choices(field)
    for raw in query.getlist(name):
        if raw == "" or (bound.name not in form.cleaned_data):
            continue
        left = query.copy()
        left.pop("page", None)
        left.setlist(name, [other for other in query.getlist(name) if other != raw])
        if isinstance(field.widget, forms.CheckboxInput):
            text = str(bound.label)
        else:
            text = f"{bound.label}: {words.get(raw, raw)}"
        yield Chip(text=text, url=f"?{left.urlencode()}")


def _words_of_choices(field: forms.Field) -> dict[str, str]:
    words: dict[str, str] = {}
    for value, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            words |= {str(inner): str(inner_label) for inner, inner_label in label}
        else:
            words[str(value)] = str(label)
    return words
