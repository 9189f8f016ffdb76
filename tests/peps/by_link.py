"""A browser that came by a personal link."""

from datetime import timedelta

from django.db.models import F
from django.test import Client
from django.urls import reverse

from peps.models import PersonalLink
from peps.services.links import NewLink, make_link


def invited(actor, pep, purpose: str, **options) -> NewLink:
    """A link of this purpose, made a while after those before; a child's asks in their own words
    unless told otherwise."""
    before = PersonalLink.objects.filter(pep=pep, purpose=purpose)
    before.update(created_at=F("created_at") - timedelta(minutes=2))
    if purpose == "child":
        options.setdefault("manner", "own_words")
    return make_link(actor=actor, pep=pep, purpose=purpose, **options)


def address_of(made: NewLink) -> str:
    return reverse("say:open", kwargs={"token": made.token})


def arrived(made: NewLink, said_by: str = "Pat Carer") -> Client:
    """The browser of who opened the link and typed the code."""
    client = Client()
    answer = client.post(address_of(made), {"code": made.code_in_groups, "said_by": said_by})
    assert answer.status_code == 302, answer.content.decode()
    return client
