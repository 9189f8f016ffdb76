"""Recording statutory reviews: held, arranged, refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from pupils.models import Deadline, StatutoryReview
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.reviews import record_review
from tests.cast import TODAY, Cast


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def reviews(child) -> list[tuple]:
    return list(
        StatutoryReview.objects.filter(pupil=child)
        .order_by("id")
        .values_list("planned_on", "held_on", "participation")
    )


def test_a_review_that_was_arranged_is_held_and_the_next_one_arranged(cast: Cast) -> None:
    record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=date(2026, 11, 10))
    record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=TODAY)
    record_review(
        actor=cast.iro,
        pupil=cast.ada,
        held_on=TODAY,
        participation="PN1",
        next_planned_on=date(2027, 4, 28),
    )
    assert reviews(cast.ada) == [
        (TODAY, TODAY, "PN1"),
        (date(2027, 4, 28), None, ""),
    ]


def test_an_older_review_recorded_late_leaves_the_next_appointment(cast: Cast) -> None:
    record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=date(2026, 11, 20))
    record_review(actor=cast.iro, pupil=cast.ada, held_on=date(2026, 5, 28), participation="PN1")
    assert reviews(cast.ada) == [
        (date(2026, 11, 20), None, ""),
        (None, date(2026, 5, 28), "PN1"),
    ]


def test_a_review_held_meets_its_deadline(cast: Cast) -> None:
    recalculate_deadlines_for([cast.ada.pk])
    due = Deadline.objects.filter(pupil=cast.ada, kind="statutory_review")
    before = due.filter(met_on__isnull=True).count()
    assert before
    record_review(actor=cast.iro, pupil=cast.ada, held_on=date(2026, 2, 20), participation="PN1")
    assert due.filter(met_on=date(2026, 2, 20)).exists()


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({}, "Give the day"),
        ({"held_on": date(2026, 11, 5)}, "lies in the past"),
        ({"held_on": date(2026, 1, 31)}, "not looked after"),
        ({"next_planned_on": date(2026, 11, 3)}, "lies in the future"),
    ],
)
def test_refusals(cast: Cast, days: dict, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        record_review(actor=cast.iro, pupil=cast.ada, **days)
    assert reviews(cast.ada) == []


def test_two_reviews_on_one_day_are_refused(cast: Cast) -> None:
    record_review(actor=cast.iro, pupil=cast.ada, held_on=TODAY, participation="PN1")
    with pytest.raises(ValidationError, match="on this day is on record"):
        record_review(actor=cast.iro, pupil=cast.ada, held_on=TODAY, participation="PN1")


@pytest.mark.parametrize("who", ["teacher", "social_worker", "data", "south_head"])
def test_who_may_not_record_a_review(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        record_review(actor=cast.people[who], pupil=cast.ada, held_on=TODAY)


def test_the_form_records_a_review(cast: Cast) -> None:
    client = signed_in(cast, "iro")
    url = reverse("placements:record_review", kwargs={"ref": cast.ada.ref})
    nothing = client.post(url, {}).content.decode()
    assert "Enter the day of the review" in nothing
    half = client.post(url, {"held_on": "2026-11-02"}).content.decode()
    assert "Select how the child took part" in half
    late = client.post(url, {"held_on": "2026-11-05", "participation": "PN1"}).content.decode()
    assert "lies in the past" in late
    saved = client.post(
        url, {"held_on": "2026-11-02", "participation": "PN1", "next_planned_on": "2027-04-28"}
    )
    assert saved.url == reverse("placements:care", kwargs={"ref": cast.ada.ref})
    page = client.get(saved.url).content.decode()
    assert "28 April 2027" in page
    assert "Attended and spoke for themselves" in page
