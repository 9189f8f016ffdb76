"""Two texts to one question: both stand, and neither stands twice."""

import pytest

from peps.rules.both_texts import kept_together, what_was_added


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


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        ("Reads.", "Reads.\n\nSin", "Sin"),
        ("Reads.\r\nSwims.", "Reads.\nSwims.\n\nSin\n\nDraws", "Sin\n\nDraws"),
        ("Reads.", "Reads.", ""),
        ("Reads.", "Reads. Sin", ""),
        ("Reads.", "Sings.", ""),
        ("", "Sings.", ""),
    ],
)
def test_what_stands_after_the_whole_of_another_text_was_added(before, after, added):
    assert what_was_added(before, after) == added
