"""The draw: the same plan has the same number, about the share is drawn, some always are."""

from collections import Counter

import pytest

from peps.rules.sampling import FOR_ASSURANCE, FOR_TWO, PlanToDraw, draw, number_of

ALL_KINDS = ["first", "exam_years", "red_school", "interim"]


def number(ref, *, seed="ab12", term="2026-27-autumn", purpose=FOR_ASSURANCE):
    return number_of(seed=seed, term=term, ref=ref, purpose=purpose)


def plan(*, is_first=False, is_without_a_place=False, year=9, is_school_red=False):
    return PlanToDraw(
        is_first=is_first,
        is_without_a_place=is_without_a_place,
        year=year,
        is_school_red=is_school_red,
    )


def test_a_number_follows_from_ref_term_seed_and_purpose_alone():
    # By hand: SHA-256 of "ab12:assurance:2026-27-autumn:k7x2m9p4qz", modulo 100, plus one.
    assert number("k7x2m9p4qz") == number("k7x2m9p4qz") == 43
    others = [
        number("k7x2m9p4qz", seed="ab13"),
        number("k7x2m9p4qz", term="2026-27-spring"),
        number("k7x2m9p4qz", purpose=FOR_TWO),
        number("k7x2m9p4qy"),
    ]
    assert len({43, *others}) > 2


def test_numbers_spread_evenly_from_1_to_100():
    counted = Counter(number(f"plan{n}") for n in range(20_000))
    assert set(counted) == set(range(1, 101))
    assert max(counted.values()) < 2 * min(counted.values())


@pytest.mark.parametrize(
    ("own", "share", "is_drawn"),
    [(1, 1, True), (2, 1, False), (25, 25, True), (26, 25, False), (100, 99, False)],
)
def test_a_share_draws_the_numbers_up_to_it(own, share, is_drawn):
    drawn = draw(plan(), always=(), share=share, number=own)
    assert (drawn.is_drawn, drawn.why) == (is_drawn, "share" if is_drawn else "not_drawn")


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (plan(is_first=True), "first"),
        (plan(is_without_a_place=True), "interim"),
        (plan(year=6), "exam_years"),
        (plan(year=10), "exam_years"),
        (plan(year=11), "exam_years"),
        (plan(is_school_red=True), "red_school"),
        (plan(year=5), ""),
        (plan(year=7), ""),
        (plan(year=12), ""),
        (plan(), ""),
    ],
)
def test_what_is_always_drawn_where_the_authority_says_so(of, why):
    drawn = draw(of, always=ALL_KINDS, share=1, number=100)
    assert (drawn.is_drawn, drawn.why) == (bool(why), why or "not_drawn")
    assert not draw(of, always=[], share=1, number=100).is_drawn
