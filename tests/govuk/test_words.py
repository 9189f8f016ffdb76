"""Labels within sentences."""

import pytest

from vsh.govuk.words import in_sentence


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Termly PEP", "termly PEP"),
        ("PEP after a move", "PEP after a move"),
        ("Social worker", "social worker"),
        ("Virtual School officer", "Virtual School officer"),
        ("", ""),
    ],
)
def test_a_label_loses_its_capital_unless_it_is_a_name(label, words):
    assert in_sentence(label) == words
