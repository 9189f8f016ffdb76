"""A sweep in the holidays: the school hears nothing, the officer what is late."""

from datetime import date, timedelta

from pupils.reminders import sweep
from tests.cast import Cast
from tests.pupils.test_reminders import add_deadline, told
from vsh.notices.models import Notice

HALF_TERM = date(2026, 10, 28)


def test_at_half_term_the_school_is_told_nothing_and_the_officer_what_is_late(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=HALF_TERM, owner_role="designated_teacher")
    add_deadline(
        cast.ada, due_on=date(2026, 10, 20), owner_role="designated_teacher", trigger_key="late"
    )
    sweep(HALF_TERM)
    assert told() == {("after_5", "officer")}


def test_what_is_due_behind_the_holidays_is_told_before_them(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=date(2027, 1, 6), owner_role="designated_teacher")
    sweep(date(2026, 12, 15))
    assert told() == set()
    sweep(date(2026, 12, 16))
    assert told() == {("before_5", "teacher")}


def test_a_whole_autumn_tells_each_stage_once_on_a_school_day(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=HALF_TERM, owner_role="designated_teacher")
    days = {}
    for number in range(-15, 25):
        day = HALF_TERM + timedelta(days=number)
        known = set(Notice.objects.values_list("pk", flat=True))
        sweep(day)
        assert sweep(day) == 0
        for notice in Notice.objects.filter(recipient=cast.teacher).exclude(pk__in=known):
            days[notice.stage] = day
    assert days == {
        "before_5": date(2026, 10, 19),
        "before_1": date(2026, 10, 23),
        "after_1": date(2026, 11, 2),
        "after_5": date(2026, 11, 6),
        "weekly_1": date(2026, 11, 13),
        "weekly_2": date(2026, 11, 20),
    }
