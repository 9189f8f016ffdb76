"""Under whose names a text stands in which several wrote."""

import pytest

from peps.rules.both_texts import LONGEST_NAMES, written_by

ALEX, SAM, BOTH = "Alex (day)", "Sam (night)", "Alex (day) and Sam (night)"


@pytest.mark.parametrize(
    ("text", "theirs", "theirs_by", "named"),
    [
        ("Reads.\n\nSings.", "Reads.", ALEX, BOTH),
        ("Reads. And sings.", "Reads.", ALEX, BOTH),
        ("Sings.", "Reads.", ALEX, SAM),
        ("Reads.", "Reads.", ALEX, ALEX),  # theirs was chosen
        ("Reads and sings.", "Reads.", ALEX, SAM),  # nothing of theirs is left whole
        ("In time.", "I", ALEX, SAM),
        ("Sings.", "", ALEX, SAM),
        ("Sings.", "Sings", SAM, SAM),
        ("Reads.\n\nSings.", "Reads.", "", SAM),
        ("Reads. Sings. Swims.", "Reads. Sings.", f"{SAM} and Jo", f"Jo and {SAM}"),
        ("Reads. Sings.", "Reads.", "J" * LONGEST_NAMES, f"others and {SAM}"),
    ],
)
def test_the_names_beside_a_text(text, theirs, theirs_by, named):
    assert written_by(text, by=SAM, theirs=theirs, theirs_by=theirs_by) == named


def test_names_that_would_not_fit_are_the_writers_alone():
    long = "S" * LONGEST_NAMES
    assert written_by("Reads. Sings.", by=long, theirs="Reads.", theirs_by=ALEX) == long
