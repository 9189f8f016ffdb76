"""The forms of the PEP by version and variant. What is asked stands in the modules `v…`."""

from collections.abc import Collection

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

CURRENT_VERSION = "2026.2"


def form(version: str, variant: str = "", circumstances: Collection[str] = ()) -> Form:
    """The form of that version and variant, with the sections that the circumstances call for."""
    if version == _V2026_1.version:
        return _V2026_1  # one form for everybody
    if version != CURRENT_VERSION:
        raise KeyError(version)
    return _V2026_2[Variant(variant)].in_circumstances(circumstances)


__all__ = [
    "CURRENT_VERSION",
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
]
