"""What an assessment of a Common Transfer File is on our scales, and what refuses it."""

import io
from datetime import date

import pytest

from pupils.imports.attainment.row import Child, SaidResult
from pupils.imports.ctf.file import CTF
from pupils.imports.ctf.row import read_assessment
from pupils.rules.subjects import GOALS
from tests.pupils.imports.ctf_files import MTC, READING, ctf, pupil
from vsh.tables.reading import Row, Source, open_table

UPN = "A999000126001"
CHILDREN = {UPN: Child(id=1, born_on=date(2015, 3, 10))}
TODAY = date(2026, 6, 30)


# The year group in which a check is taken, by its component and stage.
YEARS = {"PHO": 1, "MTC": 4, "EYF": 0, "NS": 6}


def child_for(told: str) -> Child:
    """Of the age for a check; of any other assessment the one above."""
    year = next((at for code, at in YEARS.items() if code in told.split()), None)
    if year is None or not told[-4:].isdigit():
        return CHILDREN[UPN]
    return Child(id=1, born_on=date(int(told[-4:]) - year - 5, 1, 1))


def read(told: str, *, on: date = TODAY, upn: str = UPN, child: Child | None = None, **more: str):
    content = ctf(pupil(upn, told, **more)).encode()
    [row] = open_table(Source("a.xml", lambda: io.BytesIO(content)), [CTF]).rows()
    assert isinstance(row, Row)
    return read_assessment(row, children={UPN: child or child_for(told)}, on=on)


@pytest.mark.parametrize(
    ("told", "year", "is_refused"),
    [
        ("KS1 PHO TA PHO NM 34 2025", 0, False),
        ("KS1 PHO TA PHO NM 34 2025", 3, False),
        ("KS1 PHO TA PHO NM 34 2025", 4, True),
        ("KS2 MAT TT MTC MT 21 2025", 2, True),
        ("KS2 MAT TT SUB NS 104 2025", 7, False),
        ("KS2 MAT TT SUB NS 104 2025", 8, True),
        ("EYF COM FA E01 FD 2 2025", 2, True),
    ],
)
def test_a_check_is_of_a_child_of_about_its_age(told, year, is_refused):
    found = read(told, child=Child(id=1, born_on=date(2025 - year - 5, 1, 1)))
    assert isinstance(found, list) is is_refused
    if is_refused:
        assert [(one.column, one.code) for one in found] == [("Component", "other_age")]


def test_the_year_group_on_record_counts_beside_the_age():
    child = Child(id=1, born_on=date(2019, 1, 1), nc_year=4)  # by age Year 2
    assert isinstance(read("KS2 MAT TT MTC MT 21 2026", child=child), SaidResult)


def test_a_judgement_of_another_age_is_kept_and_named():
    [doubt] = read(READING, child=Child(id=1, born_on=date(2012, 3, 10))).doubts  # Year 9
    assert (doubt.column, doubt.code, doubt.level) == ("Stage", "unusual_age", "warning")
    assert read(READING).doubts == ()


@pytest.mark.parametrize(
    ("told", "stage", "subject", "measure", "kind", "value", "achieved_on"),
    [
        (MTC, "ks2", "Mathematics", "tables_check", "test", "21", date(2025, 6, 30)),
        (READING, "ks2", "Reading", "judgement", "teacher", "EXS", date(2026, 6, 30)),
        ("KS1 ENG TA WRI - wts 2022", "ks1", "Writing", "judgement", "teacher", "WTS", None),
        ("KS2 MAT TA - - GDS 2026", "ks2", "Mathematics", "judgement", "teacher", "GDS", None),
        ("KS2 SCI TA SUB - EXS 2026", "ks2", "Science", "judgement", "teacher", "EXS", None),
        ("KS1 PHO TA PHO NM 34 2021", "ks1", "Phonics", "phonics", "test", "34", None),
        ("KS2 MAT TT SUB NS 104 2026", "ks2", "Mathematics", "scaled_score", "test", "104", None),
        ("KS2 ENG TT REA NS 80 2026", "ks2", "Reading", "scaled_score", "test", "80", None),
        ("EYF COM FA E01 FD 2 2022", "early_years", GOALS[0], "goal", "teacher", "Expected", None),
        ("EYF EAD FA E17 - 1 2022", "early_years", GOALS[16], "goal", "teacher", "Emerging", None),
        ("EYF COM FA E01 - a 2022", "early_years", GOALS[0], "goal", "teacher", "A", None),
        ("KS2 SCI TA SUB - HNM 2026", "ks2", "Science", "judgement", "teacher", "HNM", None),
        ("KS2 ENG TA WRI - pk6 2026", "ks2", "Writing", "judgement", "teacher", "PK6", None),
        ("KS1 MAT TA - - EM 2022", "ks1", "Mathematics", "judgement", "teacher", "EM", None),
        ("KS2 ENG TA REA - D 2026", "ks2", "Reading", "judgement", "teacher", "D", None),
        ("KS1 PHO TA PHO NM A 2021", "ks1", "Phonics", "phonics", "test", "A", None),
        ("KS2 MAT TT MTC MT A 2025", "ks2", "Mathematics", "tables_check", "test", "A", None),
    ],
)
def test_known_codes_are_results(told, stage, subject, measure, kind, value, achieved_on):
    said = read(told)
    assert isinstance(said, SaidResult)
    assert (said.stage, said.subject, said.measure) == (stage, subject, measure)
    assert (said.kind, said.value, said.status) == (kind, value, "provisional")
    assert said.achieved_on == (achieved_on or date(int(told[-4:]), 6, 30))


@pytest.mark.parametrize(
    ("told", "column", "code"),
    [
        ("KS2 MAT TT SUB - 104 2026", "Component", "unknown_assessment"),
        ("KS2 ENG TT REA NM 40 2026", "Component", "unknown_assessment"),
        ("KS2 ENG TT REA NS 79 2026", "Result", "off_the_scale"),
        ("KS2 ENG TA SPK - EXS 2026", "Component", "unknown_assessment"),
        ("KS3 ENG TA REA - EXS 2026", "Component", "unknown_assessment"),
        ("KS2 MAT TT MTC NM 21 2025", "Component", "unknown_assessment"),
        ("EYF COM FA E18 - 2 2022", "Component", "unknown_assessment"),
        ("EYF COM FA G01 - 2 2022", "Component", "unknown_assessment"),
        ("EYF COM FA E01 - 2 2021", "Component", "unknown_assessment"),  # the goals were others
        ("EYF EAD FA E17 - 3 2020", "Component", "unknown_assessment"),
        ("- - - - - 2 2020", "Component", "unknown_assessment"),
        ("KS2 MAT TT MTC MT 26 2025", "Result", "off_the_scale"),
        ("KS1 PHO TA PHO NM 41 2021", "Result", "off_the_scale"),
        ("EYF COM FA E01 - 3 2022", "Result", "off_the_scale"),
        ("EYF COM FA E01 - Expected 2022", "Result", "off_the_scale"),
        ("KS2 SCI TA SUB - PK7 2026", "Result", "off_the_scale"),
        ("KS2 ENG TT REA NS A 2026", "Result", "off_the_scale"),
        ("KS2 ENG TA REA - - 2026", "Result", "missing"),
        ("KS2 ENG TA REA - EXS -", "Year", "missing"),
        ("KS2 ENG TA REA - EXS 26", "Year", "number"),
        ("KS2 ENG TA REA - EXS 2027", "Year", "future"),
        ("KS2 ENG TA REA - EXS 2014", "Year", "before_birth"),
    ],
)
def test_what_is_not_certain_is_refused_by_its_element(told, column, code):
    problems = read(told)
    assert [(one.column, one.code) for one in problems] == [(column, code)]


def test_a_goal_of_an_older_profile_is_refused_in_words():
    [problem] = read("EYF COM FA E01 - 2 2021")
    assert problem.message.startswith("The early years profile of 2021 had other goals")
    assert "record it on the child's page" in problem.message
    assert [one.code for one in read("EYF COM FA E01 - 2 -")] == ["missing"]


def test_a_result_of_this_year_waits_for_the_end_of_june():
    assert isinstance(read(READING, on=date(2026, 6, 30)), SaidResult)
    [problem] = read(READING, on=date(2026, 6, 29))
    assert (problem.code, "load the file then" in problem.message) == ("future", True)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"upn": "B999000126002"}, "UPN", "unknown_upn"),
        ({"upn": "12"}, "UPN", "upn"),
        ({"dob": "2015-03-11"}, "DOB", "other_birth_date"),
        ({"dob": "10/03/2015"}, "DOB", "date"),
    ],
)
def test_another_child_is_refused(change, column, code):
    assert isinstance(read(READING, dob="2015-03-10"), SaidResult)
    assert [(one.column, one.code) for one in read(READING, **change)] == [(column, code)]


def test_an_estimate_is_no_result():
    content = ctf(pupil(UPN, READING)).replace(">R<", ">E<").encode()
    [row] = open_table(Source("a.xml", lambda: io.BytesIO(content)), [CTF]).rows()
    [problem] = read_assessment(row, children=CHILDREN, on=TODAY)
    assert (problem.column, problem.code) == ("ResultStatus", "not_a_result")


def test_a_long_word_is_refused_and_not_shown_whole():
    problems = read(READING.replace("EXS", "E" * 2_000_000))
    assert [(one.column, one.code) for one in problems] == [("Result", "too_long")]
    assert len(problems[0].message) < 200
