"""The academic year, percentages, and that no small number can be worked out."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.annual_report.rules import (
    ALL_BUT_FEW,
    FEW,
    HIDDEN,
    AcademicYear,
    percentage,
    suppress_counts,
    suppress_partition,
    suppress_share,
    suppress_totalled,
)


def test_academic_year_runs_from_september_to_august():
    year = AcademicYear.named("2025-26")
    assert (year.first_day, year.last_day) == (date(2025, 9, 1), date(2026, 8, 31))
    assert year.twelve_months_to_march == (date(2025, 4, 1), date(2026, 3, 31))
    assert year.school_day == date(2026, 5, 31)
    assert AcademicYear.of(date(2026, 8, 31)) == year
    assert AcademicYear.of(date(2026, 9, 1)).name == "2026-27"


@pytest.mark.parametrize("name", ["", "2025", "2025-2026", "2025-27", "25-26", "2025-26 ", "x"])
def test_other_names_of_years_are_refused(name):
    with pytest.raises(ValueError, match="2025-26"):
        AcademicYear.named(name)


@pytest.mark.parametrize(
    ("born_on", "age"),
    [(date(2015, 8, 31), 10), (date(2015, 9, 1), 9), (date(2021, 9, 1), 3), (date(2025, 9, 1), -1)],
)
def test_age_at_start_is_that_on_31_august_before(born_on, age):
    assert AcademicYear.named("2025-26").age_at_start(born_on) == age


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 0, None), (0, 8, 0), (1, 8, 13), (1, 200, 1), (1, 201, 0), (8, 8, 100), (199, 200, 100)],
)
def test_percentages_are_whole_with_halves_up(numerator, denominator, expected):
    assert percentage(numerator, denominator) == expected


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        # nothing small
        ([60, 40], ["60", "40"]),
        ([60, 0, 40], ["60", "0", "40"]),
        ([0, 0], ["0", "0"]),
        # one small number: the next smallest group is hidden with it
        ([60, 3, 40], ["60", FEW, HIDDEN]),
        ([60, 3], [ALL_BUT_FEW, FEW]),
        ([60, 3, 0], [ALL_BUT_FEW, FEW, "0"]),
        ([60, 5, 6], ["60", FEW, HIDDEN]),
        # the least that may be shown, the most that may not
        ([6, 60], ["6", "60"]),
        ([5, 60, 70], [FEW, HIDDEN, "70"]),
        # a small number and the hidden one at their lowest would follow from the total
        ([1, 6, 60], [FEW, HIDDEN, HIDDEN]),
        # two small numbers protect one another, unless both are at an end
        ([2, 3, 60], [FEW, FEW, "60"]),
        ([1, 1, 60], [FEW, FEW, ALL_BUT_FEW]),
        ([5, 5, 60], [FEW, FEW, HIDDEN]),
        # nothing left to hide: nothing is said about which is small
        ([5, 5, 0], [HIDDEN, HIDDEN, "0"]),
        # a total of 1 to 5
        ([3, 0], [HIDDEN, HIDDEN]),
    ],
)
def test_partition(counts, shown):
    assert [row.count for row in suppress_partition(counts)] == shown


def test_percentages_of_a_partition():
    rows = suppress_partition([90, 3, 10, 0])
    assert [row.percent for row in rows] == ["87%", "5% or less", "–", "0%"]
    assert [row.out_of for row in rows] == ["103"] * 4


def could_be(text: str, total: int) -> range:
    """What a reader may think of a cell, knowing the rule."""
    if text == FEW:
        return range(1, 6)
    if text == ALL_BUT_FEW:
        return range(max(total - 5, 0), total)
    if text == HIDDEN:
        return range(total + 1)
    return range(int(text), int(text) + 1)


@given(st.lists(st.integers(0, 14), min_size=2, max_size=4))
def test_no_small_number_of_a_partition_can_be_worked_out(counts):
    """Try every table that agrees with what is published: each small number stays open."""
    total = sum(counts)
    rows = suppress_partition(counts)
    if not total > 0 or rows[0].out_of == FEW:
        return
    possible = [
        cells
        for cells in product(*(could_be(row.count, total) for row in rows))
        if sum(cells) == total
    ]
    assert tuple(counts) in possible
    for position, count in enumerate(counts):
        if 0 < count < 6:
            assert len({cells[position] for cells in possible}) > 1


@pytest.mark.parametrize(
    ("numerator", "denominator", "count", "out_of", "percent"),
    [
        (0, 0, "0", "0", "–"),
        (0, 50, "0", "50", "0%"),
        (50, 50, "50", "50", "100%"),
        (6, 50, "6", "50", "12%"),
        (5, 50, FEW, "50", "10% or less"),
        (1, 50, FEW, "50", "10% or less"),
        (44, 50, "44", "50", "88%"),
        (45, 50, ALL_BUT_FEW, "50", "90% or more"),
        (49, 50, ALL_BUT_FEW, "50", "90% or more"),
        (0, 9, "0", "9", "–"),
        (3, 9, FEW, "9", "–"),
        (10, 10, "10", "10", "100%"),
        (9, 9, "9", "9", "–"),
        (1, 5, HIDDEN, FEW, "–"),
        (5, 5, HIDDEN, FEW, "–"),
        (0, 3, HIDDEN, FEW, "–"),
        (1200, 2400, "1,200", "2,400", "50%"),
    ],
)
def test_share(numerator, denominator, count, out_of, percent):
    shown = suppress_share(numerator, denominator)
    assert (shown.count, shown.out_of, shown.percent) == (count, out_of, percent)


@pytest.mark.parametrize("denominator", range(6, 130))
def test_a_share_and_its_rest_are_the_same_for_every_small_number(denominator):
    assert len({str(suppress_share(n, denominator)) for n in range(1, 6)}) == 1
    if denominator > 10:
        rest = {str(suppress_share(denominator - n, denominator)) for n in range(1, 6)}
        assert len(rest) == 1


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([300, 260, 40, 6], ["300", "260", "40", "6"]),
        ([300, 260, 5, 0], ["300", "260", FEW, "0"]),
        ([300, 297, 40, 40], [HIDDEN, "297", "40", "40"]),
        ([300, 300, 0, 0], ["300", "300", "0", "0"]),
        ([4, 3, 1, 1], [HIDDEN, FEW, FEW, FEW]),
        ([], []),
    ],
)
def test_plain_numbers(counts, shown):
    assert [row.count for row in suppress_counts(counts)] == shown


@pytest.mark.parametrize(
    ("terms", "shown"),
    [
        # nothing small
        ([(80, 100), (70, 100)], ["80", "70", "150"]),
        # one small rest: another term is hidden so that the total does not give it away
        ([(98, 100), (70, 90), (60, 100)], [ALL_BUT_FEW, HIDDEN, "60", "228"]),
        # no other term leaves room for doubt: the total is hidden
        ([(98, 100), (100, 100), (94, 100)], [ALL_BUT_FEW, "100", "94", HIDDEN]),
        # small rests that protect one another
        ([(98, 100), (96, 100), (70, 100)], [ALL_BUT_FEW, ALL_BUT_FEW, "70", "264"]),
        # together so small that the total is itself a small number's
        ([(98, 100), (100, 100)], [ALL_BUT_FEW, "100", ALL_BUT_FEW]),
    ],
)
def test_shares_with_a_total(terms, shown):
    total = (sum(n for n, _ in terms), sum(d for _, d in terms))
    assert [row.count for row in suppress_totalled([*terms, total])] == shown


@given(
    st.lists(
        st.integers(0, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
        min_size=2,
        max_size=3,
    )
)
def test_no_small_number_follows_from_a_shown_total(terms):
    """With the total shown, each hidden share could still be one of several."""
    total = (sum(n for n, _ in terms), sum(d for _, d in terms))
    *rows, shown_total = suppress_totalled([*terms, total])
    if shown_total.is_suppressed or not any(row.is_suppressed for row in rows):
        return
    possible = [
        cells
        for cells in product(
            *(could_be(row.count, d) for row, (_, d) in zip(rows, terms, strict=True))
        )
        if sum(cells) == total[0]
    ]
    for position, (n, d) in enumerate(terms):
        if 0 < n < 6 or 0 < d - n < 6:
            assert len({cells[position] for cells in possible}) > 1
