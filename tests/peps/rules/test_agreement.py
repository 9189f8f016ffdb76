"""Cohen's kappa against tables worked out by hand, and where it cannot be computed."""

from fractions import Fraction

import pytest

from peps.rules.agreement import agreement


def pairs(**counts):
    """`rg=3`: three pairs of red by the first and green by the second."""
    level = {"r": "red", "a": "amber", "g": "green"}
    return [(level[k[0]], level[k[1]]) for k, number in counts.items() for _ in range(number)]


@pytest.mark.parametrize(
    ("given", "percent", "kappa"),
    [
        # The textbook table: 20 + 15 of 50 the same; 25/50 and 30/50 green; 0.7 seen, 0.5 expected.
        (pairs(gg=20, gr=5, rg=10, rr=15), 70, Fraction(2, 5)),
        # Three levels, 7 of 10 the same; expected (4*3 + 3*6 + 3*1) / 100 = 0.33.
        (pairs(gg=3, aa=3, rr=1, ga=1, ra=2), 70, Fraction(37, 67)),
        (pairs(gg=5, rr=5), 100, Fraction(1)),
        (pairs(gr=5, rg=5), 0, Fraction(-1)),
        (pairs(gg=25, gr=25, rg=25, rr=25), 50, Fraction(0)),
        (pairs(gr=4), 0, Fraction(0)),  # each gave one level, and not the same
    ],
)
def test_kappa_of_a_table(given, percent, kappa):
    found = agreement(given)
    assert (found.percent, found.kappa) == (percent, kappa)


def test_without_a_pair_it_cannot_be_computed():
    found = agreement([])
    assert (found.percent, found.kappa) == (None, None)
    assert found.words == "Cannot be computed: no plan has been marked by two"


def test_where_every_mark_is_the_same_it_cannot_be_computed():
    found = agreement(pairs(gg=7))
    assert (found.percent, found.kappa) == (100, None)
    assert found.words.startswith("Cannot be computed: every mark is the same level")


def test_who_is_first_and_who_second_does_not_matter():
    given = pairs(gg=3, ga=2, ar=1, rr=2)
    turned = [(second, first) for first, second in given]
    assert agreement(given).kappa == agreement(turned).kappa


def test_it_is_shown_with_two_places():
    assert agreement(pairs(gg=20, gr=5, rg=10, rr=15)).words == "0.40"
