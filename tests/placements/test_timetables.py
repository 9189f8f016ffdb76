"""A part-time timetable has an end and reviews; the tab says which is overdue."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from placements.models import TimetableReview
from placements.services.timetables import review_timetable
from pupils.models import Enrolment
from pupils.services.deadlines import recalculate_everyone
from tests.cast import TODAY, Cast
from vsh.calendars.models import CurrentDay

AGREED = {
    "reviewed_on": TODAY,
    "decided": "Two hours more each week",
    "until_on": date(2026, 12, 18),
    "next_review_on": date(2026, 11, 20),
}


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    """Ada has been at Oakfield for ten hours a week from her first day."""
    there = Enrolment.objects.filter(pupil=cast.ada)
    reason = "Comes back after an illness"
    there.update(is_full_time=False, hours_a_week=10, part_time_reason=reason)
    return there.get()


def reviewed(cast: Cast, place: Enrolment, who: str = "social_worker", **more) -> TimetableReview:
    return review_timetable(actor=cast.people[who], enrolment=place, **{**AGREED, **more})


def _tab(cast: Cast) -> str:
    client = Client()
    client.force_login(cast.social_worker)
    page = client.get(reverse("placements:school", args=[cast.ada.ref]))
    return " ".join(page.content.decode().split())


def test_the_tab_says_until_when_and_what_is_overdue(cast: Cast, place) -> None:
    assert "No end is agreed" in _tab(cast)
    reviewed(cast, place)
    assert "18 December 2026" in _tab(cast)
    assert "Review overdue" not in _tab(cast)
    CurrentDay.objects.update(day=date(2026, 11, 21))
    assert "Review overdue" in _tab(cast)
    reviewed(cast, place, reviewed_on=date(2026, 11, 21), next_review_on=date(2026, 12, 4))
    assert "Review overdue" not in _tab(cast)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reviewed_on": date(2026, 11, 5)}, "reviewed_on"),
        ({"next_review_on": TODAY}, "next_review_on"),
        ({"next_review_on": date(2026, 12, 19)}, "next_review_on"),
    ],
)
def test_days_that_cannot_be(cast: Cast, place, more, field) -> None:
    with pytest.raises(ValidationError) as refused:
        reviewed(cast, place, **more)
    assert list(refused.value.message_dict) == [field]
    row = TimetableReview(enrolment=place, recorded_by=cast.officer, **{**AGREED, **more})
    if field == "next_review_on":
        with pytest.raises(IntegrityError):
            row.save()


def test_it_is_told_once_a_day_by_who_keeps_places_or_teaches_there(cast: Cast, place) -> None:
    for who in ("other_teacher", "iro", "other_social_worker", "south_head"):
        with pytest.raises(PermissionDenied):
            reviewed(cast, place, who)
    reviewed(cast, place)
    with pytest.raises(ValidationError, match="on record already"):
        reviewed(cast, place, "officer")
    full_time = Enrolment.objects.get(pupil=cast.eve)
    cast.eve.is_restricted = False
    cast.eve.save()
    with pytest.raises(ValidationError, match="no part-time timetable"):
        reviewed(cast, full_time)


def test_the_page_keeps_what_was_decided(cast: Cast, place) -> None:
    client, url = Client(), reverse("placements:review_timetable", args=[cast.ada.ref, place.pk])
    client.force_login(cast.social_worker)
    data = {"decided": "Two hours more each week"}
    for name in ("reviewed_on", "until_on", "next_review_on"):
        for part in ("day", "month", "year"):
            data[f"{name}_{part}"] = getattr(AGREED[name], part)
    assert "Enter what was decided" in client.post(url, {**data, "decided": ""}).content.decode()
    assert client.post(url, data).status_code == 302
    assert "Two hours more each week" in client.get(url).content.decode()


def test_a_part_time_place_has_an_end_and_its_first_review_from_the_start(cast: Cast) -> None:
    client, url = Client(), reverse("placements:record_enrolment", args=[cast.ada.ref])
    client.force_login(cast.social_worker)
    data = {"kind": "subsidiary", "setting": cast.elm.pk, "is_part_time": "on"}
    data |= {"part_time_reason": "Comes back after an illness", "hours_a_week": "10"}
    days = {"started_on": TODAY, **{name: AGREED[name] for name in ("until_on", "next_review_on")}}

    def send(**other: date | None):
        said = dict(data)
        for name, day in (days | other).items():
            for part in ("day", "month", "year"):
                said[f"{name}_{part}"] = getattr(day, part) if day else ""
        return client.post(f"{url}?school=Elm", said)

    page = send(until_on=None, next_review_on=None).content.decode()
    assert "Enter the last day of the part-time timetable" in page
    assert "Enter the day of the first review of the part-time timetable" in page
    assert 'href="#id_until_on' in send(until_on=date(2026, 11, 3)).content.decode()
    assert "Review it before it ends" in send(next_review_on=date(2026, 12, 19)).content.decode()
    assert (
        Enrolment.objects.filter(pupil=cast.ada).count() == 1
    )  # neither is kept without the other
    assert send().status_code == 302
    (review,) = TimetableReview.objects.all()
    assert (review.enrolment.setting, review.reviewed_on) == (cast.elm, TODAY)
    assert (review.until_on, review.next_review_on, review.decided) == (
        AGREED["until_on"],
        AGREED["next_review_on"],
        "Comes back after an illness",
    )


def test_the_first_page_says_which_timetable_nobody_looked_at(cast: Cast, place) -> None:
    def home(who: str) -> str:
        client = Client()
        client.force_login(cast.people[who])
        return client.get("/").content.decode()

    assert "no end is agreed" in home("officer")
    reviewed(cast, place)
    for day, is_overdue in [(20, False), (21, True)]:
        CurrentDay.objects.update(day=date(2026, 11, day))
        for who in ("officer", "social_worker", "teacher"):
            assert ("to be reviewed on 20 November 2026" in home(who)) is is_overdue
        for who in ("other_teacher", "other_social_worker", "south_head"):
            assert "Part-time timetables" not in home(who)
    reviewed(cast, place, reviewed_on=date(2026, 11, 21), next_review_on=date(2026, 12, 4))
    assert "Part-time timetables" not in home("officer")


def test_a_review_is_put_right_and_stands_on_the_list_when_it_is_overdue(cast: Cast, place) -> None:
    row = reviewed(cast, place)
    recalculate_everyone()
    client, url = Client(), reverse("placements:correct_timetable", args=[cast.ada.ref, row.pk])
    client.force_login(cast.social_worker)
    data = {"decided": "One hour more", "version": 1}
    for name in ("reviewed_on", "until_on", "next_review_on"):
        for part in ("day", "month", "year"):
            data[f"{name}_{part}"] = getattr(AGREED[name], part)
    assert client.post(url, {**data, "next_review_on_day": 4}).status_code == 200
    assert client.post(url, {**data, "next_review_on_day": 6}).status_code == 302
    row.refresh_from_db()
    assert (row.decided, row.next_review_on, row.version) == ("One hour more", date(2026, 11, 6), 2)
    stale = client.post(url, data).content.decode()
    assert "One hour more Until 18 December 2026, next review 6 November 2026" in stale
    listed = reverse("reporting:without_place")
    for day, is_overdue in [(6, False), (7, True)]:
        CurrentDay.objects.update(day=date(2026, 11, day))
        page = client.get(listed).content.decode()
        assert "Part-time timetable, next review 6 November 2026" in page
        assert ("Review overdue" in page) is is_overdue
