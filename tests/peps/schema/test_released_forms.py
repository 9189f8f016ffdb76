"""A form that plans are written with is left alone: whoever handed one in was asked just that."""

from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

import pytest

from peps.schema import CURRENT_VERSION, Circumstance, Variant, form, has_variants

RELEASED = {
    "2026.1": "dd17bbaee89b9a89",
    "2026.2": "909209d4603d814c",
}


def digest(version: str) -> str:
    """One figure for everything that a version asks, of whom, when, and in which words."""
    variants = list(Variant) if has_variants(version) else [""]
    forms = [form(version, variant, list(Circumstance)) for variant in variants]
    return sha256(repr(said(forms)).encode()).hexdigest()[:16]


def said(part: Any) -> Any:
    """What a part of a form says; what it leaves as it is by default it does not say."""
    if isinstance(part, list | tuple):
        return [said(one) for one in part]
    if not is_dataclass(part):
        return str(part)
    values = ((field, getattr(part, field.name)) for field in fields(part))
    return [(f.name, said(value)) for f, value in values if value != f.default]


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_form_asks_what_it_always_asked(version: str) -> None:
    assert digest(version) == RELEASED[version], "a changed question belongs into a new version"


def test_the_current_form_is_none_of_the_released_ones() -> None:
    assert CURRENT_VERSION not in RELEASED
    assert has_variants(CURRENT_VERSION)
