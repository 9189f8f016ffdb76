"""What contradicts itself between two records of one child can be corrected, or gives way."""

from datetime import date

import pytest

from peps.models import Handover
from placements.models import AttendanceDay
from pupils.models import CarePeriod, CarePlacement, Enrolment, Involvement
from pupils.services.merges import merge_pupils
from tests.cast import Cast, add_children

DAY = date(2026, 10, 1)


@pytest.fixture
def twice(cast: Cast) -> Cast:
    """Ben once more: the same care, and the school of today."""
    add_children(cast, {"twice": {"setting": cast.elm, "enrolled_from": date(2026, 11, 4)}})
    return cast


def merge(cast: Cast) -> None:
    merge_pupils(actor=cast.head, keep=cast.ben, gone=cast.twice, reason="One birth certificate")


def worker(cast: Cast, child: str, ended_on: date | None = None) -> Involvement:
    return Involvement.objects.create(
        pupil=cast.children[child],
        user=cast.officer,
        capacity="social_worker",
        started_on=DAY,
        ended_on=ended_on,
    )


def test_who_was_allocated_once_gives_way_to_who_was_on_the_other_record(twice: Cast):
    worker(twice, "twice", ended_on=DAY)
    before = list(twice.ben.involvements.filter(capacity="social_worker"))
    merge(twice)
    assert list(twice.ben.involvements.filter(capacity="social_worker")) == before


@pytest.mark.parametrize(
    ("accepted", "stands"), [((), 0), ((0,), 0), ((1,), 1), ((0, 1), 0)], ids=str
)
def test_of_two_handovers_to_one_school_one_stands(twice: Cast, accepted, stands: int):
    """The one that the school has accepted; of two such the other stays beside it."""
    places = [
        Enrolment.objects.get(pupil=child, setting=twice.elm) for child in (twice.ben, twice.twice)
    ]
    told = {"accepted_on": DAY, "accepted_by": twice.other_teacher}
    for number, place in enumerate(places):
        Handover.objects.create(
            pupil=place.pupil,
            enrolment=place,
            setting=twice.elm,
            sent_on=DAY if number else place.started_on,
            **told if number in accepted else {},
        )
    merge(twice)
    rows = list(Handover.objects.filter(pupil=twice.ben).order_by("pk"))
    assert len(rows) == 2
    assert (rows[stands].withdrawn_on, rows[stands].enrolment) == (None, places[0])
    other = rows[1 - stands]
    assert (other.withdrawn_on is None) is (other.enrolment is None) is (len(accepted) == 2)


def test_marks_of_a_day_are_the_same_whoever_told_them(twice: Cast):
    for child, source in ((twice.ben, "file"), (twice.twice, "page")):
        AttendanceDay.objects.create(
            enrolment=child.enrolments.get(setting=twice.elm),
            day=date(2026, 11, 4),
            season="autumn",
            am="/",
            pm="\\",
            is_am_corrected=source == "page",
            is_pm_corrected=source == "file",
            source=source,
            entered_on=date(2026, 11, 4),
        )
    merge(twice)
    day = AttendanceDay.objects.get()
    assert day.enrolment.pupil == twice.ben
    assert (day.is_am_corrected, day.is_pm_corrected) == (True, True)


def test_a_home_that_one_of_the_two_hides_is_hidden(twice: Cast):
    twice.twice.placements.update(is_address_confidential=True)
    merge(twice)
    assert twice.ben.placements.get().is_address_confidential


def test_a_home_after_one_that_the_other_hides_is_hidden(twice: Cast):
    rows = {"pupil": twice.twice, "started_on": date(2025, 3, 1), "ended_on": date(2025, 5, 1)}
    before = CarePeriod.objects.create(**rows, end_reason="E4A")
    CarePlacement.objects.create(
        **rows, care_period=before, placement_type="U6", is_address_confidential=True
    )
    merge(twice)
    assert [home.is_address_confidential for home in twice.ben.placements.all()] == [True, True]
