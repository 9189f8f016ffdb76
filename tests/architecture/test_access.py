"""Every address × method × person: the status in the table, nothing of a child out of sight, and
few questions of the database."""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from pupils.models import Deadline, Pupil
from tests.cast import Cast, assemble_cast
from vsh.accounts.models import User

from .access import CHILDREN, PEOPLE, Row, address, addresses, furnish, rows
from .queries import questions

ROWS = rows()
ADDRESSES = addresses()
MOST_QUESTIONS = 12  # of the database for one page: session, person and log of reads among them
# Words that only some may read of a child whom they see: the confidential address, the need, why
# a clock stopped and from what it is counted.
CARE_ONLY = ("NS1 1AA", "Abuse or neglect", "Placed for adoption", "planned placement")
SEES_NO_CARE = {
    "teacher",
    "school_staff",
    "head_teacher",
    "other_teacher",
    "send_officer",
    "adviser",
}


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
        add_words_of_care(cast)
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


def add_words_of_care(cast: Cast) -> None:
    """Clocks that stopped for a reason that only care tells, for every child."""
    for child in cast.children.values():
        for kind in ("school_place", "statutory_review", "pep_available"):
            Deadline.objects.create(
                pupil=child,
                kind=kind,
                trigger_key="stopped",
                owner_role="social_worker",
                started_on=date(2026, 5, 1),
                due_on=date(2026, 6, 2),
                closed_on=date(2026, 6, 1),
                not_required_reason="Placed for adoption on Mon 1 June 2026",
                rule_version="1",
            )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_is_in_the_table_by_every_method(method):
    assert set(ADDRESSES) - {row.url for row in ROWS if row.method == method} == set()


def test_the_table_names_no_address_that_is_gone():
    assert {row.url for row in ROWS} - set(ADDRESSES) == set()


@pytest.mark.django_db
def test_every_person_and_child_of_the_cast_is_in_the_table(world):
    assert set(PEOPLE) == {*world.cast.people, "anonymous"}
    assert {*world.cast.children, "nobody"} - set(CHILDREN) <= {"dee"}


@pytest.mark.django_db
def test_the_words_of_care_are_there_for_those_who_may_read_them(world):
    """Or their absence elsewhere would prove nothing."""
    with transaction.atomic():
        ref, pk = (world.arguments["ada"][name] for name in ("pupil", "deadline"))
        pages = [f"/pupils/{ref}/deadlines/", f"/pupils/{ref}/deadlines/{pk}/"]
        body = "".join(world.clients["iro"].get(page).content.decode() for page in pages)
        transaction.set_rollback(True)
    for word in ("Placed for adoption", "planned placement"):
        assert word in body


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_access(world, row: Row):
    path = address(row.url, ADDRESSES[row.url], world.arguments[row.child])
    got, too_many = {}, {}
    for person, client in world.clients.items():
        signed_in = deepcopy(client.cookies)  # what signs out signs out of this request alone
        with transaction.atomic(), questions() as asked:
            response = client.generic(
                row.method, path, content_type="application/x-www-form-urlencoded"
            )
            got[person] = response.status_code
            body = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        client.cookies = signed_in
        if row.method == "GET" and len(asked) > MOST_QUESTIONS:
            too_many[person] = asked
        assert leaked(world, person, body.decode(errors="replace")) == []
    assert got == row.expected
    assert not too_many, f"more than {MOST_QUESTIONS} questions: {too_many}"


def leaked(world: World, person: str, body: str) -> list[str]:
    """Canaries on the page of children whom the person may not see, and words of care."""
    found = [name for name in sorted(world.hidden[person]) if re.search(name, body)]
    if person in SEES_NO_CARE:
        found += [word for word in CARE_ONLY if word in body]
    return found
