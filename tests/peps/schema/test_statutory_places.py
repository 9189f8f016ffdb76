"""Where each form asks what the law and the guidance want of a PEP: pinned, form by form.

`statutory_places.txt` has a line for each question that serves a head of Schedule 1 or a line of
the guidance on content and quality, and a column for each form: `!` asked and always needed, `?`
asked and needed when another answer says so, `o` asked and optional, `.` not asked. A question that
goes, or is no longer needed, from one form alone fails here; who means it changes the line.
"""

from pathlib import Path

import pytest

from peps.schema import CURRENT_VERSION, Circumstance, Field, Variant, form

TABLE = Path(__file__).with_name("statutory_places.txt")
SERVES = ("SG-CON-", "SG-QUAL-")
NOT_ASKED = "."


def serves(field: Field) -> list[str]:
    """The head, and the lines of the guidance on content and quality."""
    heads = [field.head.value] if field.head else []
    return heads + [line for line in field.guidance if line.startswith(SERVES)]


def mark_of(field: Field) -> str:
    if field.needed is True:
        return "!"
    return "?" if field.needed else "o"


def asked_by(variant: Variant) -> dict[str, tuple[str, str]]:
    """Address → what it serves and its mark."""
    whole = form(CURRENT_VERSION, variant, list(Circumstance))
    return {
        address: (",".join(serves(field)), mark_of(field))
        for address, field in whole.fields().items()
        if serves(field)
    }


def pinned(variant: Variant) -> dict[str, tuple[str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    names, *rows = [line.split() for line in lines if line and not line.startswith("#")]
    place = names.index(variant.value)
    return {row[0]: (row[-1], row[place]) for row in rows if row[place] != NOT_ASKED}


@pytest.mark.parametrize("variant", Variant)
def test_each_form_asks_what_the_law_wants_in_these_places_and_no_fewer(variant):
    assert asked_by(variant) == pinned(variant)
