"""The pages that put a time in care or a legal status right, or withdraw it."""

from datetime import date

import pytest
from django.urls import reverse

from pupils.models import CareEpisode, CarePeriod
from pupils.services.row_versions import version_of
from tests.architecture.queries import questions
from tests.placements.test_school_pages import signed_in

pytestmark = pytest.mark.django_db
ENTERED = date(2026, 2, 2)


def of_care(name: str, child, period: CarePeriod) -> str:
    return reverse(f"placements:{name}", kwargs={"ref": child.ref, "period": period.pk})


def of_status(name: str, child, episode: CareEpisode) -> str:
    return reverse(f"placements:{name}", kwargs={"ref": child.ref, "episode": episode.pk})


@pytest.fixture
def period(cast) -> CarePeriod:
    return CarePeriod.objects.get(pupil=cast.ada)


@pytest.fixture
def episode(cast) -> CareEpisode:
    return CareEpisode.objects.get(care_period__pupil=cast.ada)


def test_a_time_in_care_is_put_right_with_a_reason(cast, period):
    client = signed_in(cast, "social_worker")
    tab = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    url = of_care("correct_care_period", cast.ada, period)
    assert url in client.get(tab).content.decode()
    body = client.get(url).content.decode()
    assert "On record now: looked after from 2 February 2026, not ended" in body
    assert "A home (Foster care) begins with it" in body
    assert "Full care order begins with it" in body
    answers = {"version": version_of(period), "started_on": "2026-01-26"}
    refused = client.post(url, answers).content.decode()
    assert "<title>Error: " in refused
    assert "Enter what was wrong" in refused
    assert "Confirm that what began or ended that day moves along" in refused
    answers |= {"reason": "The order was made a week before", "moves_along": "on"}
    saved = client.post(url, answers, follow=True).content.decode()
    assert "Time in care put right" in saved
    assert "26 January 2026 to now" in saved
    stale = client.post(url, answers | {"started_on": "2026-01-19"}).content.decode()
    assert "Somebody else has changed this" in stale
    assert "looked after from 26 January 2026" in stale


def test_what_stood_there_before_is_shown_with_who_and_why(cast, period):
    client = signed_in(cast, "officer")
    url = of_care("correct_care_period", cast.ada, period)
    assert "What stood here before" not in client.get(url).content.decode()
    client.post(
        url,
        {
            "version": version_of(period),
            "started_on": "2026-01-26",
            "moves_along": "on",
            "reason": "The order was made a week before",
        },
    )
    with questions() as asked:
        body = client.get(url).content.decode()
    assert "Day on which the child became looked after:</dt>" in body
    assert "2 February 2026</dd>" in body
    assert "changed by Officer: The order was made a week before" in body
    assert len(asked) <= 12
    sources = reverse("reporting:sources", kwargs={"ref": cast.ada.ref})
    assert "Officer: The order was made a week before" in client.get(sources).content.decode()


def test_a_refusal_stands_beside_its_field_and_the_answers_stay(cast, period):
    client = signed_in(cast, "data")
    url = of_care("correct_care_period", cast.ada, period)
    body = client.post(
        url,
        {
            "version": version_of(period),
            "started_on": "2026-12-01",
            "moves_along": "on",
            "reason": "Typed wrongly",
        },
    ).content.decode()
    assert "This day is still to come" in body
    assert 'href="#id_started_on' in body
    assert "Typed wrongly" in body


def test_a_reason_needs_the_day_on_which_care_ceased(cast, period):
    client = signed_in(cast, "officer")
    answers = {
        "version": version_of(period),
        "started_on": "2026-02-02",
        "end_reason": "E4A",
        "reason": "Went home",
    }
    body = client.post(of_care("correct_care_period", cast.ada, period), answers).content.decode()
    assert "Enter the day on which the child ceased to be looked after" in body
    fay = CarePeriod.objects.get(pupil=cast.fay)  # care goes on: the reason goes with the day
    answers |= {"version": version_of(fay), "moves_along": "on"}
    url = of_care("correct_care_period", cast.fay, fay)
    assert client.post(url, answers).status_code == 302
    fay.refresh_from_db()
    assert (fay.ended_on, fay.end_reason) == (None, "")


def test_a_time_in_care_is_withdrawn(cast, period):
    client = signed_in(cast, "officer")
    url = of_care("withdraw_care_period", cast.ada, period)
    body = client.get(url).content.decode()
    assert "A home (Foster care) from 2 February 2026" in body
    assert "Full care order from 2 February 2026" in body
    answers = {"version": version_of(period)}
    assert "Enter why it is withdrawn" in client.post(url, answers).content.decode()
    saved = client.post(url, answers | {"reason": "Another child"}, follow=True)
    assert "No time in care is on record" in saved.content.decode()
    assert client.get(url).status_code == 404


def test_a_legal_status_is_put_right(cast, episode):
    client = signed_in(cast, "social_worker")
    tab = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    url = of_status("correct_legal_status", cast.ada, episode)
    assert url in client.get(tab).content.decode()
    body = client.get(url).content.decode()
    assert "On record now: Full care order from 2 February 2026, Abuse or neglect" in body
    assert "Day on which it ended" not in body  # it has not ended
    answers = {
        "version": version_of(episode),
        "legal_status": "C1",
        "category_of_need": "N1",
        "started_on": "2026-02-02",
    }
    assert "Enter what was wrong" in client.post(url, answers).content.decode()
    saved = client.post(url, answers | {"reason": "An interim order"}, follow=True)
    assert "Interim care order" in saved.content.decode()
    with questions() as asked:
        body = client.get(url).content.decode()
    assert "Legal status:</dt>" in body
    assert "Full care order</dd>" in body
    assert "An interim order" in body
    assert len(asked) <= 12


def test_a_new_legal_status_is_recorded_from_a_day(cast, episode):
    client = signed_in(cast, "social_worker")
    tab = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    url = reverse("placements:record_legal_status", kwargs={"ref": cast.ada.ref})
    assert url in client.get(tab).content.decode()
    with questions() as asked:
        body = client.get(url).content.decode()
    assert len(asked) <= 12
    assert "On record: Full care order from 2 February 2026, Abuse or neglect" in body
    answers = {"version": version_of(episode), "legal_status": "V2"}
    refused = client.post(url, answers).content.decode()
    assert "Enter the day from which it holds" in refused
    refused = client.post(url, answers | {"started_on": "2026-02-01"}).content.decode()
    assert 'href="#id_started_on' in refused
    assert "looked after from 2 February 2026" in refused
    answers["started_on"] = "2026-10-05"
    saved = client.post(url, answers, follow=True).content.decode()
    assert "The new legal status is on record" in saved
    assert "Accommodated under section 20" in saved
    stale = client.post(url, answers | {"legal_status": "C1"}).content.decode()
    assert "Accommodated under section 20 from 5 October 2026" in stale


def test_a_legal_status_is_withdrawn(cast, episode):
    CareEpisode.objects.filter(pk=episode.pk).update(ended_on=date(2026, 6, 1))
    second = CareEpisode.objects.create(
        care_period=episode.care_period, legal_status="E1", started_on=date(2026, 6, 1)
    )
    client = signed_in(cast, "officer")
    url = of_status("withdraw_legal_status", cast.ada, second)
    body = client.get(url).content.decode()
    assert "Then this holds in its time too: Full care order from 2 February 2026" in body
    answers = {"version": version_of(second), "reason": "No order was made"}
    saved = client.post(url, answers, follow=True).content.decode()
    assert "Placement order" not in saved
    assert client.get(url).status_code == 404
    only = of_status("withdraw_legal_status", cast.ada, episode)
    answers["version"] = version_of(episode)
    assert "It is the only legal status" in client.post(only, answers).content.decode()


def test_who_may_read_care_alone_finds_no_link(cast, period):
    tab = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    for who in ("iro", "team_manager"):
        body = signed_in(cast, who).get(tab).content.decode()
        assert of_care("correct_care_period", cast.ada, period) not in body
        assert "Put right" not in body
        assert "Record a new legal status" not in body


def test_another_childs_care_is_not_found(cast):
    client = signed_in(cast, "officer")
    period = CarePeriod.objects.get(pupil=cast.ben)
    for name in ("correct_care_period", "withdraw_care_period"):
        assert client.get(of_care(name, cast.ada, period)).status_code == 404
    for name in ("correct_legal_status", "withdraw_legal_status"):
        assert client.get(of_status(name, cast.ada, period.episodes.get())).status_code == 404
