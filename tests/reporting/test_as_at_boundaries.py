"""The roll and a child's record as at the days around a correction, a merge, a back-dated move, a
file that closes and an 18th birthday: both pages say the same."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from pupils.models import CareEpisode, CarePeriod, CarePlacement, Pupil
from pupils.services.care_corrections import CareTime, correct_care_period
from pupils.services.homes import Home, begin_placement
from pupils.services.row_versions import version_of
from tests.cast import Cast, add_children, assemble_cast
from tests.pupils.imports.conftest import night  # noqa: F401  (a fixture)
from tests.pupils.imports.rolls import GIA
from tests.pupils.twice import merge
from tests.reporting.page_requests import signed_in

pytestmark = pytest.mark.django_db(transaction=True)  # each change at a time of its own

ENTERED = date(2026, 2, 2)
DAY = timedelta(days=1)
NOT_THERE = ("Not looked after", "Not recorded", "Not recorded")
CARED_FOR = ("Full care order", "Foster care")


@pytest.fixture
def cast() -> Cast:
    """All of it came with one file."""
    with transaction.atomic():
        return assemble_cast()


def asked(day: date) -> str:
    return f"?on_day={day.day}&on_month={day.month}&on_year={day.year}"


def of_day(cast: Cast, child: Pupil, day: date) -> tuple[str, ...] | None:
    """Status, home and school on the roll of the day, as the child's own page tells them too."""
    client = signed_in(cast, "head")
    rows = client.get(reverse("reporting:roll_as_at") + asked(day)).context.get("rows", [])
    on_roll = next((row for row in rows if row["pupil"] == child), None)
    page = client.get(reverse("reporting:child_as_at", args=[child.ref]) + asked(day))
    told = {row["now"].label: row["now"].value for row in page.context["rows"]}
    if on_roll is None:
        assert tuple(told[name] for name in ("Looked after since", "Legal status", "Home")) == (
            NOT_THERE
        )
        return None
    assert told["Legal status"] == on_roll["status"]
    assert told["Home"] == on_roll["home"]
    assert told["School"] == on_roll["school"]
    return on_roll["status"], on_roll["home"], on_roll["school"]


def formerly(cast: Cast, child: Pupil, day: date, label: str) -> list[str]:
    address = reverse("reporting:child_as_at", args=[child.ref]) + asked(day)
    rows = signed_in(cast, "head").get(address).context["rows"]
    [row] = [row for row in rows if row["now"].label == label]
    return [former.value for former, _ in row["formerly"]]


@pytest.mark.parametrize("right", [date(2026, 1, 26), date(2026, 2, 9)])
def test_around_a_day_of_entry_that_was_corrected(cast: Cast, right: date):
    period = CarePeriod.objects.get(pupil=cast.ben)
    correct_care_period(
        actor=cast.officer,
        period=period,
        version=version_of(period),
        reason="The order was made on another day",
        right=CareTime(started_on=right),
    )
    assert of_day(cast, cast.ben, right - DAY) is None
    assert of_day(cast, cast.ben, right) == (*CARED_FOR, "Oakfield School")
    before = "Not looked after" if right < ENTERED else "2 February 2026"
    assert formerly(cast, cast.ben, min(right, ENTERED), "Looked after since") == [before]


def test_around_the_seam_of_two_records_that_became_one(cast: Cast):
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    days = {"started_on": date(2025, 3, 3), "ended_on": ENTERED}
    CarePeriod.objects.filter(pupil=cast.twice).update(**days)
    CareEpisode.objects.filter(care_period__pupil=cast.twice).update(**days)
    CarePlacement.objects.filter(pupil=cast.twice).update(
        **days, placement_type="K2", postcode="NS9 9ZZ"
    )
    merge(cast, "head")
    assert of_day(cast, cast.ben, date(2025, 3, 2)) is None
    status, home, _ = of_day(cast, cast.ben, date(2025, 3, 3))
    assert (status, home) == ("Full care order", "Children's home")
    assert of_day(cast, cast.ben, ENTERED - DAY)[1] == "Children's home"
    assert of_day(cast, cast.ben, ENTERED) == (*CARED_FOR, "Oakfield School")


def test_around_a_move_that_was_told_later(cast: Cast):
    moved_on = date(2026, 10, 1)
    home = Home(is_emergency=False, placement_type="K2")
    with transaction.atomic():
        begin_placement(cast.ben, from_on=moved_on, home=home)
    assert of_day(cast, cast.ben, moved_on - DAY) == (*CARED_FOR, "Oakfield School")
    assert of_day(cast, cast.ben, moved_on) == (
        "Full care order",
        "Children's home",
        "Oakfield School",
    )
    assert formerly(cast, cast.ben, moved_on, "Home") == ["Foster care"]
    assert formerly(cast, cast.ben, moved_on - DAY, "Home") == []


def test_around_the_days_on_which_a_file_ended_care_and_a_place(cast: Cast, night):  # noqa: F811
    night()
    gia = Pupil.objects.get(child_id=GIA["child_id"])
    left, last = date(2026, 10, 5), date(2026, 10, 2)
    night(looked_after_to=left.isoformat(), enrolled_to=last.isoformat())
    assert of_day(cast, gia, last) == (*CARED_FOR, "Oakfield School")
    status, home, school = of_day(cast, gia, last + DAY)
    assert (status, home) == CARED_FOR
    assert school != "Oakfield School"
    assert of_day(cast, gia, left - DAY) is not None
    assert of_day(cast, gia, left) is None
    assert formerly(cast, gia, left, "Home") == ["Foster care"]


def test_around_an_18th_birthday_of_which_no_file_tells(cast: Cast):
    born = date(2008, 10, 20)
    Pupil.objects.filter(pk=cast.ben.pk).update(date_of_birth=born)
    assert of_day(cast, cast.ben, date(2026, 10, 19)) == (*CARED_FOR, "Oakfield School")
    assert of_day(cast, cast.ben, date(2026, 10, 20)) is None
