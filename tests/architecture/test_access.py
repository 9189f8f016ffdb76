"""Every address × method × person: the status in the table, and nothing of a child out of sight."""

import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from pupils.models import Pupil
from tests.cast import Cast, assemble_cast
from vsh.accounts.models import User

from .access import CHILDREN, PEOPLE, Row, address, addresses, furnish, rows

ROWS = rows()
ADDRESSES = addresses()
# Words that only some may read of a child whom they see: the confidential address, the need.
CARE_ONLY = ("NS1 1AA", "Abuse or neglect")
SEES_NO_CARE = {"teacher", "school_staff", "head_teacher", "other_teacher", "send_officer"}


@dataclass
class World:
    """The cast with its furniture, signed in once, and the children whom each may see."""

    cast: Cast
    arguments: dict
    clients: dict[str, Client]
    hidden: dict[str, set[str]]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Written once for all rows, in a transaction that is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = assemble_cast()
        arguments = furnish(cast)
        names = {child.legal_last_name for child in cast.children.values()}
        clients, hidden = {"anonymous": Client()}, {"anonymous": names}
        for person in PEOPLE[:-1]:
            clients[person] = Client()
            clients[person].force_login(cast.people[person])
            user = User.objects.get(pk=cast.people[person].pk)
            seen = Pupil.objects.visible_to(user).values_list("legal_last_name", flat=True)
            hidden[person] = names - set(seen)
        yield World(cast, arguments, clients, hidden)
        transaction.set_rollback(True)


def test_every_address_is_in_the_table():
    assert set(ADDRESSES) - {row.url for row in ROWS} == set()


def test_the_table_names_no_address_that_is_gone():
    assert {row.url for row in ROWS} - set(ADDRESSES) == set()


@pytest.mark.django_db
def test_every_person_and_child_of_the_cast_is_in_the_table(world):
    assert set(PEOPLE) == {*world.cast.people, "anonymous"}
    assert {*world.cast.children, "nobody"} - set(CHILDREN) <= {"dee"}


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_access(world, row: Row):
    path = address(row.url, ADDRESSES[row.url], world.arguments[row.child])
    got = {}
    for person, client in world.clients.items():
        with transaction.atomic():
            response = client.generic(
                row.method, path, content_type="application/x-www-form-urlencoded"
            )
            got[person] = response.status_code
            body = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        assert leaked(world, person, body.decode(errors="replace")) == []
    assert got == row.expected


def leaked(world: World, person: str, body: str) -> list[str]:
    """Canaries on the page of children whom the person may not see, and words of care."""
    found = [name for name in sorted(world.hidden[person]) if re.search(name, body)]
    if person in SEES_NO_CARE:
        found += [word for word in CARE_ONLY if word in body]
    return found
