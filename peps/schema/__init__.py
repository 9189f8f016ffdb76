"""The forms of the PEP by version. Everything that is asked stands in the modules `v…`."""

from .parts import Answers, Field, Form, Head, Kind, Owner, Section, When
from .v2026_1 import FORM as _V2026_1

CURRENT_VERSION = "2026.1"
_FORMS = {form.version: form for form in (_V2026_1,)}


def form(version: str) -> Form:
    """The form of that version."""
    return _FORMS[version]


__all__ = [
    "CURRENT_VERSION",
    "Answers",
    "Field",
    "Form",
    "Head",
    "Kind",
    "Owner",
    "Section",
    "When",
    "form",
]
