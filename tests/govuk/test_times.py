"""A time of day as people type it."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from vsh.govuk.times import TimeField


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("15:30", time(15, 30)),
        ("15.30", time(15, 30)),
        ("9:05", time(9, 5)),
        ("3:30pm", time(15, 30)),
        ("3.30 PM", time(15, 30)),
        ("3pm", time(15, 0)),
        ("9 a.m.", time(9, 0)),
        ("12am", time(0, 0)),
        ("12pm", time(12, 0)),
        ("12:15am", time(0, 15)),
        ("Midday", time(12, 0)),
        ("00:00", time(0, 0)),
        ("23:59", time(23, 59)),
    ],
)
def test_what_is_meant(text, meant):
    assert TimeField(label="Start").clean(text) == meant


@pytest.mark.parametrize(
    "text", ["3", "24:00", "13pm", "0am", "3:60pm", "3:3", "half past", "15:30:00", "１５:３０pm x"]
)
def test_what_is_no_time(text):
    with pytest.raises(ValidationError, match="Start must be a time, like 3:30pm or 15:30"):
        TimeField(label="Start").clean(text)


def test_it_is_needed_and_shown_as_it_is_kept():
    with pytest.raises(ValidationError):
        TimeField(label="Start").clean(" ")
    assert TimeField(label="Start", required=False).clean("") is None
    assert TimeField(label="Start").prepare_value(time(9, 5)) == "09:05"
