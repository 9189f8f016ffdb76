"""What a row changes of who a known child is; a number that another authority has is told."""

from datetime import date

import pytest
from django.urls import reverse

from pupils.models import Pupil
from reporting.data_quality.facts import Fact
from tests.cast import Cast
from tests.intake.running import load
from tests.pupils.imports.rolls import BLANK, GIA, roll
from tests.reporting.page_requests import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gia(cast: Cast) -> Cast:
    load("roll", {"roll.csv": roll(GIA)}, authority=cast.northshire)
    return cast


def tonight(cast: Cast, **facts: str):
    row = {**BLANK, "child_id": "N100", **facts}
    return load("roll", {"roll.csv": roll(row)}, authority=cast.northshire)


def said(job) -> list[tuple[str, str, str]]:
    return [
        (level, one.code, one.message)
        for level in ("error", "warning", "info")
        for one in job.kept[level]
        if one.code.startswith(("changes_", "other_date", "upn_else", "closed_record"))
    ]


def now() -> Pupil:
    return Pupil.objects.get(child_id="N100")


def test_a_typing_error_of_the_date_of_birth_loads_and_is_named(gia: Cast):
    [(level, code, words)] = said(tonight(gia, date_of_birth="2012-05-16"))
    assert (level, code) == ("warning", "changes_date_of_birth")
    assert words.startswith("Date of birth: 06/05/2012 on record, 16/05/2012 from now on.")
    assert now().date_of_birth == date(2012, 5, 16)
    assert said(tonight(gia, date_of_birth="2012-05-16")) == []


@pytest.mark.parametrize(
    ("born", "more", "is_taken"),
    [
        ("2012-08-31", {}, True),  # the last day of the school year
        ("2012-09-01", {}, False),
        ("2011-09-01", {}, True),
        ("2011-08-31", {}, False),
        (
            "2012-09-01",
            {"legal_first_name": "GIA", "legal_last_name": "Rossi", "upn": GIA["upn"]},
            True,
        ),
        ("2012-09-01", {"legal_first_name": "Gia", "legal_last_name": "Rossi"}, False),
        ("2012-09-01", {"upn": GIA["upn"]}, False),
        (
            "2012-09-01",
            {"legal_first_name": "Gina", "legal_last_name": "Rossi", "upn": GIA["upn"]},
            False,
        ),
    ],
)
def test_another_school_year_needs_names_and_upn_as_on_record(gia, born, more, is_taken):
    found = said(tonight(gia, date_of_birth=born, **more))
    [(level, code, words)] = [one for one in found if "date_of_birth" in one[1]]
    assert (level == "warning") is is_taken
    assert code == ("changes_date_of_birth" if is_taken else "other_date_of_birth")
    assert "06/05/2012" in words
    assert (now().date_of_birth == date.fromisoformat(born)) is is_taken


def test_names_and_sex_are_named_with_what_stood_there(gia: Cast):
    job = tonight(gia, legal_first_name="Giulia", legal_last_name="-", sex="M")
    assert said(job) == [
        (
            "info",
            "changes_legal_first_name",
            "Legal first name: “Gia” on record, “Giulia” from now on.",
        ),
        (
            "info",
            "changes_legal_last_name",
            "Legal last name: “Rossi” on record, nothing from now on.",
        ),
        ("info", "changes_sex", "Sex: Female on record, Male from now on."),
    ]


def test_what_was_not_known_is_no_change(gia: Cast):
    Pupil.objects.update(legal_first_name="", sex="U")
    assert said(tonight(gia, legal_first_name="Gia", sex="F")) == []


def test_of_a_restricted_record_nothing_is_told(gia: Cast):
    Pupil.objects.update(is_restricted=True)
    job = tonight(gia, date_of_birth="2012-05-16", legal_first_name="Giulia")
    told = " ".join(one.message for level in job.kept.values() for one in level)
    assert "06/05/2012" not in told
    assert "Gia”" not in told


@pytest.mark.parametrize(
    ("upn", "whose", "is_told"),
    [
        (GIA["upn"], "cam", True),
        (GIA["upn"], None, False),
        ("UN1", "cam", False),
    ],
)
def test_a_number_of_another_authority_is_told_and_loads(cast, upn, whose, is_told):
    if whose:
        Pupil.objects.filter(pk=cast.children[whose].pk).update(upn=upn)
    job = load("roll", {"roll.csv": roll(GIA | {"upn": upn})}, authority=cast.northshire)
    found = said(job)
    assert [code for _, code, _ in found] == (["upn_elsewhere"] if is_told else [])
    assert now().upn == upn
    for *_, words in found:
        assert "ring their virtual school" in words
        assert "Canary" not in words
        assert "Southmoor" not in words
    again = load("roll", {"roll.csv": roll(GIA | {"upn": upn})}, authority=cast.northshire)
    assert said(again) == []  # it stands in data quality


def test_a_changed_date_of_birth_stands_in_data_quality(gia: Cast):
    url = f"{reverse('reporting:data_quality')}?fact={Fact.BIRTH_CHANGED.value}"

    def found() -> list[str]:
        rows = signed_in(gia, "data").get(url).context.get("rows", [])
        return [row["pupil"].child_id for row in rows]

    assert found() == []
    tonight(gia, date_of_birth="2012-05-16")
    assert found() == ["N100"]


@pytest.mark.parametrize(("is_restricted", "is_named"), [(False, True), (True, False)])
def test_a_refused_number_says_whose_it_is(gia: Cast, is_restricted: bool, is_named: bool):
    Pupil.objects.update(is_restricted=is_restricted)
    row = GIA | {"child_id": "N200", "legal_first_name": "Hana"}
    job = load("roll", {"roll.csv": roll(row)}, authority=gia.northshire)
    [found] = job.kept["error"]
    assert found.code == "one_pupil_per_upn"
    assert ("It is that of child ID N100." in found.message) is is_named
    assert not Pupil.objects.filter(child_id="N200").exists()
