"""The forms of the PEP by version and variant. What is asked stands in the modules `v…`."""

from collections.abc import Collection
from functools import lru_cache

from .parts import (
    Answers,
    Circumstance,
    Field,
    Form,
    Head,
    Kind,
    Owner,
    Section,
    Variant,
    When,
)
from .v2026_1 import FORM as _V2026_1
from .v2026_2 import FORMS as _V2026_2
from .v2026_3 import FORMS as _V2026_3

FIRST_VERSION = _V2026_1.version
CURRENT_VERSION = "2026.3"

_FAMILIES = {"2026.2": _V2026_2, "2026.3": _V2026_3}


def form(
    version: str,
    variant: str = "",
    circumstances: Collection[str] = (),
    reviewed: Collection[int] | None = None,
) -> Form:
    """The form of that version and variant, with the sections that the circumstances call for.

    `reviewed` are the places in which a plan reviews a target of an earlier one; all of them, if
    it is not given.
    """
    if version == FIRST_VERSION:
        return _V2026_1  # one form for everybody
    places = None if reviewed is None else frozenset(reviewed)
    return _form(version, Variant(variant), frozenset(circumstances), places)


@lru_cache(maxsize=1000)
def _form(
    version: str, variant: Variant, circumstances: frozenset[str], reviewed: frozenset[int] | None
) -> Form:
    return _FAMILIES[version][variant].in_circumstances(circumstances, reviewed)


def has_variants(version: str) -> bool:
    """Whether that version has a form for each stage and situation, and follows the facts."""
    return version in _FAMILIES


__all__ = [
    "CURRENT_VERSION",
    "FIRST_VERSION",
    "Answers",
    "Circumstance",
    "Field",
    "Form",
    "Head",
    "Kind",
    "Owner",
    "Section",
    "Variant",
    "When",
    "form",
    "has_variants",
]
