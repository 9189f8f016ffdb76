"""The areas and the kinds of placement that a move offers are those in force on its day."""

from datetime import date

import pytest

from placements.models import CareMove
from placements.move_forms import WhereForm
from tests.cast import TODAY, Cast
from vsh.organisations.authority_codes import authorities_in_force


def form_of(cast: Cast, from_on: date | None = TODAY, **said) -> WhereForm:
    move = CareMove(pupil=cast.ada, from_on=from_on, is_emergency=False)
    return WhereForm({"version": 0, "placement_type": "U6", **said}, move=move)


def choices(form: WhereForm, name: str) -> list[str]:
    return [code for code, _ in form.fields[name].choices]


def test_153_authorities_are_in_force() -> None:
    known = authorities_in_force()
    assert len(known) == 153
    assert {len(code) for code in known} == {3}
    assert {"301", "838", "839", "940", "941", "942", "943"} <= known.keys()


@pytest.mark.parametrize(
    "code", ["835", "836", "837", "909", "928", "970", "986", "987", "990", "1000"]
)
def test_no_region_and_no_former_authority_is_an_area(cast: Cast, code: str) -> None:
    form = form_of(cast, area_code=code)
    assert code not in choices(form, "area_code")
    assert form.errors["area_code"] == ["Select the authority from the list"]


def test_the_own_authority_stands_first(cast: Cast) -> None:
    form = form_of(cast, area_code="998")
    assert choices(form, "area_code")[:2] == ["", "999"]
    assert "area_code" not in form.errors


@pytest.mark.parametrize(
    ("code", "from_on", "is_there"),
    [
        ("H5", date(2024, 3, 31), True),
        ("H5", date(2024, 4, 1), False),
        ("P2", date(2026, 11, 20), False),
        ("H5", None, False),  # no day yet: today's
        ("K3", date(2026, 11, 20), True),
    ],
)
def test_a_withdrawn_kind_is_not_offered(cast: Cast, code, from_on, is_there) -> None:
    form = form_of(cast, from_on, placement_type=code)
    assert (code in choices(form, "placement_type")) is is_there
    assert ("placement_type" not in form.errors) is is_there
