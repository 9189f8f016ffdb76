"""A review arranged for a day after the last one allowed is saved, and said to be so."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from placements.late_appointments import late_words
from pupils.models import ClockSetting, Pupil, StatutoryReview
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.reviews import record_review
from tests.cast import Cast

LATE = "This is after the last day that the regulations allow, 2 May 2027."


@pytest.fixture
def reviewed(cast: Cast) -> Cast:
    """Ada's first reviews were held in time."""
    for held_on in (date(2026, 2, 20), date(2026, 5, 18)):
        record_review(actor=cast.iro, pupil=cast.ada, held_on=held_on, participation="PN1")
    return cast


def post(cast: Cast, next_planned_on: date) -> str:
    client = Client()
    client.force_login(cast.iro)
    days = {"held_on": date(2026, 11, 2), "next_planned_on": next_planned_on}
    data = {
        f"{name}_{part}": getattr(day, part)
        for name, day in days.items()
        for part in ("day", "month", "year")
    }
    page = client.post(
        reverse("placements:record_review", kwargs={"ref": cast.ada.ref}),
        data | {"participation": "PN1"},
        follow=True,
    )
    return page.content.decode()


@pytest.mark.parametrize(
    ("next_planned_on", "is_late"),
    [(date(2027, 5, 2), False), (date(2027, 5, 3), True), (date(2030, 5, 18), True)],
)
def test_it_is_saved_and_said_after_saving_and_beside_the_appointment(
    reviewed: Cast, next_planned_on: date, is_late: bool
) -> None:
    page = post(reviewed, next_planned_on)
    assert "Review recorded" in page
    planned = StatutoryReview.objects.filter(pupil=reviewed.ada, planned_on=next_planned_on)
    assert planned.exists()
    assert page.count(LATE) == (2 if is_late else 0)


def test_the_second_review_is_allowed_three_months(cast: Cast) -> None:
    record_review(
        actor=cast.iro, pupil=cast.ada, held_on=date(2026, 2, 20), participation="PN1",
        next_planned_on=date(2026, 11, 20),
    )  # fmt: skip
    assert late_words(cast.ada, date(2026, 5, 20)) == ""
    assert late_words(cast.ada, date(2026, 5, 21)).endswith("regulations allow, 20 May 2026.")


def test_an_authoritys_own_limit_is_called_its_own(cast: Cast) -> None:
    ClockSetting.objects.create(authority=cast.northshire, kind="statutory_review", number=15)
    recalculate_deadlines_for([cast.ada.pk])
    words = "This is after the last day that the authority allows, 23 February 2026."
    assert late_words(cast.ada, date(2026, 11, 20)) == words


def test_from_the_18th_birthday_on_care_is_shown_as_ended(cast: Cast) -> None:
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2008, 11, 4))
    client = Client()
    client.force_login(cast.head)
    page = client.get(reverse("placements:care", kwargs={"ref": cast.ada.ref})).content.decode()
    assert "4 November 2026, the 18th birthday" in page
    assert ">Now<" not in page
