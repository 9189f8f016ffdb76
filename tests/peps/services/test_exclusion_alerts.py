"""Who is alerted of exclusions: of a permanent one, and of suspensions that add up, once."""

from datetime import date

import pytest

from peps.services.exclusion_alerts import alert_of_exclusions
from placements.models import Exclusion
from pupils.models import CarePeriod, Enrolment, Pupil
from tests.cast import TODAY, add_child
from vsh.calendars.models import CalendarEntry, CurrentDay
from vsh.notices.models import Notice

ALERTS = ["permanent_exclusion", "beyond_45_days", "nearing_45_days", "over_15_days_in_a_term"]


def exclude(pupil, *, days=None, on=date(2026, 10, 20), school=None, told_on=None):
    place = pupil.enrolments.get(setting=school) if school else pupil.enrolments.first()
    return Exclusion.objects.create(
        enrolment=place,
        kind="suspension" if days else "permanent",
        sessions=int(days * 2) if days else None,
        started_on=on,
        reasons=["DB"],
        reported_on=told_on or on,
    )


def told():
    rows = Notice.objects.filter(stage="alert").order_by("about", "recipient__name")
    return [(n.about.partition(":")[0], n.recipient.name) for n in rows]


def test_a_permanent_exclusion_is_told_to_all_who_follow_the_child_once(cast):
    exclude(cast.ada)
    assert [alert_of_exclusions(), alert_of_exclusions()] == [3, 0]
    assert told() == [(ALERTS[0], name) for name in ("Iro", "Officer", "Social Worker")]
    notice = Notice.objects.filter(stage="alert").first()
    assert "from 20 October 2026" in notice.body
    assert f"/pupils/{cast.ada.ref}/school/" in notice.body
    assert "Canary" not in notice.subject + notice.body


def test_suspensions_add_up_across_schools_and_a_correction_tells_nobody_again(cast):
    first = exclude(cast.ada, days=20, on=date(2026, 9, 7))
    other = Enrolment.objects.create(
        pupil=cast.ada,
        setting=cast.elm,
        kind="alternative",
        started_on=date(2026, 9, 1),
        accepted_on=date(2026, 9, 1),
    )
    exclude(cast.ada, days=14.5, on=date(2026, 10, 12), school=other.setting)
    assert alert_of_exclusions() == 0, "34.5 in the year; 15 in a term was passed long ago"
    last = exclude(cast.ada, days=0.5, on=date(2026, 11, 2))
    assert alert_of_exclusions() == 3
    assert {kind for kind, _ in told()} == {"nearing_45_days"}
    assert "35 school days this school year: the law allows 45" in Notice.objects.first().body
    first.sessions += 2
    first.save()
    assert alert_of_exclusions() == 0
    last.sessions += 20
    last.save()
    assert alert_of_exclusions() == 3
    bodies = Notice.objects.filter(about__startswith="beyond").values_list("body", flat=True)
    assert all("46 school days this school year, beyond the legal 45" in body for body in bodies)


@pytest.mark.parametrize(
    ("days", "on", "is_told"),
    [
        ((10, 5), date(2026, 10, 20), False),
        ((10, 5.5), date(2026, 10, 20), True),
        ((10, 5.5), date(2026, 10, 7), True),  # 28 days ago
        ((10, 5.5), date(2026, 10, 6), False),
    ],
)
def test_more_than_fifteen_days_in_a_term(cast, days, on, is_told):
    exclude(cast.ada, days=days[0], on=date(2026, 9, 7))
    exclude(cast.ada, days=days[1], on=on)
    assert (alert_of_exclusions() > 0) is is_told
    assert {kind for kind, _ in told()} == ({"over_15_days_in_a_term"} if is_told else set())


def test_a_term_that_begins_in_august_is_counted_whole(cast):
    CurrentDay.objects.update(day=date(2026, 9, 21))
    CalendarEntry.objects.create(
        setting=cast.oakfield,
        academic_year="2026-27",
        kind="term",
        name="Autumn",
        starts_on=date(2026, 8, 17),
        ends_on=date(2026, 12, 18),
    )
    exclude(cast.ada, days=10, on=date(2026, 8, 18))  # told 34 days ago
    assert alert_of_exclusions() == 0
    exclude(cast.ada, days=5.5, on=date(2026, 9, 7))
    assert [alert_of_exclusions(), alert_of_exclusions()] == [3, 0]
    assert {kind for kind, _ in told()} == {"over_15_days_in_a_term"}


def test_what_is_reported_late_is_told_when_it_is_reported(cast):
    exclude(cast.ada, on=date(2026, 7, 1), told_on=date(2026, 10, 7))
    exclude(cast.ben, on=date(2026, 9, 8), told_on=date(2026, 10, 6))  # 29 days ago
    assert alert_of_exclusions() == 3
    assert "from 1 July 2026" in Notice.objects.filter(stage="alert").first().body
    exclude(cast.ben, days=20, on=date(2026, 9, 9), told_on=date(2026, 11, 2))
    assert [alert_of_exclusions() > 0, alert_of_exclusions()] == [True, 0]
    assert {kind for kind, _ in told()} == {ALERTS[0], ALERTS[3]}
    Pupil.objects.update(on_record_since=date(2026, 9, 15))
    exclude(cast.ada, days=20, on=date(2026, 9, 10), told_on=TODAY)
    assert alert_of_exclusions() == 0, "it was before the child was on record here"


def test_what_was_in_july_and_is_told_in_september_counts_in_its_own_year(cast):
    CurrentDay.objects.update(day=date(2026, 9, 7))
    exclude(cast.ada, days=20, on=date(2026, 4, 20))
    exclude(cast.ada, days=12, on=date(2026, 1, 12))
    exclude(cast.ada, days=1, on=date(2026, 9, 2))
    assert alert_of_exclusions() == 0, "one day of this year; what was in the last is long known"
    exclude(cast.ada, days=4, on=date(2026, 7, 6), told_on=date(2026, 9, 4))
    assert [alert_of_exclusions() > 0, alert_of_exclusions()] == [True, 0]
    assert {kind for kind, _ in told()} == {"nearing_45_days"}
    body = Notice.objects.filter(stage="alert").first().body
    assert "36 school days in the school year 2025-26: the law allows 45" in body


def test_nobody_is_told_of_a_child_who_has_left_care_or_of_before_the_first_load(cast):
    exclude(cast.ada)
    Pupil.objects.filter(pk=cast.ada.pk).update(on_record_since=TODAY)
    exclude(cast.ben)
    CarePeriod.objects.filter(pupil=cast.ben).update(ended_on=TODAY)
    assert alert_of_exclusions() == 0


def test_as_many_queries_for_many_children_as_for_one(cast, django_assert_max_num_queries):
    exclude(cast.ada)
    with django_assert_max_num_queries(30) as few:
        alert_of_exclusions()
    for number in range(5):
        exclude(add_child(cast, f"kid{number}"))
    with django_assert_max_num_queries(len(few)):
        alert_of_exclusions()
