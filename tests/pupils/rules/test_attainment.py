"""Results on their scales, and when two of them compare."""

from datetime import date

import pytest

from pupils.rules.attainment import MEASURES, Result, trends


@pytest.mark.parametrize(
    ("measure", "value", "kept"),
    [
        ("scaled_score", "80", "80"),
        ("scaled_score", " 120 ", "120"),
        ("scaled_score", "79", None),
        ("scaled_score", "121", None),
        ("scaled_score", "NaN", None),
        ("scaled_score", "a hundred", None),
        ("phonics", "0", "0"),
        ("phonics", "41", None),
        ("tables_check", "25", "25"),
        ("gcse", "u", "U"),
        ("gcse", "9", "9"),
        ("gcse", "10", None),
        ("a_level", "a*", "A*"),
        ("judgement", "exs", "EXS"),
        ("judgement", "EXP", None),
        ("judgement", "em", "EM"),
        ("judgement", "pk1", "PK1"),
        ("judgement", "PK6", "PK6"),
        ("judgement", "PK7", None),
        ("judgement", "hnm", "HNM"),
        ("judgement", "a", "A"),
        ("judgement", "D", "D"),
        ("goal", "D", "D"),
        ("goal", "HNM", None),
        ("phonics", "a", "A"),
        ("tables_check", "D", "D"),
        ("scaled_score", "A", None),
        ("gcse", "A", None),
        ("gcse", "5-4", None),
        ("gcse_double", "9-9", "9-9"),
        ("gcse_double", "5-4", "5-4"),
        ("gcse_double", "1-1", "1-1"),
        ("gcse_double", "u", "U"),
        ("gcse_double", "4-5", None),
        ("gcse_double", "6-4", None),
        ("gcse_double", "10-9", None),
        ("gcse_double", "5", None),
        ("age_related", "well below", "Well below"),
        ("words", "Reads signs on the bus", "Reads signs on the bus"),
        ("words", "  ", None),
    ],
)
def test_what_a_scale_allows(measure: str, value: str, kept: str | None) -> None:
    assert MEASURES[measure].kept(value) == kept


def history(*results: tuple[str, str, str]) -> list[str | None]:
    """The trends of results a month apart, oldest first."""
    rows = [
        Result(id=n, subject=subject, measure=measure, value=value, achieved_on=date(2026, n, 1))
        for n, (subject, measure, value) in enumerate(results, start=1)
    ]
    found = trends(reversed(rows))
    return [found[row.id].value if row.id in found else None for row in rows]


def test_up_same_and_down_in_order_of_the_days() -> None:
    reading = [("Reading", "age_related", value) for value in ("Below", "Expected", "Expected")]
    assert history(*reading, ("reading", "age_related", "Well below")) == [
        None,
        "up",
        "same",
        "down",
    ]


def test_grades_go_by_their_order_and_not_by_the_alphabet() -> None:
    assert history(("Art", "a_level", "A"), ("Art", "a_level", "A*")) == [None, "up"]
    assert history(("Art", "gcse", "U"), ("Art", "gcse", "1")) == [None, "up"]


def test_what_stands_on_different_scales_or_none_is_not_compared() -> None:
    assert history(
        ("Mathematics", "scaled_score", "100"),
        ("Mathematics", "gcse", "4"),
        ("Science", "gcse", "9"),
        ("Mathematics", "words", "Better"),
        ("Mathematics", "words", "Best"),
        ("Mathematics", "gcse", "5"),
    ) == [None, None, None, None, None, "up"]


@pytest.mark.parametrize(
    ("measure", "before", "now", "trend"),
    [
        ("judgement", "EM", "PK1", "up"),
        ("judgement", "PK6", "WTS", "up"),
        ("judgement", "PK4", "PK3", "down"),
        ("judgement", "HNM", "EXS", None),
        ("judgement", "WTS", "HNM", None),
        ("judgement", "A", "WTS", None),
        ("phonics", "A", "20", None),
        ("gcse_double", "5-4", "5-5", "up"),
        ("gcse_double", "5-5", "6-5", "up"),
        ("gcse_double", "1-1", "U", "down"),
    ],
)
def test_codes_that_stand_nowhere_on_the_scale_are_not_compared(measure, before, now, trend):
    assert history(("Science", measure, before), ("Science", measure, now)) == [None, trend]
