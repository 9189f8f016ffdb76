"""Files that tell a UPN, year group or being unaccompanied as it stood before a person put it
right; and the columns of the roll about being unaccompanied."""

from datetime import date

import pytest

from pupils.services.identity_corrections import (
    Numbers,
    Unaccompanied,
    correct_numbers,
    correct_unaccompanied,
    version_of_child,
)
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import COLUMNS, GIA, gia, history_events, roll
from tests.pupils.imports.test_ssda903 import hal, load_return

__all__ = ["load_return"]  # the fixture
pytestmark = pytest.mark.django_db
RIGHT = "B801200005001"
WITH_UASC = (*COLUMNS, "uasc", "uasc_until")


def put_right(cast, child, **right) -> None:
    told = {"upn": child.upn, "nc_year": child.nc_year} | right
    correct_numbers(
        actor=cast.data,
        pupil=child,
        version=version_of_child(child),
        reason="The school said so",
        right=Numbers(**told),
    )


def unaccompanied(cast, child, **right) -> None:
    correct_unaccompanied(
        actor=cast.officer,
        pupil=child,
        version=version_of_child(child),
        reason="A mistake",
        right=Unaccompanied(**right),
    )


@pytest.fixture
def tell(cast):
    """Loads the roll with the columns about being unaccompanied."""

    def run(**changes: str):
        file = roll({**GIA, "uasc": "", "uasc_until": "", **changes}, columns=WITH_UASC)
        return load("roll", {"roll.csv": file}, authority=cast.northshire)

    return run


def test_the_roll_does_not_bring_back_what_was_wrong(cast, night):
    night()
    put_right(cast, gia(), upn=RIGHT, nc_year=9)
    before = history_events()
    for _ in range(2):
        job = night()
        warned = findings_of(job, "warning")
        assert {(column, code) for *_, column, code in warned} == {
            ("upn", "put_right"),
            ("nc_year", "put_right"),
        }
        assert findings_of(job) == []
        assert history_events() == before
    assert (gia().upn, gia().former_upn, gia().nc_year) == (RIGHT, "", 9)


def test_another_upn_in_the_roll_is_news(cast, night):
    night()
    put_right(cast, gia(), upn=RIGHT)
    night(upn="UN1")
    assert gia().upn == "UN1"


def test_the_return_does_not_bring_back_a_wrong_upn_or_status(cast, load_return):
    load_return()
    wrong = hal().upn
    put_right(cast, hal(), upn="P207000016049")
    unaccompanied(cast, hal(), is_uasc=True)
    before = history_events()
    job = load_return()
    assert findings_of(job) == []
    if wrong:
        assert "put_right" in {code for *_, code in findings_of(job, "warning")}
    assert history_events() == before
    assert (hal().upn, hal().is_uasc) == ("P207000016049", True)


@pytest.mark.parametrize(
    ("cells", "then"),
    [
        ({}, (False, None)),
        ({"uasc": "no"}, (False, None)),
        ({"uasc": "yes"}, (True, None)),
        ({"uasc": "yes", "uasc_until": "2030-05-06"}, (True, date(2030, 5, 6))),
    ],
)
def test_the_roll_tells_of_being_unaccompanied(tell, cells, then):
    assert findings_of(tell(**cells)) == []
    assert (gia().is_uasc, gia().uasc_until) == then
    before = history_events()
    tell(**cells)
    assert history_events() == before


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"uasc": "perhaps"}, "yes_or_no"),
        ({"uasc": "no", "uasc_until": "2027-01-04"}, "not_unaccompanied"),
        ({"uasc": "yes", "uasc_until": "2030-05-07"}, "outside_childhood"),
        ({"uasc": "yes", "uasc_until": "2012-05-06"}, "outside_childhood"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tell, cells, code):
    assert [found for *_, found in findings_of(tell(**cells))] == [code]


def test_a_blank_leaves_and_a_dash_takes_away(tell):
    tell(uasc="yes", uasc_until="2027-01-04")
    tell()
    assert (gia().is_uasc, gia().uasc_until) == (True, date(2027, 1, 4))
    tell(uasc_until="-")
    assert (gia().is_uasc, gia().uasc_until) == (True, None)
    tell(uasc="-")
    assert gia().is_uasc is False


def test_the_roll_does_not_bring_back_what_a_person_said_of_being_unaccompanied(cast, tell):
    tell(uasc="yes", uasc_until="2027-01-04")
    unaccompanied(cast, gia(), is_uasc=True, uasc_until=date(2026, 12, 1))
    job = tell(uasc="yes", uasc_until="2027-01-04")
    assert [code for *_, code in findings_of(job, "warning")] == ["put_right"]
    assert gia().uasc_until == date(2026, 12, 1)
