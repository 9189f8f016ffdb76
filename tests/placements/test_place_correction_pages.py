"""The pages that withdraw or correct a school place."""

from datetime import date

from django.urls import reverse

from tests.cast import Cast
from tests.placements.test_place_corrections import JOINED, elm_accepted, sees_ada
from tests.placements.test_school_pages import places, signed_in

__all__ = ["elm_accepted"]  # the fixture


def test_the_page_withdraws_an_accepted_place(cast, elm_accepted):
    client = signed_in(cast, "social_worker")
    tab = reverse("placements:school", kwargs={"ref": cast.ada.ref})
    url = reverse(
        "placements:withdraw_enrolment", kwargs={"ref": cast.ada.ref, "pk": elm_accepted.pk}
    )
    assert url in client.get(tab).content.decode()
    body = client.get(url).content.decode()
    assert "Withdraw this place: Elm Grove School" in body
    assert "The place at Oakfield School goes on" in body
    refused = client.post(url, {"version": elm_accepted.version}).content.decode()
    assert "<title>Error: " in refused
    assert "Enter why it is withdrawn" in refused
    assert "Select what holds instead of this place" in refused
    answers = {"version": elm_accepted.version, "reason": "No transport", "instead": "former"}
    saved = client.post(url, answers, follow=True).content.decode()
    assert "no longer on the child" in saved
    assert places(cast.ada) == [("main", JOINED, None)]
    assert client.get(url).status_code == 404


def test_the_page_corrects_a_place_that_has_ended(cast, elm_accepted):
    client = signed_in(cast, "data")
    former = cast.ada.enrolments.get(setting=cast.oakfield)
    url = reverse("placements:correct_enrolment", kwargs={"ref": cast.ada.ref, "pk": former.pk})
    body = client.get(url, {"school": "moorside"}).content.decode()
    assert "Moorside School" in body
    assert "Oakfield School" in body
    answers = {
        "version": former.version,
        "kind": "main",
        "setting": cast.oakfield.pk,
        "started_on": "2025-09-01",
        "ended_on": "2026-12-18",
    }
    refused = client.post(url, answers).content.decode()
    assert "Enter what was wrong" in refused
    assert client.post(url, answers | {"reason": "Left at Christmas"}).status_code == 302
    assert places(cast.ada)[0] == ("main", JOINED, date(2026, 12, 18))
    stale = client.post(url, answers | {"reason": "Again"}).content.decode()
    assert "Somebody else has changed this" in stale


def test_a_school_corrected_to_education_elsewhere_stops_seeing_the_child(cast, elm_accepted):
    client = signed_in(cast, "officer")
    url = reverse(
        "placements:correct_enrolment", kwargs={"ref": cast.ada.ref, "pk": elm_accepted.pk}
    )
    answers = {
        "version": elm_accepted.version,
        "kind": "otherwise",
        "setting": cast.elm.pk,
        "started_on": "2027-01-04",
        "reason": "Taught at home",
    }
    assert client.post(url, answers).status_code == 302
    elm_accepted.refresh_from_db()
    assert (elm_accepted.kind, elm_accepted.setting) == ("otherwise", None)
    assert not sees_ada(cast, "other_teacher")


def test_another_childs_place_is_not_found(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    other = cast.ben.enrolments.first()
    for name in ("withdraw_enrolment", "correct_enrolment"):
        url = reverse(f"placements:{name}", kwargs={"ref": cast.ada.ref, "pk": other.pk})
        assert client.get(url).status_code == 404
