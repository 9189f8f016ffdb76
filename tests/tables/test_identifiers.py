"""Check letters and shapes."""

import pytest

from vsh.tables.cells import upn_problem
from vsh.tables.identifiers import (
    is_upn,
    postcode_unit_parts,
    tidy_postcode,
    upn_check_letter,
)


@pytest.mark.parametrize(
    ("upn", "letter"),
    [("B801200005001", "B"), ("P207000016049", "P"), ("Q207000016049", "P")],
)
def test_the_check_letter_follows_from_the_other_twelve(upn, letter):
    assert upn_check_letter(upn) == letter


def test_a_temporary_upn_ends_in_a_letter_that_counts():
    assert is_upn("B80120000500A")
    # 8×2 + 1×4 + 2×5 + 5×10 + (A is 0)×13 = 80; 80 mod 23 = 11: M. With B (1×13): 93 mod 23 = 1.
    assert upn_check_letter("B80120000500A") == "M"
    assert upn_check_letter("B80120000500B") == "B"


@pytest.mark.parametrize("text", ["I801200005001", "B8012000050", "B8012000O5001", "B80120000500S"])
def test_other_shapes_are_no_upn(text):
    assert not is_upn(text)


def test_a_wrong_check_letter_is_a_warning_that_names_the_right_one():
    problem = upn_problem("Q207000016049", column="upn")
    assert problem is not None
    assert (problem.level, problem.code) == ("warning", "upn_check_letter")
    assert "should be P" in problem.message
    assert upn_problem("P207000016049", column="upn") is None


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("ec3a5de", "EC3A 5DE"),
        (" W1A  0AX", "W1A 0AX"),
        ("M1 1AE", "M1 1AE"),
        ("gir0aa", "GIR 0AA"),
    ],
)
def test_postcodes_are_tidied(text, tidy):
    assert tidy_postcode(text) == tidy


@pytest.mark.parametrize("text", ["", "2TR", "EC3A", "12345", "ABC1 2DE"])
def test_what_is_no_postcode_is_none(text):
    assert tidy_postcode(text) is None


def test_a_postcode_lies_in_a_sector_and_a_district():
    assert postcode_unit_parts("EC3A 5DE") == ("EC3A 5", "EC3A")
