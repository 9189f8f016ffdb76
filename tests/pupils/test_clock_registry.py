"""The clocks that run: all there, in words, with a source, and described."""

from pathlib import Path

import pytest

from pupils.clocks import clocks

CLOCKS = Path(__file__).resolve().parents[2] / "docs" / "clocks.md"
FIRST_FIVE = {
    "pep_initiated",
    "pep_available",
    "pep_term_review",
    "school_place",
    "statutory_review",
}


def test_the_statutory_clocks_run():
    assert {clock.kind for clock in clocks()} >= FIRST_FIVE


@pytest.mark.parametrize("clock", clocks(), ids=lambda clock: clock.kind)
def test_each_clock_says_its_rule_and_source_and_is_described(clock):
    assert clock.words.endswith(".")
    assert any(word in clock.source for word in ("guidance", "Regulations"))
    assert f"## `{clock.kind}`" in CLOCKS.read_text(encoding="utf-8")
