"""Two texts to one question: both stand, and neither stands twice."""

import pytest

from peps.rules.both_texts import kept_together


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("Reads.", "Sings.", "Reads.\n\nSings."),
        ("Reads.", "", "Reads."),
        ("", "Sings.", "Sings."),
        ("Reads.", "Reads.", "Reads."),
        ("Reads.\r\nSings.", "Sings.", "Reads.\nSings."),
        ("Sings.", "Reads.\nSings.", "Reads.\nSings."),
        ("Reads.\n\nSin", "Sings.", "Reads.\n\nSings."),
        ("Reads.\n\nSwims.\n\nSin", "Sings.", "Reads.\n\nSwims.\n\nSings."),
        ("Reads.\n\nSwims.\n\nSin", "Swims.\n\nSings.", "Reads.\n\nSwims.\n\nSings."),
        ("Reads.\n\nSings.", "Sin", "Reads.\n\nSings.\n\nSin"),
    ],
)
def test_both_stand_once(theirs, mine, both):
    assert kept_together(theirs, mine) == both
