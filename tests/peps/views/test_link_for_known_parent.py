"""A parent who is known keeps their part: the form that makes a link offers them by name."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from peps.models import PersonalLink, Recipient, Voice
from tests.peps.by_link import arrived, invited
from tests.peps.test_whose_words import START, says
from tests.reporting.page_requests import MOST_QUERIES, queries_of

KNOWN, OFFERED = "Mrs Patel", "The same person as: Mrs Patel"


@pytest.fixture
def url(client, cast, ada_pep):
    client.force_login(cast.social_worker)
    return reverse("peps:make_link", kwargs={"ref": ada_pep.ref, "purpose": "parent"})


def written(cast, ada_pep) -> None:
    """A parent began their part, and the link has expired since."""
    made = invited(cast.social_worker, ada_pep, "parent", name=KNOWN)
    says(arrived(made, "Jaya"), hopes="zqdraft")
    link = PersonalLink.objects.filter(pk=made.link.pk)
    link.update(
        expires_on=made.link.expires_on - timedelta(days=30),
        created_at=made.link.created_at - timedelta(days=30),
    )


def arrives(answer) -> Client:
    """Who has the link that the page shows."""
    body = answer.content.decode()
    address = re.search(r"/say/link/[^/\"<\s]+/?", body)
    code = re.search(r"\b\d{3} \d{3}\b", body)
    assert address, body
    assert code
    browser = Client()
    browser.post(address[0], {"code": code[0], "said_by": "Jaya"})
    return browser


def test_the_first_link_asks_for_a_name_alone(client, url):
    body = client.get(url).content.decode()
    assert "The same person as" not in body
    assert client.post(url, {"name": KNOWN, "days": "7"}).status_code == 200
    assert PersonalLink.objects.get().name == KNOWN


def test_a_new_link_for_the_same_person_opens_the_same_part(client, cast, ada_pep, url):
    written(cast, ada_pep)
    body = client.get(url).content.decode()
    assert OFFERED in body
    assert "opens a part of its own" in body
    assert queries_of(client, url) <= MOST_QUERIES
    answer = client.post(url, {"person": f"same:{KNOWN}", "days": "7"})
    assert "zqdraft" in arrives(answer).get(START).content.decode()
    assert Voice.objects.count() == 1
    assert set(PersonalLink.objects.values_list("name", flat=True)) == {KNOWN}
    assert not Recipient.objects.filter(name="Jaya Patel").exists()


def test_somebody_else_has_a_part_of_their_own(client, cast, ada_pep, url):
    written(cast, ada_pep)
    answer = client.post(url, {"person": "other", "name": "Sam Patel", "days": "7"})
    other = arrives(answer)
    assert "zqdraft" not in other.get(START).content.decode()
    assert "The same person as: Sam Patel" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": "Jaya Patel"}, "Choose whose link it is"),
        ({"person": "other"}, "Enter whose link it is"),
        ({"person": f"same:{KNOWN}", "name": "Jaya Patel"}, "Take this name out"),
        ({"person": "other", "name": " mrs  patel"}, "Somebody of this name is known already"),
        ({"person": "same:Nobody Known"}, "Choose whose link it is"),
    ],
)
def test_whose_link_it_is_is_said_once(client, cast, ada_pep, url, sent, told):
    written(cast, ada_pep)
    assert told in client.post(url, {"days": "7", **sent}).content.decode()
    assert PersonalLink.objects.count() == 1


def test_carers_and_the_child_are_offered_nobody(client, cast, ada_pep, url):
    written(cast, ada_pep)
    for purpose in ("carer", "child"):
        assert "The same person" not in client.get(url.replace("parent", purpose)).content.decode()
