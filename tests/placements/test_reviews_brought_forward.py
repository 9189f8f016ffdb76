"""A review held before the day for which one was arranged: was it that one?"""

import re
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from pupils.models import Pupil, StatutoryReview
from pupils.services.reviews import record_review
from tests.cast import Cast

ARRANGED = date(2026, 11, 20)
HELD = date(2026, 11, 2)
NEXT = date(2027, 5, 4)
QUESTION = "Was this the review arranged for 20 November 2026?"
REFUSAL = "Select yes if this was the review arranged for 20 November 2026"


def reviews(child: Pupil) -> list[tuple]:
    rows = StatutoryReview.objects.filter(pupil=child).order_by("id")
    return list(rows.values_list("planned_on", "held_on", "participation"))


def record(cast: Cast, **known) -> None:
    record_review(actor=cast.iro, pupil=cast.ada, **known)


@pytest.fixture
def arranged(cast: Cast) -> StatutoryReview:
    record(cast, next_planned_on=ARRANGED)
    return StatutoryReview.objects.get(pupil=cast.ada)


@pytest.mark.parametrize("next_planned_on", [None, NEXT])
def test_without_an_answer_nothing_is_recorded(cast, arranged, next_planned_on) -> None:
    with pytest.raises(ValidationError, match=REFUSAL) as refused:
        record(cast, held_on=HELD, participation="PN1", next_planned_on=next_planned_on)
    assert list(refused.value.error_dict) == ["is_brought_forward"]
    assert reviews(cast.ada) == [(ARRANGED, None, "")]


def test_a_review_brought_forward_is_the_one_arranged_and_the_history_says_so(
    cast, arranged
) -> None:
    record(cast, held_on=HELD, participation="PN1", is_brought_forward=True)
    assert reviews(cast.ada) == [(ARRANGED, HELD, "PN1")]
    events = apps.get_model("pupils", "StatutoryReviewEvent").objects.filter(pgh_obj_id=arranged.pk)
    held = events.order_by("pgh_id").values_list("planned_on", "held_on")
    assert list(held) == [(ARRANGED, None), (ARRANGED, HELD)]


def test_a_review_brought_forward_and_the_next_one_arranged(cast, arranged) -> None:
    record(cast, held_on=HELD, participation="PN1", is_brought_forward=True, next_planned_on=NEXT)
    assert reviews(cast.ada) == [(ARRANGED, HELD, "PN1"), (NEXT, None, "")]


def test_another_review_leaves_the_appointment(cast, arranged) -> None:
    record(cast, held_on=HELD, participation="PN1", is_brought_forward=False)
    assert reviews(cast.ada) == [(ARRANGED, None, ""), (None, HELD, "PN1")]


@pytest.mark.parametrize(
    ("answer", "next_planned_on", "words"),
    [(False, NEXT, "stands, so it is the next review"), (True, ARRANGED, "was brought forward")],
)
def test_a_next_day_that_belies_the_answer_is_refused(
    cast, arranged, answer, next_planned_on, words
) -> None:
    known = {"is_brought_forward": answer, "next_planned_on": next_planned_on}
    with pytest.raises(ValidationError, match=words) as refused:
        record(cast, held_on=HELD, participation="PN1", **known)
    assert list(refused.value.error_dict) == ["next_planned_on"]
    assert reviews(cast.ada) == [(ARRANGED, None, "")]


def test_who_enters_the_day_of_the_appointment_again_has_answered(cast, arranged) -> None:
    record(cast, held_on=HELD, participation="PN1", next_planned_on=ARRANGED)
    assert reviews(cast.ada) == [(ARRANGED, None, ""), (None, HELD, "PN1")]


def test_a_review_older_than_the_latest_one_is_not_asked_about(cast, arranged) -> None:
    record(cast, held_on=HELD, participation="PN1", is_brought_forward=False)
    record(cast, held_on=date(2026, 10, 5), participation="PN1")
    assert reviews(cast.ada)[0] == (ARRANGED, None, "")


def test_a_wrong_day_is_told_before_the_question(cast, arranged) -> None:
    with pytest.raises(ValidationError, match="4 or older"):
        record(cast, held_on=HELD, participation="PN0")


# --- the page ---------------------------------------------------------------------------------


@pytest.fixture
def iro(client: Client, cast: Cast) -> Client:
    client.force_login(cast.iro)
    return client


@pytest.fixture
def url(cast: Cast) -> str:
    return reverse("placements:record_review", args=[cast.ada.ref])


ENTERED = {"held_on": f"{HELD}", "participation": "PN1"}


def test_the_page_asks_in_radios_with_a_legend(iro, url, arranged) -> None:
    body = iro.get(url).content.decode()
    assert re.search(rf"<legend[^>]*>\s*{re.escape(QUESTION)}\s*</legend>", body)
    radios = re.findall(r"<input[^>]*is_brought_forward[^>]*>", body)
    assert [bool(re.search('type="radio"', radio)) for radio in radios] == [True, True]
    assert not any("checked" in radio for radio in radios)
    assert "Yes, it was brought forward" in body
    assert "No, that appointment stands" in body


def test_the_page_names_the_question_as_an_error_and_keeps_the_words(
    cast, iro, url, arranged
) -> None:
    body = iro.post(url, ENTERED | {"next_planned_on": f"{NEXT}"}).content.decode()
    assert body.count(REFUSAL) == 2  # in the summary and beside the question
    assert 'href="#id_is_brought_forward' in body
    for kept in ('value="2027"', 'value="PN1" selected'):
        assert kept in body
    assert reviews(cast.ada) == [(ARRANGED, None, "")]


@pytest.mark.parametrize(
    ("answer", "recorded"),
    [
        ("yes", [(ARRANGED, HELD, "PN1")]),
        ("no", [(ARRANGED, None, ""), (None, HELD, "PN1")]),
    ],
)
def test_the_page_records_the_answer(cast, iro, url, arranged, answer, recorded) -> None:
    body = iro.post(url, ENTERED | {"is_brought_forward": answer}, follow=True).content.decode()
    assert "Review recorded" in body
    assert reviews(cast.ada) == recorded


def test_the_page_takes_no_answer_that_is_none(cast, iro, url, arranged) -> None:
    iro.post(url, ENTERED | {"is_brought_forward": "perhaps"})
    assert reviews(cast.ada) == [(ARRANGED, None, "")]


def test_the_page_asks_nothing_without_an_appointment(iro, url) -> None:
    assert "is_brought_forward" not in iro.get(url).content.decode()


def test_an_answer_without_an_appointment_is_no_matter(cast, iro, url) -> None:
    iro.post(url, ENTERED | {"is_brought_forward": "yes"})
    assert reviews(cast.ada) == [(None, HELD, "PN1")]


# --- the appointment moves while the page is open -----------------------------------------------

MOVED = date(2026, 11, 27)


def asked(body: str) -> str:
    """The day of the appointment that the page carries."""
    (field,) = re.findall(r"<input[^>]*asked_about[^>]*>", body)
    assert 'type="hidden"' in field
    return next(iter(re.findall(r'value="([^"]*)"', field)), "")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_about_an_appointment_that_moved_is_asked_again(
    cast, iro, url, arranged, answer
) -> None:
    day = asked(iro.get(url).content.decode())
    assert day == f"{ARRANGED}"
    StatutoryReview.objects.filter(pk=arranged.pk).update(planned_on=MOVED)
    told = ENTERED | {"is_brought_forward": answer, "asked_about": day}
    body = iro.post(url, told).content.decode()
    assert body.count("The appointment has moved to 27 November 2026") == 2
    assert "Was this the review arranged for 27 November 2026?" in body
    assert asked(body) == f"{MOVED}"
    assert 'value="PN1" selected' in body
    radios = re.findall(r'<input[^>]*type="radio"[^>]*>', body)
    assert not any("checked" in radio for radio in radios)
    assert reviews(cast.ada) == [(MOVED, None, "")]
    body = iro.post(url, told | {"asked_about": asked(body)}, follow=True).content.decode()
    assert "Review recorded" in body


def test_an_answer_about_an_appointment_that_is_gone_is_refused_once(
    cast, iro, url, arranged
) -> None:
    StatutoryReview.objects.filter(pk=arranged.pk).update(held_on=date(2026, 11, 1))
    told = ENTERED | {"is_brought_forward": "yes", "asked_about": f"{ARRANGED}"}
    body = iro.post(url, told).content.decode()
    assert body.count("no longer on record") >= 1
    assert len(reviews(cast.ada)) == 1
    assert asked(body) == ""


def test_the_service_refuses_it_too_under_the_lock(cast, arranged) -> None:
    known = {"is_brought_forward": True, "asked_about": MOVED}
    with pytest.raises(ValidationError, match="has moved to 20 November 2026"):
        record(cast, held_on=HELD, participation="PN1", **known)
    assert reviews(cast.ada) == [(ARRANGED, None, "")]


def test_without_an_answer_the_day_asked_about_is_no_matter(cast, iro, url, arranged) -> None:
    told = {"held_on": f"{date(2026, 11, 3)}", "participation": "PN1", "asked_about": f"{MOVED}"}
    StatutoryReview.objects.filter(pk=arranged.pk).update(planned_on=date(2026, 11, 3))
    iro.post(url, told)
    assert reviews(cast.ada) == [(date(2026, 11, 3), date(2026, 11, 3), "PN1")]


def test_an_appointment_of_care_that_has_ended_is_not_asked_about(cast, iro, url, arranged) -> None:
    cast.ada.care_periods.update(ended_on=date(2026, 11, 3))
    assert "is_brought_forward" not in iro.get(url).content.decode()
    record(cast, held_on=HELD, participation="PN1")
    assert reviews(cast.ada) == [(ARRANGED, None, ""), (None, HELD, "PN1")]


# --- a review of which a file has told ----------------------------------------------------------


@pytest.mark.parametrize(("apart", "count"), [(-15, 2), (-14, 1), (0, 1), (1, 1), (15, 2)])
def test_who_records_a_review_that_a_file_told_with_a_near_day_records_the_same(
    cast, apart, count
) -> None:
    day = date(2026, 10, 5)
    period = cast.ada.care_periods.get()
    told = StatutoryReview.objects.create(pupil=cast.ada, care_period=period, held_on=day)
    held_on = date.fromordinal(day.toordinal() + apart)
    record(cast, held_on=held_on, participation="PN1")
    assert len(reviews(cast.ada)) == count
    told.refresh_from_db()
    assert told.held_on == (held_on if count == 1 else day)


def test_two_near_reviews_that_people_recorded_are_two(cast) -> None:
    record(cast, held_on=date(2026, 10, 5), participation="PN1")
    record(cast, held_on=date(2026, 10, 12), participation="PN2")
    assert len(reviews(cast.ada)) == 2
