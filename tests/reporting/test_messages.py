"""Messages sent: read by the authority whose children they are about, and by their recipients."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from pupils.models import Enrolment, Pupil
from tests.cast import Cast
from vsh.notices.models import Notice
from vsh.notices.services import queue_notice


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


@pytest.fixture
def messages(cast: Cast) -> None:
    for child, person in [
        ("ada", "teacher"),
        ("cam", "teacher"),
        ("dee", "south_head"),
        ("eve", "head"),
    ]:
        pupil = cast.children[child]
        queue_notice(
            about=f"{pupil.ref}:x",
            stage="due",
            recipient=cast.people[person],
            subject=f"About {child}",
            body=f"Message about {child}, see https://example.org/",
            pupil_ref=pupil.ref,
        )
    queue_notice(
        about="report:1",
        stage="published",
        recipient=cast.director,
        subject="About the report",
        body="The report is published.",
    )


def subjects(page) -> set[str]:
    return {notice.subject for notice in page.context["notices"]}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("head", {"About ada", "About the report"}),  # a restricted child's stay closed
        ("officer", {"About ada", "About the report"}),
        ("data", {"About ada", "About the report"}),
        ("south_head", {"About cam", "About dee"}),
    ],
)
def test_an_authority_reads_what_was_sent_about_its_children(
    cast: Cast, messages: None, who: str, seen: set[str]
) -> None:
    page = signed_in(cast, who).get(reverse("reporting:messages"))
    assert subjects(page) == seen


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("teacher", {"About ada", "About cam"}),
        ("director", {"About the report"}),
        ("officer", set()),
    ],
)
def test_everyone_reads_their_own(cast: Cast, messages: None, who: str, seen: set[str]) -> None:
    page = signed_in(cast, who).get(reverse("reporting:my_messages"))
    assert subjects(page) == seen


def test_a_message_about_a_child_who_moved_or_was_restricted_is_gone(
    cast: Cast, messages: None
) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 3))
    Pupil.objects.filter(pk=cast.cam.pk).update(is_restricted=True)
    page = signed_in(cast, "teacher").get(reverse("reporting:my_messages"))
    assert subjects(page) == set()
    assert cast.ada.ref not in page.content.decode()
    assert "No message about a child whom you can see today." in page.content.decode()


def test_by_state_with_the_reason_of_a_failure(cast: Cast, messages: None) -> None:
    Notice.objects.filter(subject="About ada").update(state="failed", tries=10, error="550 no")
    client = signed_in(cast, "head")
    assert subjects(client.get(reverse("reporting:messages"), {"state": "sent"})) == set()
    page = client.get(reverse("reporting:messages"), {"state": "failed"})
    assert subjects(page) == {"About ada"}
    assert "550 no" in page.content.decode()
    assert "Message about ada" in page.content.decode()


def test_pages_of_fifty(cast: Cast) -> None:
    for number in range(51):
        queue_notice(
            about=f"thing:{number}",
            stage="due",
            recipient=cast.head,
            subject="A thing",
            body="…",
        )
    client = signed_in(cast, "head")
    assert len(client.get(reverse("reporting:messages")).context["notices"]) == 50
    assert len(client.get(reverse("reporting:messages"), {"page": "2"}).context["notices"]) == 1
