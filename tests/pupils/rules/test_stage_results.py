"""The measures at the end of each stage at their thresholds, and results against targets."""

from dataclasses import replace
from datetime import date

import pytest

from pupils.national import national_attainment
from pupils.rules.stage_results import StageResult, stage_outcomes, trajectory
from pupils.rules.subjects import FOR_GOOD_LEVEL, GOALS, subject_key, subject_name

DAY = date(2026, 6, 30)


def result(subject, measure, value, *, stage="ks2", kind="test", on=DAY, status="validated"):
    return StageResult(
        stage=stage,
        subject=subject,
        measure=measure,
        kind=kind,
        value=value,
        achieved_on=on,
        status=status,
    )


def said(*results) -> dict[str, tuple[bool | None, str]]:
    return {one.label: (one.is_met, one.says) for one in stage_outcomes(results)}


@pytest.mark.parametrize(
    ("measure", "value", "target", "expected"),
    [
        ("age_related", "Below", "Expected", "below"),
        ("age_related", "Expected", "expected", "on"),
        ("gcse", "9", "8", "above"),
        ("gcse", "U", "1", "below"),
        ("scaled_score", "99", "100", "below"),
        ("words", "Better", "Best", None),
        ("gcse", "5", "", None),
        ("gcse", "5", "Good", None),
    ],
)
def test_a_result_against_its_target(measure, value, target, expected):
    assert trajectory(measure=measure, value=value, target=target) == expected


def profile(**below):
    wrong = {name.replace("_", " ") for name in below}
    return [
        result(
            goal,
            "goal",
            "Emerging" if goal in wrong else "Expected",
            stage="early_years",
            kind="teacher",
        )
        for goal in GOALS
    ]


def test_a_good_level_of_development_asks_for_twelve_of_the_seventeen_goals():
    assert (len(GOALS), len(FOR_GOOD_LEVEL), len(set(GOALS))) == (17, 12, 17)
    label = "Good level of development"
    assert said(*profile())[label] == (True, "12 of the 12 goals that count for it")
    assert said(*profile(Past_and_present=1))[label][0] is True
    assert said(*profile(Number=1))[label] == (False, "11 of the 12 goals that count for it")
    assert said(*profile()[1:]) == {}


@pytest.mark.parametrize(("score", "is_met"), [("31", False), ("32", True)])
def test_the_phonics_check(score, is_met):
    found = said(result("Phonics", "phonics", score, stage="ks1"))
    assert found["Phonics screening check"][0] is is_met


@pytest.mark.parametrize(
    ("reading", "writing", "mathematics", "met"),
    [
        ("100", "EXS", "100", [True, True, True, True]),
        ("99", "GDS", "120", [False, True, True, False]),
        ("110", "WTS", "100", [True, False, True, False]),
    ],
)
def test_key_stage_2(reading, writing, mathematics, met):
    found = said(
        result("Reading", "scaled_score", reading),
        result("Mathematics", "scaled_score", mathematics),
        result("Writing", "judgement", writing, kind="teacher"),
    )
    assert [found[f"{name}: the expected standard"][0] for name in (
        "Reading", "Writing", "Mathematics", "Reading, writing and mathematics"
    )] == met  # fmt: skip


def test_not_all_three_subjects_say_nothing_of_the_three():
    assert list(said(result("Reading", "scaled_score", "100"))) == [
        "Reading: the expected standard"
    ]


@pytest.mark.parametrize(
    ("language", "literature", "mathematics", "is_met"),
    [("4", "3", "4", True), ("3", "4", "4", True), ("3", "3", "9", False), ("9", "9", "3", False)],
)
def test_english_and_mathematics_at_grade_4(language, literature, mathematics, is_met):
    found = said(
        result("English language", "gcse", language, stage="ks4"),
        result("English literature", "gcse", literature, stage="ks4"),
        result("Mathematics", "gcse", mathematics, stage="ks4"),
    )
    assert found["English and mathematics: grade 4 or above"][0] is is_met


@pytest.mark.parametrize(
    ("english", "mathematics", "at_4", "at_5"),
    [
        ("5", "5", True, True),
        ("5", "4", True, False),
        ("4", "9", True, False),
        ("3", "9", False, False),
    ],
)
def test_a_strong_pass_in_english_and_mathematics_is_grade_5(english, mathematics, at_4, at_5):
    found = said(
        result("English language", "gcse", english, stage="ks4"),
        result("Mathematics", "gcse", mathematics, stage="ks4"),
    )
    assert [found[f"English and mathematics: grade {at} or above"][0] for at in (4, 5)] == [
        at_4,
        at_5,
    ]


def test_attainment_8_and_the_ebacc_average_stand_beside_englands_averages():
    early = result("All subjects", "attainment_8", "38.5", stage="ks4", status="provisional")
    found = stage_outcomes(
        [
            result("All subjects", "attainment_8", "41.5", stage="ks4"),
            replace(early, subject="Attainment 8"),  # whatever it was filed under
            result("All subjects", "ebacc_aps", "3.25", stage="ks4"),
        ]
    )
    assert [(one.label, one.is_met, one.says, one.national) for one in found] == [
        ("Attainment 8", None, "41.5 of 90", "ks4_attainment_8"),
        ("EBacc average point score", None, "3.25", "ks4_ebacc_aps"),
    ]
    figures = national_attainment()
    assert figures["ks4_attainment_8", "looked_after"] == ("17.3", "2024-25")
    assert figures["ks4_ebacc_aps", "all_pupils"] == ("4.09", "2024-25")
    assert figures["ks4_english_maths_5", "looked_after"] == ("7.9%", "2024-25")


def test_a_vocational_qualification_after_16_says_its_level():
    after = {"measure": "level", "stage": "post_16"}
    assert said(
        result("Hair and beauty", value="Level 2", **after),
        result("Health and social care", value="Level 3", **after),
        result("Cookery", value="Below level 2", **after),
    ) == {
        "Highest level of a vocational qualification": (None, "Level 3: Health and social care"),
    }
    assert trajectory(measure="level", value="Level 2", target="Level 3") == "below"


def test_post_16_says_what_was_passed_and_what_was_taken_again():
    a_level = {"measure": "a_level", "stage": "post_16"}
    again = {"measure": "gcse", "stage": "post_16"}
    assert said(
        result("History", value="E", **a_level),
        result("Biology", value="A*", **a_level),
        result("Physics", value="U", **a_level),
        result("Biology", value="A", on=date(2026, 7, 1), kind="mock", **a_level),
        result("Mathematics", value="3", **again),
        result("English language", value="4", **again),
    ) == {
        "English language taken again: grade 4 or above": (True, "4"),
        "Mathematics taken again: grade 4 or above": (False, "3"),
        "A levels": (None, "2 of 3 passed: Biology A*, History E, Physics U"),
    }


def test_a_teachers_forecast_is_no_grade():
    forecast = {"stage": "ks4", "kind": "teacher"}
    assert said(
        result("English", "gcse", "9", **forecast), result("Mathematics", "gcse", "9", **forecast)
    ) == {}  # fmt: skip


def test_a_validated_result_counts_before_a_provisional_one_of_the_year():
    early = result("Reading", "scaled_score", "100", on=date(2026, 5, 1))
    later = result("Reading", "scaled_score", "99", status="provisional")
    (one,) = stage_outcomes([later, early])
    assert (one.is_met, one.is_provisional) == (True, False)
    (one,) = stage_outcomes([later])
    assert (one.is_met, one.is_provisional) == (False, True)
    next_year = result("Reading", "scaled_score", "99", status="provisional", on=date(2026, 9, 1))
    (one,) = stage_outcomes([early, next_year])
    assert one.is_met is True
    (one,) = stage_outcomes([early, replace(next_year, status="validated")])
    assert one.is_met is False


@pytest.mark.parametrize("status", ["provisional", "validated"])
def test_a_mock_is_never_the_end_of_a_stage(status):
    assert (
        stage_outcomes([result("Reading", "scaled_score", "110", kind="mock", status=status)]) == []
    )


@pytest.mark.parametrize(("status", "is_there"), [("provisional", False), ("validated", True)])
def test_a_teachers_assessment_of_a_term_is_none_of_the_stage(status, is_there):
    found = stage_outcomes([result("Writing", "judgement", "EXS", kind="teacher", status=status)])
    assert bool(found) is is_there


JUNE, AUGUST = date(2026, 6, 1), date(2026, 8, 31)


@pytest.mark.parametrize(
    ("stage", "measure", "value", "year_groups", "on", "is_there"),
    [
        ("ks2", "judgement", "EXS", (6, 5), JUNE, True),
        ("ks2", "judgement", "EXS", (7, 6), AUGUST, True),  # by age
        ("ks2", "judgement", "EXS", (6, 6), date(2026, 5, 31), False),  # a term's
        ("ks2", "judgement", "EXS", (6, 6), date(2026, 9, 1), False),
        ("ks2", "judgement", "EXS", (5, 5), JUNE, False),
        ("ks2", "age_related", "Expected", (6, 6), JUNE, False),
        ("ks2", "judgement", "D", (6, 6), JUNE, False),
        ("ks1", "judgement", "PK4", (2, 2), JUNE, True),
        ("ks1", "judgement", "PK4", (6, 6), JUNE, False),
    ],
)
def test_a_teachers_statutory_assessment_is_of_the_stage(
    stage, measure, value, year_groups, on, is_there
):
    told = result("Writing", measure, value, stage=stage, kind="teacher", status="provisional")
    found = stage_outcomes([replace(told, year_groups=year_groups, achieved_on=on)])
    says = [(value, value == "EXS", True)] if is_there else []
    assert [(one.says, one.is_met, one.is_provisional) for one in found] == says


def test_a_profile_of_reception_says_the_good_level_before_it_is_validated():
    told = [replace(one, status="provisional", year_groups=(0,)) for one in profile()]
    (one,) = stage_outcomes(told)
    assert (one.is_met, one.is_provisional) == (True, True)
    absent = [replace(told[0], value="A"), *told[1:]]
    assert stage_outcomes(absent) == []


@pytest.mark.parametrize(
    ("subject", "measure", "value"),
    [("Phonics", "phonics", "A"), ("Reading", "judgement", "D"), ("Mathematics", "goal", "A")],
)
def test_what_was_not_assessed_ends_no_stage(subject, measure, value):
    assert stage_outcomes([result(subject, measure, value, stage="ks1")]) == []


def test_an_a_level_of_grade_a_is_a_result():
    found = said(result("Biology", "a_level", "A", stage="post_16"))
    assert found == {"A levels": (None, "1 of 1 passed: Biology A")}


def test_a_check_without_a_threshold_is_neither_met_nor_not():
    (one,) = stage_outcomes([result("Maths", "tables_check", "19")])
    assert (one.is_met, one.says) == (None, "19 of 25")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("maths", "Mathematics"),
        (" MAT ", "Mathematics"),
        ("mathematics", "Mathematics"),
        ("English  Lit", "English literature"),
        ("numerical patterns", "Numerical patterns"),
        ("Computer science", "Computer science"),
        ("  Beekeeping ", "Beekeeping"),
    ],
)
def test_one_name_for_a_subject(written, name):
    assert subject_name(written) == name
    assert subject_key(written.upper()) == subject_key(name)


def test_a_subject_by_another_name_is_of_the_stage():
    found = said(result("maths", "scaled_score", "100"))
    assert found == {"Mathematics: the expected standard": (True, "100")}
