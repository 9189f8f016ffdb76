"""The roll's file after a person recorded a move of home: neither undone nor told twice."""

from datetime import date

import pytest

from placements.models import CareMove
from pupils.models import CarePlacement
from tests.cast import Cast
from tests.intake.running import findings_of
from tests.placements.moving import LEAVES, drafted, recorded
from tests.pupils.imports.rolls import gia, placements, places
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

pytestmark = pytest.mark.django_db
IN_CARE, MOVED = date(2026, 3, 2), date(2026, 11, 2)
TOLD = [("roll.csv", 2, "placement_from", "told_by_person")]


@pytest.fixture
def moved(night, cast: Cast):
    """On Monday she moved in an emergency to another foster home, and her school ended."""
    night()
    return recorded(cast, drafted(cast, gia(), **LEAVES))


def facts() -> tuple:
    last = CarePlacement.objects.filter(pupil=gia()).latest("started_on")
    return last.placement_type, last.postcode, last.is_emergency, last.area_code


def test_the_former_placement_in_the_file_undoes_nothing(night, moved) -> None:
    job = night()
    assert findings_of(job, "warning") == [("roll.csv", 2, "placement_from", "later_placement")]
    assert placements() == [("U6", IN_CARE, MOVED), ("U6", MOVED, None)]
    assert facts() == ("U6", "NS3 4CC", True, "999")
    assert places() == [
        ("main", "999001", date(2023, 9, 4), date(2026, 10, 30)),
        ("no_place", None, date(2026, 10, 31), None),
    ]


@pytest.mark.parametrize(
    ("row", "warned"),
    [
        ({"placement_from": "2026-11-02", "placement_postcode": "NS3 4CC"}, []),
        # the case system counts from another day, or knows less, or another type
        ({"placement_from": "2026-11-03", "placement_postcode": "NS3 4CC"}, TOLD),
        ({"placement_from": "2026-10-30", "placement_postcode": "NS3 4CC"}, TOLD),
        ({"placement_from": "2026-11-04", "placement_postcode": ""}, TOLD),
        (
            {
                "placement_from": "2026-11-02",
                "placement_postcode": "NS3 4CC",
                "placement_type": "U3",
            },
            TOLD,
        ),
        ({"placement_from": "2026-11-02", "placement_postcode": "NS9 9ZZ"}, TOLD),
        # without a day it may be the former placement of which the file speaks
        ({"placement_from": "", "placement_postcode": "NS1 2BB"}, TOLD),
    ],
)
def test_the_move_in_the_file_is_the_one_on_record(night, moved, row, warned) -> None:
    for _ in range(2):
        job = night(**row, placement_emergency="no")
        assert findings_of(job, "warning") == warned
        assert placements() == [("U6", IN_CARE, MOVED), ("U6", MOVED, None)]
        assert facts() == ("U6", "NS3 4CC", True, "999")


def test_what_the_person_left_open_comes_from_the_file(night, cast: Cast) -> None:
    night()
    answers = {"postcode": "", "area_code": "", "placement_type": ""}
    recorded(cast, drafted(cast, gia(), **answers))
    row = {
        "placement_from": "2026-11-03",
        "placement_type": "K2",
        "placement_postcode": "SM1 1AA",
        "placement_emergency": "no",
    }
    night(**row)
    assert placements() == [("U6", IN_CARE, MOVED), ("K2", MOVED, None)]
    assert facts() == ("K2", "SM1 1AA", True, "998")


def test_another_move_after_it_is_loaded(night, moved) -> None:
    row = {"placement_from": "2026-11-04", "placement_postcode": "SM1 1AA"}
    job = night(**row, placement_type="K2")
    assert findings_of(job, "warning") == []
    assert placements() == [
        ("U6", IN_CARE, MOVED),
        ("U6", MOVED, date(2026, 11, 4)),
        ("K2", date(2026, 11, 4), None),
    ]


@pytest.mark.parametrize(
    ("started_on", "is_other"),
    [("2026-11-03", False), ("2026-11-07", False), ("2026-11-08", True), ("2026-11-20", True)],
)
def test_another_move_is_not_swallowed_where_the_postcode_is_open(
    night, cast: Cast, started_on, is_other
) -> None:
    night()
    recorded(cast, drafted(cast, gia(), postcode="", area_code=""))
    CurrentDay.objects.update(day=date(2026, 11, 23))
    for _ in range(2):
        night(placement_from=started_on, placement_postcode="SM1 1AA")
        other = date.fromisoformat(started_on)
        expected = (
            [("U6", MOVED, other), ("U6", other, None)] if is_other else [("U6", MOVED, None)]
        )
        assert placements() == [("U6", IN_CARE, MOVED), *expected]


def test_the_home_before_the_move_is_the_files(night, moved) -> None:
    for _ in range(2):
        job = night(placement_type="K2", placement_postcode="NS1 9ZZ")
        assert findings_of(job, "warning") == [("roll.csv", 2, "placement_from", "later_placement")]
    former = CarePlacement.objects.filter(pupil=gia()).earliest("started_on")
    assert (former.placement_type, former.postcode) == ("K2", "NS1 9ZZ")
    assert facts() == ("U6", "NS3 4CC", True, "999")


def test_the_area_that_a_person_chose_stands(night, cast: Cast) -> None:
    night()
    recorded(cast, drafted(cast, gia(), postcode="", area_code="302"))
    night(placement_from="2026-11-02", placement_postcode="SM1 1AA", placement_emergency="no")
    assert facts() == ("U6", "SM1 1AA", True, "302")


def test_a_move_to_come_is_withdrawn_when_care_ends_before_it(night, cast: Cast) -> None:
    night()
    planned = {"from_on": date(2026, 11, 9), "can_school_stay": True}
    recorded(cast, drafted(cast, gia(), is_emergency=False, **planned))
    told = Notice.objects.filter(about__startswith="move:").count()
    assert told
    job = night(looked_after_to="2026-11-04")
    assert findings_of(job, "error") == []
    assert findings_of(job, "warning") == [("roll.csv", 2, "looked_after_to", "move_withdrawn")]
    assert placements() == [("U6", IN_CARE, date(2026, 11, 4))]
    assert not CareMove.objects.exists()
    assert Notice.objects.filter(stage__endswith="_back").count() == told
    assert findings_of(night(looked_after_to="2026-11-04")) == []


def test_the_file_first_and_the_person_after_it(night, cast: Cast) -> None:
    night()
    row = {"placement_from": "2026-11-02", "placement_postcode": "NS3 4CC"}
    night(**row)
    recorded(cast, drafted(cast, gia()))
    job = night(**row, placement_emergency="no")
    assert findings_of(job, "warning") == []
    assert placements() == [("U6", IN_CARE, MOVED), ("U6", MOVED, None)]
    assert facts()[2]


def test_the_end_of_care_in_the_file_ends_it(night, moved) -> None:
    night(looked_after_to="2026-11-04", placement_from="2026-11-02", placement_postcode="NS3 4CC")
    assert placements()[-1] == ("U6", MOVED, date(2026, 11, 4))
