"""Check and submit: days that cannot be, and what only the social worker can write."""

from datetime import date, time

import pytest
from django.urls import reverse

from peps.models import Meeting
from peps.services import save_section
from vsh.notices.models import Notice

CARE = "care_and_contacts"


@pytest.fixture
def url(ada_pep) -> str:
    return reverse("peps:submit", kwargs={"ref": ada_pep.ref})


def test_the_teacher_waits_for_the_social_worker_by_name(client, cast, ada_pep, write_all, url):
    write_all(ada_pep, without=(CARE, "leisure_and_learning"))
    client.force_login(cast.teacher)
    body = client.get(url).content.decode()
    assert f"Waiting for {cast.social_worker.name}, social worker" in body
    assert cast.social_worker.email in body
    assert f"/sections/{CARE}/#id_" not in body
    assert "/sections/leisure_and_learning/#id_" in body
    client.force_login(cast.social_worker)
    body = client.get(url).content.decode()
    assert "Waiting for the designated teacher" not in body  # leisure is written by both
    assert f"Waiting for {cast.social_worker.name}" not in body
    client.force_login(cast.officer)
    body = client.get(url).content.decode()
    assert "Waiting for" not in body
    assert f"/sections/{CARE}/#id_" in body


def test_the_social_worker_waits_for_the_teacher(client, cast, ada_pep, write_all, url):
    write_all(ada_pep, without=("attainment_and_progress",))
    client.force_login(cast.social_worker)
    body = client.get(url).content.decode()
    assert "Waiting for the designated teacher" in body
    assert cast.social_worker.email not in body
    assert "Ask the social worker" not in body


def test_they_are_asked_once_a_day_without_the_child_s_name(client, cast, ada_pep, write_all, url):
    write_all(ada_pep, without=(CARE,))
    Notice.objects.all().delete()
    client.force_login(cast.teacher)
    body = client.post(url, {"ask": "yes"}, follow=True).content.decode()
    assert "The social worker has been asked" in body
    body = client.post(url, {"ask": "yes"}, follow=True).content.decode()
    assert "has already been asked today" in body
    [notice] = Notice.objects.all()
    assert notice.recipient == cast.social_worker
    assert "waits for your part: Care and contacts." in notice.body
    assert "Canary" not in notice.subject + notice.body
    ada_pep.refresh_from_db()
    assert ada_pep.state == "in_progress"


def test_nobody_is_asked_for_what_is_there(client, cast, ada_pep, write_all, url):
    write_all(ada_pep, without=("leisure_and_learning",))
    Notice.objects.all().delete()
    client.force_login(cast.teacher)
    assert "Ask the social worker" not in client.get(url).content.decode()
    client.post(url, {"ask": "yes"})
    assert not Notice.objects.exists()


@pytest.mark.parametrize("person", ["iro", "head_teacher", "outsider"])
def test_others_do_not_ask(client, cast, ada_pep, url, person):
    client.force_login(cast.people[person])
    assert client.post(url, {"ask": "yes"}).status_code in {403, 404}
    assert not Notice.objects.filter(stage="asked").exists()


def test_a_meeting_to_come_is_no_meeting(client, cast, ada_pep, write_all, url):
    write_all(ada_pep)
    days = {"held_on": "2026-11-30", "next_review_on": "2026-11-30"}
    save_section(actor=cast.teacher, pep=ada_pep, key="meeting", answers=days, version=1)
    client.force_login(cast.teacher)
    body = client.get(url).content.decode()
    assert "Day of the meeting must be today or in the past" in body
    assert "Day of the next PEP review must be after the day of the meeting" in body
    assert "/sections/meeting/#id_held_on_day" in body
    assert "Submit the PEP" not in body
    assert "Nothing is missing" not in body
    body = client.post(url, follow=True).content.decode()
    assert "Day of the meeting must be today or in the past" in body
    ada_pep.refresh_from_db()
    assert ada_pep.state == "in_progress"


def test_the_page_does_not_say_both_that_a_day_is_wrong_and_that_one_can_submit(
    client, cast, ada_pep, write_all, url
):
    write_all(ada_pep)
    Meeting.objects.create(
        pep=ada_pep, day=date(2026, 12, 7), starts_at=time(15), ends_at=time(16), place="School",
        arranged_by=cast.teacher, arranged_on=date(2026, 11, 2),
    )  # fmt: skip
    client.force_login(cast.teacher)
    body = client.get(url).content.decode()
    assert "on record is 7 December 2026. You can submit all the same" in body
    days = {"held_on": "2026-11-30", "next_review_on": "2027-01-30"}
    save_section(actor=cast.teacher, pep=ada_pep, key="meeting", answers=days, version=1)
    body = client.get(url).content.decode()
    assert "Day of the meeting must be today or in the past" in body
    assert "on record is" not in body
    days = {"held_on": "2026-11-02", "next_review_on": "2026-11-01"}
    save_section(actor=cast.teacher, pep=ada_pep, key="meeting", answers=days, version=2)
    body = client.get(url).content.decode()
    assert "on record is 7 December 2026. That alone keeps nobody from submitting" in body
    assert "You can submit all the same" not in body


def test_a_draft_may_hold_the_day_of_a_meeting_to_come(client, cast, ada_pep, write_all):
    write_all(ada_pep)
    address = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "meeting"})
    sent = {"version": "1", "held_on": "2026-11-30"}
    client.force_login(cast.teacher)
    assert "Saved" in client.post(address, sent, HTTP_HX_REQUEST="true").content.decode()
    body = client.post(address, {**sent, "version": "2", "finish": "yes"}).content.decode()
    assert "There is a problem" in body
    assert "Day of the meeting must be today or in the past" in body
    assert ada_pep.sections.get(key="meeting").data["held_on"] == "2026-11-30"
    assert ada_pep.sections.get(key="meeting").completed_at is None
