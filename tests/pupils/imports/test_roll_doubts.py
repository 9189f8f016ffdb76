"""What the roll extract says that can hardly be so: loaded, and named as a doubt."""

import pytest

from pupils.models import Pupil
from tests.cast import TODAY, Cast
from tests.intake.running import load
from tests.pupils.imports.rolls import GIA, roll

pytestmark = pytest.mark.django_db
assert f"{TODAY:%Y-%m}" == "2026-11"  # the ages below are of 31 August 2026


def doubts(cast: Cast, **changed: str) -> list[tuple[str, str, str]]:
    row = {**GIA, "child_id": "N400", "upn": "", **changed}
    job = load("roll", {"r.csv": roll(row)}, authority=cast.northshire)
    assert Pupil.objects.filter(child_id="N400").exists()
    return [(one.column, one.code, one.message) for one in job.kept["warning"]]


@pytest.mark.parametrize(
    ("born", "year", "words"),
    [
        ("2014-01-01", "9", "the child would be in Year 8"),  # 12 on 31 August
        ("2014-01-01", "7", "taught outside"),
        ("2014-01-01", "5", "check the date of birth and the year group"),
        ("2014-01-01", "10", "check the date of birth and the year group"),
        ("2013-08-31", "8", "the child would be in Year 9"),  # 13 on that day
        ("2013-09-01", "9", "the child would be in Year 8"),  # 13 the day after
        ("2022-06-01", "1", "the child would be in Reception"),
        ("2023-06-01", "R", "the child would be in Nursery"),
        ("2025-06-01", "1", "too young for any year group"),
        ("2009-06-01", "10", "the child would be in Year 13"),
    ],
)
def test_a_year_group_other_than_that_of_the_age_is_a_doubt(cast, born, year, words):
    (doubt,) = doubts(
        cast,
        date_of_birth=born,
        nc_year=year,
        looked_after_from="2026-03-02",
        school_urn="",
        enrolled_from="",
    )
    assert doubt[:2] == ("nc_year", "year_group_and_age")
    assert words in doubt[2]


@pytest.mark.parametrize(
    ("born", "year"),
    [
        ("2014-01-01", "8"),
        ("2013-08-31", "9"),
        ("2013-09-01", "8"),
        ("2022-06-01", "R"),
        ("2023-06-01", "N2"),
        ("2024-06-01", "N1"),
        ("2008-12-01", "13"),
        ("2008-12-01", "12"),
        ("2009-12-01", "13"),
        ("2008-12-01", "14"),
        ("2008-11-05", "13"),
        ("2014-01-01", ""),
        ("2014-01-01", "-"),
    ],
)
def test_the_year_group_of_the_age_is_none_nor_is_a_year_of_the_sixth_form(cast, born, year):
    assert doubts(cast, date_of_birth=born, nc_year=year, school_urn="", enrolled_from="") == []


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "Gia3", "Gia & Ben", "gia@x.org", "Gia_R", "Gia\\"]
)
@pytest.mark.parametrize("column", ["legal_first_name", "legal_last_name", "known_as"])
def test_a_sign_that_no_name_has_is_a_doubt(cast, column, name):
    (doubt,) = doubts(cast, **{column: name})
    assert doubt[:2] == (column, "not_of_a_name")
    assert name not in doubt[2]


@pytest.mark.parametrize(
    "name",
    ["O'Brien", "O’Neill", "Anne-Marie", "Zoë", "Nguyễn", "St. John", "李", "Ali (Alex)", "Mc Coy"],
)
def test_the_names_that_people_have_are_none(cast, name):
    assert doubts(cast, legal_first_name=name, legal_last_name=name) == []
