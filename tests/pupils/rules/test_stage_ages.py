"""Of which year groups a result can be."""

import pytest

from pupils.rules.attainment import MEASURES
from pupils.rules.stage_ages import impossible, is_of_another_age


@pytest.mark.parametrize(
    ("measure", "first", "last"),
    [
        ("goal", -2, 1),
        ("phonics", 0, 3),
        ("tables_check", 3, 5),
        ("scaled_score", 5, 7),
        ("gcse", 9, 14),
        ("gcse_double", 9, 14),
        ("attainment_8", 10, 12),
        ("ebacc_aps", 10, 12),
        ("a_level", 11, 14),
        ("level", 11, 14),
        ("age_related", -2, 14),
        ("judgement", -2, 14),
        ("standardised_score", -2, 14),
        ("words", -2, 14),
    ],
)
def test_the_first_and_the_last_year_of_what_is_measured(measure, first, last):
    may = [
        year
        for year in range(-2, 15)
        if not impossible(measure=measure, kind="test", year_groups=(year,))
    ]
    assert may == list(range(first, last + 1))


def test_grades_of_a_course_are_given_before_its_examination():
    assert not impossible(measure="gcse", kind="teacher", year_groups=(7,))
    assert not impossible(measure="gcse", kind="mock", year_groups=(8,))


def test_one_of_the_year_groups_is_enough_and_both_are_named():
    assert not impossible(measure="phonics", kind="test", year_groups=(3, 5))
    said = impossible(measure="phonics", kind="test", year_groups=(4, 5))
    check = MEASURES["phonics"].label
    assert said == (
        f"{check} is of Year 1 and Year 2, and the child was in Year 4 or Year 5 on that day"
    )
    assert impossible(measure="goal", kind="teacher", year_groups=(9, 9)).startswith(
        "Early learning goal is of the years up to Reception, and the child was in Year 9 on"
    )


@pytest.mark.parametrize(
    ("stage", "first", "last"),
    [
        ("early_years", -2, 1),
        ("ks1", 0, 3),
        ("ks2", 2, 7),
        ("ks3", 6, 10),
        ("ks4", 9, 12),
        ("post_16", 11, 14),
    ],
)
def test_which_years_a_stage_is_not_asked_about(stage, first, last):
    found = [y for y in range(-2, 15) if not is_of_another_age(stage=stage, year_groups=(y,))]
    assert found == list(range(first, last + 1))
