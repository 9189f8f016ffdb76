"""A form that plans are written with is left alone: whoever handed one in was asked just that."""

from hashlib import sha256

import pytest

from peps.schema import CURRENT_VERSION, Circumstance, Variant, form, has_variants

RELEASED = {
    "2026.1": "7acc94bbb722ae83",
    "2026.2": "4e088f9422ee2358",
}


def digest(version: str) -> str:
    """One figure for everything that a version asks, of whom, when, and in which words."""
    variants = list(Variant) if has_variants(version) else [""]
    forms = [form(version, variant, list(Circumstance)) for variant in variants]
    return sha256(repr(forms).encode()).hexdigest()[:16]


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_form_asks_what_it_always_asked(version: str) -> None:
    assert digest(version) == RELEASED[version], "a changed question belongs into a new version"


def test_the_current_form_is_none_of_the_released_ones() -> None:
    assert CURRENT_VERSION not in RELEASED
    assert has_variants(CURRENT_VERSION)
