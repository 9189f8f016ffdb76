"""Every address of personal links × every kind of link: the status, and no word that is another's.

The table of people (`access_table.txt`) asks these addresses without a link, and gets nothing.
"""

from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from peps.models import PepSection, VoicePicture
from peps.services import initiate_pep
from peps.services.closed_links import revoke_link
from peps.services.voice_pictures import add_picture
from peps.services.voices import save_answer, send_voice
from peps.voice.speaker import Speaker
from pupils.models import CarePlacement
from tests.cast import add_child, allocate, assemble_cast
from tests.peps.by_link import arrived, invited
from tests.peps.spoken import photo

from .access import addresses

LINKS = ("child", "next_child", "carer", "parent", "other_parent", "hidden", "revoked")
# GET and POST of each address, by link in the order of LINKS. A post says nothing: it is refused,
# shown again or sends on. `hidden` is the parent of a child whose address is confidential.
TABLE = """
start      200/405 200/405 200/302 200/302 200/302 200/302 404/404
question   200/302 200/302 404/404 404/404 404/404 404/404 404/404
drawing    200/200 200/200 404/404 404/404 404/404 404/404 404/404
picture    404/405 404/405 404/404 404/404 404/404 404/404 404/404
check      200/302 200/302 404/404 404/404 404/404 404/404 404/404
done       200/405 200/405 404/404 404/404 404/404 404/404 404/404
worried    200/200 200/200 404/404 404/404 404/404 404/404 404/404
help       200/200 200/200 404/404 404/404 404/404 404/404 404/404
so_far     200/405 200/405 404/404 404/404 404/404 404/404 404/404
plan       403/405 403/405 403/405 403/405 403/405 403/405 404/404
plan_pdf   302/405 302/405 302/405 302/405 302/405 302/405 404/404
leave      405/200 405/200 405/200 405/200 405/200 405/200 404/404
open       200/200 200/200 200/200 200/200 200/200 200/200 404/404
"""
ROWS = [tuple(line.split()) for line in TABLE.strip().splitlines()]
# Which words of whom may stand on a page of which link; whatever is not named here is another's.
WORDS = {
    "zqopen": {"child", "next_child"},
    "zqprivate": set(),  # sent: no link shows it any more
    "zqdrawn": set(),
    "zqcarer": {"carer"},
    "zqparent": {"parent"},
    "zqother": {"other_parent"},
    "zqhidden": {"hidden"},
    "zqunfinished": set(),
    "NS1 1AA": set(),
    "Canary": {"child", "next_child"},
    "Oakfield": {"child", "next_child", "carer", "parent", "other_parent"},
}


@dataclass
class World:
    """A browser and the address of the link for each kind of link."""

    clients: dict[str, Client]
    tokens: dict[str, str]
    picture: str


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Written once for all addresses, in a transaction that is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = assemble_cast()
        CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
        pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
        kept = add_child(cast, "kept", is_address_confidential=True)
        allocate(kept, cast.social_worker, "social_worker")
        of_kept = initiate_pep(actor=cast.social_worker, pupil=kept)
        for plan in (pep, of_kept):
            PepSection.objects.create(
                pep=plan, key="about_me", data={"what_i_like": "zqunfinished"}
            )

        def made(purpose, name="", plan=pep):
            return invited(cast.social_worker, plan, purpose, name=name)

        links = {
            "child": made("child"),
            "next_child": made("child"),
            "carer": made("carer", "Pat Carer"),
            "parent": made("parent", "Kim One"),
            "other_parent": made("parent", "Lee Two"),
            "hidden": made("parent", "Mo Three", of_kept),
            "revoked": made("parent", "Kim One"),
        }
        clients = {name: arrived(link, "Somebody") for name, link in links.items()}
        child = Speaker(link=links["child"].link)
        save_answer(speaker=child, key="likes", text="zqopen")
        save_answer(speaker=child, key="should_change", text="zqprivate", is_private=True)
        picture = add_picture(speaker=child, upload=photo(), says="zqdrawn", is_private=True)
        send_voice(speaker=child)
        for name, key in (("carer", "worries"), *((each, "hopes") for each in LINKS[3:6])):
            word = {"other_parent": "zqother"}.get(name, f"zq{name}")
            save_answer(speaker=Speaker(link=links[name].link), key=key, text=word)
        revoke_link(actor=cast.social_worker, link=links["revoked"].link, reason="Not theirs.")
        yield World(clients, {name: link.token for name, link in links.items()}, picture.ref)
        transaction.set_rollback(True)
        VoicePicture(file=picture.file.name).file.delete(save=False)


def test_every_address_of_links_is_in_the_table():
    assert {f"say:{row[0]}" for row in ROWS} == {url for url in addresses() if url[:4] == "say:"}


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_access_by_link(world, row):
    name, *expected = row
    got, leaked = [], []
    for link in LINKS:
        fixed = {
            "question": {"key": "should_change"},
            "picture": {"picture": world.picture},
            "open": {"token": world.tokens[link]},
        }
        path = reverse(f"say:{name}", kwargs=fixed.get(name))
        statuses = []
        for method in ("GET", "POST"):
            client = world.clients[link]
            session = deepcopy(client.cookies)
            with transaction.atomic():
                answer = client.generic(
                    method, path, content_type="application/x-www-form-urlencoded"
                )
                body = b"".join(answer) if answer.streaming else answer.content
                transaction.set_rollback(True)
            client.cookies = session
            statuses.append(str(answer.status_code))
            text = body.decode(errors="replace")
            leaked += [
                (link, method, word)
                for word, allowed in WORDS.items()
                if word in text and link not in allowed
            ]
        got.append("/".join(statuses))
    assert leaked == []
    assert got == expected


@pytest.mark.django_db
def test_the_words_are_there_for_those_who_may_read_them(world):
    """Or their absence elsewhere would prove nothing."""
    for address, link, words in (
        ("say:check", "child", ["zqopen"]),
        ("say:check", "next_child", ["zqopen"]),
        ("say:start", "carer", ["zqcarer", "Oakfield"]),
        ("say:start", "other_parent", ["zqother", "Oakfield"]),
        ("say:start", "hidden", ["zqhidden"]),
    ):
        body = world.clients[link].get(reverse(address)).content.decode()
        assert [word for word in words if word not in body] == [], (address, link)
