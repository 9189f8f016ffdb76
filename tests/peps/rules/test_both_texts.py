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
        # A last paragraph that begins alike may be another's.
        ("Reads.\n\nNo", "No worries at all.", "Reads.\n\nNo\n\nNo worries at all."),
    ],
)
def test_both_stand_once(theirs, mine, both):
    assert kept_together(theirs, mine) == both
