"""When reminders are queued: in working hours, from deadlines recalculated for the day."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from pupils.models import Deadline, Pupil, Recalculation
from pupils.reminders import is_time_to_remind, reminders_of, sweep_today
from pupils.services.deadlines import is_recalculated, recalculate_everyone
from pupils.tasks import recalculate_all_deadlines
from tests.cast import TODAY, Cast, add_child
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "at", "is_time"),
    [
        (date(2026, 11, 4), datetime(2026, 11, 4, 0, 1, tzinfo=UTC), False),
        (date(2026, 11, 4), datetime(2026, 11, 4, 7, 59, tzinfo=UTC), False),
        (date(2026, 11, 4), datetime(2026, 11, 4, 8, 0, tzinfo=UTC), True),
        (date(2026, 11, 4), datetime(2026, 11, 4, 17, 59, tzinfo=UTC), True),
        (date(2026, 11, 4), datetime(2026, 11, 4, 18, 0, tzinfo=UTC), False),
        # In summer London is an hour ahead of the clock that beat counts by.
        (date(2026, 6, 3), datetime(2026, 6, 3, 7, 0, tzinfo=UTC), True),
        (date(2026, 6, 3), datetime(2026, 6, 3, 17, 0, tzinfo=UTC), False),
        (date(2026, 11, 7), datetime(2026, 11, 7, 10, 0, tzinfo=UTC), False),  # a Saturday
        (date(2026, 12, 25), datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False),
    ],
)
def test_people_are_reminded_while_they_work(
    cast: Cast, day: date, at: datetime, is_time: bool
) -> None:
    CurrentDay.objects.update(day=day)
    assert is_time_to_remind(at) is is_time


def last_nights_adult(cast: Cast) -> Pupil:
    """Eighteen today, with clocks that were open and late yesterday; another child has them too."""
    came_on = date(2026, 10, 19)
    child = add_child(cast, "ida", born_on=date(2008, 11, 4), looked_after_from=came_on)
    add_child(cast, "gus", looked_after_from=came_on)
    Pupil.objects.update(on_record_since=date(2026, 1, 1))
    recalculate_everyone(on=YESTERDAY)
    return child


def test_nobody_is_reminded_of_what_went_last_night(cast: Cast) -> None:
    child = last_nights_adult(cast)
    about_child = {
        message.about for message in reminders_of(TODAY) if message.pupil_ref == child.ref
    }
    assert about_child, "yesterday's table would remind somebody"
    assert sweep_today() > 0
    assert not Notice.objects.filter(pupil_ref=child.ref).exists()
    assert Deadline.objects.filter(pupil=child, closed_on=TODAY).exists()


def test_the_command_asks_the_same(cast: Cast) -> None:
    child = last_nights_adult(cast)
    call_command("send_notices", stdout=StringIO())
    assert Notice.objects.exists()
    assert not Notice.objects.filter(pupil_ref=child.ref).exists()


def test_the_day_is_recalculated_once(cast: Cast) -> None:
    sweep_today()
    sweep_today()
    assert list(Recalculation.objects.values_list("day", flat=True)) == [TODAY]


def test_a_day_is_recalculated_when_every_child_is(cast: Cast) -> None:
    recalculate_all_deadlines("999")
    assert not is_recalculated(TODAY)
    recalculate_all_deadlines()
    assert is_recalculated(TODAY)
    recalculate_everyone(on=YESTERDAY)  # the day was set back
    assert not is_recalculated(TODAY)
