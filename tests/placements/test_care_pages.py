"""Recording statutory reviews: held, arranged, refused."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from pupils.models import Deadline, StatutoryReview
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.reviews import correct_review, record_review
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


# --- putting a review right -------------------------------------------------------------------


def recorded(cast: Cast, **review) -> StatutoryReview:
    known = {"held_on": date(2026, 2, 20), "participation": "PN1"} | review
    record_review(actor=cast.iro, pupil=cast.ada, **known)
    return StatutoryReview.objects.get(pupil=cast.ada, held_on=known["held_on"])


def correct(cast: Cast, review: StatutoryReview, **changes) -> None:
    known = {"held_on": review.held_on, "participation": review.participation} | changes
    correct_review(actor=cast.iro, pupil=cast.ada, review_id=review.pk, **known)


def test_a_review_is_corrected_its_deadline_follows_and_its_history_stays(cast: Cast) -> None:
    review = recorded(cast)
    correct(cast, review, held_on=date(2026, 2, 24), participation="PN2")
    assert reviews(cast.ada) == [(None, date(2026, 2, 24), "PN2")]
    due = Deadline.objects.filter(pupil=cast.ada, kind="statutory_review")
    assert due.filter(met_on=date(2026, 2, 24)).exists()
    assert not due.filter(met_on=date(2026, 2, 20)).exists()
    events = apps.get_model("pupils", "StatutoryReviewEvent").objects.filter(pgh_obj_id=review.pk)
    held = list(events.order_by("pgh_id").values_list("held_on", flat=True))
    assert held == [date(2026, 2, 20), date(2026, 2, 24)]


FOURTH_BIRTHDAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("held_on", "participation", "is_refused"),
    [
        (date(2026, 3, 9), "PN0", False),
        (date(2026, 3, 9), "PN1", True),
        (date(2026, 3, 10), "PN0", True),
        (date(2026, 3, 10), "PN1", False),
        (date(2026, 3, 9), "", False),
    ],
)
def test_under_four_is_said_of_children_under_four(
    cast: Cast, held_on: date, participation: str, is_refused: bool
) -> None:
    cast.ada.date_of_birth = FOURTH_BIRTHDAY.replace(year=2022)
    cast.ada.save()
    refused = pytest.raises(ValidationError, match="on that day") if is_refused else nullcontext()
    with refused:
        record_review(actor=cast.iro, pupil=cast.ada, held_on=held_on, participation=participation)
    assert bool(reviews(cast.ada)) is not is_refused


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"held_on": date(2026, 11, 5)}, "lies in the past"),
        ({"held_on": date(2026, 1, 31)}, "not looked after"),
        ({"participation": "PN0"}, "4 or older"),
    ],
)
def test_a_wrong_correction_changes_nothing(cast: Cast, changes: dict, message: str) -> None:
    review = recorded(cast)
    with pytest.raises(ValidationError, match=message):
        correct(cast, review, **changes)
    assert reviews(cast.ada) == [(None, date(2026, 2, 20), "PN1")]


def test_who_records_no_reviews_corrects_none(cast: Cast) -> None:
    review = recorded(cast)
    known = {"review_id": review.pk, "held_on": TODAY, "participation": "PN1"}
    with pytest.raises(PermissionDenied):
        correct_review(actor=cast.teacher, pupil=cast.ada, **known)
    with pytest.raises(StatutoryReview.DoesNotExist):  # another child's
        correct_review(actor=cast.head, pupil=cast.ben, **known)


def test_the_page_corrects_and_refuses_a_review_of_another_child(client, cast: Cast) -> None:
    review = recorded(cast)
    client.force_login(cast.iro)
    url = reverse("placements:correct_review", args=[cast.ada.ref, review.pk])
    assert url in client.get(reverse("placements:care", args=[cast.ada.ref])).content.decode()
    day = {"held_on_day": "24", "held_on_month": "2", "held_on_year": "2026"}
    body = client.post(url, day | {"participation": "PN2"}, follow=True).content.decode()
    assert "Review corrected" in body
    assert reviews(cast.ada) == [(None, date(2026, 2, 24), "PN2")]
    client.force_login(cast.head)
    assert client.get(url.replace(cast.ada.ref, cast.ben.ref)).status_code == 404


def test_a_home_out_of_authority_names_the_virtual_school_there(cast: Cast) -> None:
    def tab(who: str) -> str:
        page = signed_in(cast, who).get(reverse("placements:care", args=[cast.ben.ref]))
        return " ".join(page.content.decode().split())

    assert "The home lies in the area of" not in tab("iro")
    cast.ben.placements.update(area_code="998")
    assert "the area of Southmoor. Their Virtual School: no contact on record" in tab("iro")
    cast.southmoor.virtual_school_phone = "01998 100200"
    cast.southmoor.save()
    assert "Their Virtual School: 01998 100200." in tab("iro")
    cast.ben.placements.update(is_address_confidential=True)
    assert "the area of Southmoor" in tab("iro")  # who may see the address
    assert "the area of Southmoor" not in tab("data")


def test_who_may_not_see_the_address_is_not_told_how_far_it_is(cast: Cast) -> None:
    cast.ada.placements.update(postcode="NS4 7ZZ", distance="12.5")
    told = {}
    for who in cast.people:
        page = signed_in(cast, who).get(reverse("placements:care", args=[cast.ada.ref]))
        if page.status_code == 200:
            words = page.content.decode()
            told[who] = "12.5 miles from home" in words
            assert told[who] is ("NS4 7ZZ" in words), who
    assert set(told.values()) == {True, False}
