"""The text beside the figures: its paragraphs, and the names in it."""

import pytest

from reporting.annual_report.narrative import blocks, names_in


def test_narrative_is_read_as_paragraphs_and_lists():
    found = blocks("One\nline.\n\nProud of:\n- a\n- b\n\r\n\r\nLast.")
    assert [(block.is_list, block.lines) for block in found] == [
        (False, ("One", "line.")),
        (False, ("Proud of:",)),
        (True, ("a", "b")),
        (False, ("Last.",)),
    ]
    assert blocks("  \n\n ") == []


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Ada Lovelace did well.", True),
        ("ADA  LOVELACE", True),
        ("We thank Ada\nLovelace.", True),
        ("Adam Lovelaces", False),
        ("Ada and Lovelace", False),
        ("", False),
    ],
)
def test_names_in_a_text(text, is_named):
    assert names_in(text, [("Ada", "Lovelace"), ("", ""), ("Bo", "")]) == (
        ["Ada Lovelace"] if is_named else []
    )
