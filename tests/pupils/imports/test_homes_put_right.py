"""Files that tell a home as it stood before a person put it right or withdrew it."""

from datetime import date

import pytest

from placements.services.home_corrections import HomeAsItIs, correct_home, withdraw_home
from pupils.models import CarePlacement, Pupil
from pupils.services.row_versions import version_of
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, history_events
from tests.pupils.imports.test_ssda903 import hal, load_return

__all__ = ["load_return"]  # the fixture
pytestmark = pytest.mark.django_db
ENTERED, MOVED = date(2026, 3, 2), date(2026, 6, 1)
SECOND = {"placement_from": "2026-06-01", "placement_postcode": "NS1 1AA"}
NAMED = [("roll.csv", 2, "placement_from", "put_right")]


def last_home(child: Pupil) -> CarePlacement:
    return CarePlacement.objects.filter(pupil=child).latest("started_on")


def correct(cast, home: CarePlacement, **changes) -> None:
    names = HomeAsItIs.__dataclass_fields__
    right = {name: getattr(home, name) for name in names} | changes
    correct_home(
        actor=cast.officer,
        home=home,
        version=version_of(home),
        reason="A mistake",
        right=HomeAsItIs(**right),
    )


def withdraw(cast, home: CarePlacement) -> None:
    withdraw_home(actor=cast.officer, home=home, version=version_of(home), reason="A mistake")


def homes(child: Pupil) -> list[tuple[date, date | None, str]]:
    rows = CarePlacement.objects.filter(pupil=child).order_by("started_on")
    return list(rows.values_list("started_on", "ended_on", "postcode"))


def stays(night, warned: list, **row: str) -> None:
    """The file is named each night, and changes nothing."""
    before = homes(gia()), history_events()
    for _ in range(2):
        job = night(**row)
        assert (findings_of(job), findings_of(job, "warning")) == ([], warned)
        assert (homes(gia()), history_events()) == before


@pytest.fixture
def moved(night) -> None:
    night()
    night(**SECOND)
    assert homes(gia()) == [(ENTERED, MOVED, "NS1 2BB"), (MOVED, None, "NS1 1AA")]


@pytest.mark.parametrize("right", [date(2026, 3, 9), date(2026, 5, 25), date(2026, 8, 3)])
def test_the_roll_does_not_bring_back_a_wrong_first_day(cast, night, moved, right):
    correct(cast, last_home(gia()), started_on=right)
    assert homes(gia()) == [(ENTERED, right, "NS1 2BB"), (right, None, "NS1 1AA")]
    stays(night, NAMED, **SECOND)


def test_nor_where_the_home_before_it_was_put_right(cast, night, moved):
    first = CarePlacement.objects.get(pupil=gia(), started_on=ENTERED)
    right = date(2026, 5, 25)
    correct(cast, first, ended_on=right)
    assert homes(gia()) == [(ENTERED, right, "NS1 2BB"), (right, None, "NS1 1AA")]
    stays(night, NAMED, **SECOND)


def test_nor_another_kind_or_postcode(cast, night, moved):
    correct(cast, last_home(gia()), postcode="NS9 9ZZ", area_code="999")
    stays(night, [("roll.csv", 2, "placement_from", "told_by_person")], **SECOND)


def test_nor_a_home_that_was_withdrawn(cast, night, moved):
    withdraw(cast, last_home(gia()))
    assert homes(gia()) == [(ENTERED, None, "NS1 2BB")]
    stays(night, NAMED, **SECOND)
    stays(night, NAMED, **SECOND | {"placement_from": ""})


def test_a_home_from_another_day_is_news(cast, night, moved):
    withdraw(cast, last_home(gia()))
    night(**SECOND | {"placement_from": "2026-09-07"})
    day = date(2026, 9, 7)
    assert homes(gia()) == [(ENTERED, day, "NS1 2BB"), (day, None, "NS1 1AA")]


def test_the_return_does_not_bring_back_wrong_days(cast, load_return):
    load_return()
    told = homes(hal())
    assert len(told) == 2
    right = date(2026, 1, 20)
    correct(cast, last_home(hal()), started_on=right)
    put_right, before = homes(hal()), history_events()
    assert [day for day, *_ in put_right] == [told[0][0], right]
    for _ in range(2):
        job = load_return()
        assert findings_of(job) == []
        assert [code for *_, code in findings_of(job, "warning")] == ["put_right"] * 2
        assert (homes(hal()), history_events()) == (put_right, before)


def test_nor_a_home_that_was_withdrawn_in_the_return(cast, load_return):
    load_return()
    withdraw(cast, last_home(hal()))
    left, before = homes(hal()), history_events()
    assert len(left) == 1
    for _ in range(2):
        job = load_return()
        assert findings_of(job) == []
        assert {code for *_, code in findings_of(job, "warning")} == {"put_right"}
        assert (homes(hal()), history_events()) == (left, before)
