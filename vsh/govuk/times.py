"""A time of day as people type it: 3pm, 3.30pm, 15:30, half hours of a meeting."""

import re
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError

from .fields import CharField

_TYPED = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?")


class TimeField(CharField):
    """A time in one text input; what stands in it again is 24 hours with a colon."""

    def __init__(self, *, width: int = 5, **kwargs: Any) -> None:
        super().__init__(width=width, spellcheck=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The time, or an error that says how one is written."""
        if isinstance(value, time):
            return value
        text = str(super().to_python(value) or "").lower()
        return time_of(text, name=str(self.label or "The time")) if text else None

    def prepare_value(self, value: Any) -> Any:
        """What is shown."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def run_validators(self, value: Any) -> None:
        """Those of a text say nothing about a time."""


def time_of(text: str, *, name: str) -> time:
    """The time that was typed."""
    found = {"midday": (12, 0), "noon": (12, 0)}.get(text)
    if found is None and (typed := _TYPED.fullmatch(text)):
        hour, minute = int(typed[1]), int(typed[2] or 0)
        half = (typed[3] or "").replace(".", "")
        is_of_twelve = not half or 1 <= hour <= 12
        has_form = half or typed[2]  # a bare "3" may be any of two
        if is_of_twelve and has_form:
            found = (hour % 12 + 12 * (half == "pm") if half else hour, minute)
    if found is None or not (found[0] < 24 and found[1] < 60):
        raise ValidationError(f"{name} must be a time, like 3:30pm or 15:30", code="invalid")
    return time(*found)
