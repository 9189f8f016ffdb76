"""A place becomes part time from a day, or full time again; the child stays on its roll."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from placements.models import SchoolSearch, TimetableReview
from placements.services.hours import PartTime, change_hours, withdraw_hours
from placements.services.timetables import Agreed
from pupils.models import Deadline, Enrolment, PlaceHours
from pupils.services.deadlines import recalculate_everyone
from reporting.without_place import waiting, without_place
from tests.cast import TODAY, Cast
from vsh.calendars.models import CurrentDay

UNTIL, REVIEW = date(2026, 12, 18), date(2026, 11, 20)
MONDAY = date(2026, 11, 2)
LESS = PartTime(
    reason="Comes back after an illness",
    hours_a_week=10,
    agreed=Agreed(until_on=UNTIL, next_review_on=REVIEW),
)


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    """Ada's full-time place at Oakfield."""
    recalculate_everyone()
    return Enrolment.objects.get(pupil=cast.ada)


def less(cast: Cast, place: Enrolment, who: str = "teacher", from_on: date = MONDAY) -> PlaceHours:
    return change_hours(actor=cast.people[who], enrolment=place, from_on=from_on, part_time=LESS)


def more(cast: Cast, place: Enrolment, from_on: date, who: str = "teacher") -> PlaceHours:
    return change_hours(actor=cast.people[who], enrolment=place, from_on=from_on, part_time=None)


def open_clocks(cast: Cast, kind: str) -> set[tuple[str, date | None]]:
    found = Deadline.objects.filter(pupil=cast.ada, kind=kind, closed_on=None)
    return set(found.values_list("trigger_key", "met_on"))


def page(cast: Cast, who: str, name: str = "placements:school", *args: object) -> str:
    client = Client()
    client.force_login(cast.people[who])
    found = client.get(reverse(name, args=[cast.ada.ref, *args]))
    return " ".join(found.content.decode().split())


@pytest.mark.parametrize(
    "who", ["head", "officer", "data", "social_worker", "team_manager", "teacher"]
)
def test_who_keeps_places_and_the_teacher_of_the_school_agree_it(cast: Cast, place, who) -> None:
    before = open_clocks(cast, "setting_notified")
    row = less(cast, place, who)
    assert (row.from_on, row.hours_a_week, row.recorded_by) == (MONDAY, 10, cast.people[who])
    (review,) = TimetableReview.objects.filter(enrolment=place)
    assert (review.reviewed_on, review.until_on, review.next_review_on) == (MONDAY, UNTIL, REVIEW)
    assert open_clocks(cast, "school_place") == {("without_education:2026-11-02", None)}
    assert open_clocks(cast, "setting_notified") == before  # the school knows the child
    place.refresh_from_db()
    assert (place.is_full_time, place.ended_on) == (True, None)  # as it was on its first day
    event = PlaceHours.pgh_event_model.objects.get(pgh_obj_id=row.pk)
    assert event.pgh_label == "insert"


@pytest.mark.parametrize(
    "who", ["other_teacher", "iro", "other_social_worker", "south_head", "school_staff"]
)
def test_others_do_not(cast: Cast, place, who) -> None:
    with pytest.raises(PermissionDenied):
        less(cast, place, who)
    assert not PlaceHours.objects.exists()


def test_the_teacher_of_one_school_does_not_agree_the_hours_at_another(cast: Cast, place) -> None:
    second = Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, kind="alternative", started_on=date(2026, 9, 1)
    )
    with pytest.raises(PermissionDenied):
        less(cast, second)
    client = Client()
    client.force_login(cast.teacher)
    for pk, status in [(place.pk, 200), (second.pk, 404)]:
        url = reverse("placements:change_hours", args=[cast.ada.ref, pk])
        assert client.get(url).status_code == status
    assert f"/school/{second.pk}/hours/" not in page(cast, "teacher")
    assert f"/school/{second.pk}/hours/" in page(cast, "officer")


def test_full_time_again_ends_the_clock_the_list_and_the_search(cast: Cast, place) -> None:
    less(cast, place)
    search = SchoolSearch.objects.create(pupil=cast.ada, started_on=MONDAY, why="Part time")
    (row,) = waiting(list(without_place(cast.officer, on=TODAY)), cast.officer, on=TODAY)
    assert (row.deadline.pupil, row.part_time.pk) == (cast.ada, place.pk)
    more(cast, place, TODAY)
    assert open_clocks(cast, "school_place") == {("without_education:2026-11-02", TODAY)}
    assert not without_place(cast.officer, on=TODAY)
    search.refresh_from_db()
    assert (search.ended_on, search.ended_by) == (TODAY, place)
    version = search.version
    recalculate_everyone()
    search.refresh_from_db()
    assert search.version == version  # it stays ended, and is not ended anew each night


def test_an_earlier_part_time_place_becomes_full_time_from_a_day(cast: Cast, place) -> None:
    Enrolment.objects.filter(pk=place.pk).update(
        is_full_time=False, hours_a_week=8, part_time_reason="It begins slowly"
    )
    more(cast, place, MONDAY)
    assert "Full time" in page(cast, "teacher")
    assert "full time again" in page(cast, "teacher")
    assert "It begins slowly" not in page(cast, "teacher")


def test_a_day_to_come_holds_from_that_day(cast: Cast, place) -> None:
    ahead = TODAY + timedelta(days=5)
    less(cast, place, from_on=ahead)
    assert not open_clocks(cast, "school_place")
    assert "From 9 November 2026: part time" in page(cast, "teacher")
    assert "Part time since" not in page(cast, "teacher")
    CurrentDay.objects.update(day=ahead)
    recalculate_everyone()
    assert open_clocks(cast, "school_place") == {("without_education:2026-11-09", None)}
    assert "Part time since" in page(cast, "teacher")


@pytest.mark.parametrize(
    ("from_on", "words"),
    [
        ("first day", "The place begins on"),
        (TODAY + timedelta(days=91), "Enter a day in the next 90 days"),
        (date(2026, 11, 21), "The part-time timetable begins later"),
        (date(2026, 12, 25), "The last day of the place is 24 December 2026"),
    ],
)
def test_days_that_cannot_be(cast: Cast, place, from_on, words) -> None:
    if from_on == date(2026, 12, 25):
        Enrolment.objects.filter(pk=place.pk).update(ended_on=date(2026, 12, 24))
    day = place.started_on if from_on == "first day" else from_on
    with pytest.raises(ValidationError, match=words):
        less(cast, place, from_on=day)
    assert not PlaceHours.objects.exists()


def test_hours_follow_one_another_and_the_last_is_withdrawn_first(cast: Cast, place) -> None:
    with pytest.raises(ValidationError, match="full time already"):
        more(cast, place, MONDAY)
    part = less(cast, place)
    for again in (lambda: less(cast, place), lambda: more(cast, place, MONDAY)):
        with pytest.raises(ValidationError, match="Hours from 2 November 2026 are on record"):
            again()
    full = more(cast, place, TODAY)
    with pytest.raises(ValidationError, match="Withdraw those first"):
        withdraw_hours(actor=cast.teacher, row=part, reason="The day was wrong")
    for row in (full, part):
        withdraw_hours(actor=cast.teacher, row=row, reason="The day was wrong")
    assert not TimetableReview.objects.exists()
    assert not open_clocks(cast, "school_place")
    events = PlaceHours.pgh_event_model.objects.filter(pgh_obj_id=part.pk, pgh_label="delete")
    assert events.get().pgh_context["reason"] == "The day was wrong"
    less(cast, place, from_on=date(2026, 11, 3))  # and the right day is recorded
    assert open_clocks(cast, "school_place") == {("without_education:2026-11-03", None)}


def send(cast: Cast, place: Enrolment, who: str = "teacher", **said: object):
    client = Client()
    client.force_login(cast.people[who])
    data: dict[str, object] = {"hours": "part", "hours_a_week": "10"}
    data["part_time_reason"] = LESS.reason
    days = {"from_on": MONDAY, "until_on": UNTIL, "next_review_on": REVIEW}
    for name, value in (days | said).items():
        if name not in days:
            data[name] = value
            continue
        for part in ("day", "month", "year"):
            data[f"{name}_{part}"] = getattr(value, part) if value else ""
    url = reverse("placements:change_hours", args=[cast.ada.ref, place.pk])
    return client.post(url, data)


def test_the_page_asks_the_reason_the_end_and_the_first_review(cast: Cast, place) -> None:
    nothing = {"part_time_reason": "", "until_on": None, "next_review_on": None}
    shown = send(cast, place, **nothing).content.decode()
    assert "Enter why the timetable is part time" in shown
    assert "Enter the last day of the part-time timetable" in shown
    assert "Enter the day of the first review" in shown
    assert "Select whether it is part time" in send(cast, place, hours="").content.decode()
    assert not PlaceHours.objects.exists()
    assert send(cast, place).status_code == 302
    tab = page(cast, "teacher")
    assert "Part time since" in tab
    assert LESS.reason in tab
    assert "18 December 2026" in tab
    row = PlaceHours.objects.get()
    assert f"/school/hours/{row.pk}/withdraw/" in tab
    assert send(cast, place, hours="full", from_on=TODAY, **nothing).status_code == 302
    assert "full time again" in page(cast, "social_worker")


def test_who_reviews_care_and_the_school_office_find_no_way_to_it(cast: Cast, place) -> None:
    assert "Part time from a day" in page(cast, "teacher")
    assert "Part time from a day" not in page(cast, "iro")
    row = less(cast, place)
    client = Client()
    client.force_login(cast.teacher)
    url = reverse("placements:withdraw_hours", args=[cast.ada.ref, row.pk])
    assert "Enter why it is withdrawn" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "Not so"}).status_code == 302
    assert "Part time since" not in page(cast, "teacher")
