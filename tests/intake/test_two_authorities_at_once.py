"""Two authorities load what both share at the same time: the second waits and finds it there."""

from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction

from tests.cast import assemble_cast
from tests.intake.bad_files import GIAS
from tests.intake.running import load
from vsh.organisations.models import EducationSetting

TERMS = (
    "urn,academic_year,kind,name,starts_on,ends_on\n"
    "888001,2026-27,term,Autumn,2026-09-03,2026-12-16\n"
)


def wait_for_a_lock() -> None:
    """Until another connection of the test waits for a lock that somebody has."""
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                "WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "content"), [("schools", GIAS.read_bytes()), ("terms", TERMS.encode())]
)
def test_the_second_waits_for_the_first_and_finds_its_rows(kind, content):
    cast = assemble_cast()
    EducationSetting.objects.create(urn="888001", name="Far School", la_code="123")
    is_loaded, go_on, found = Event(), Event(), {}

    def load_first() -> None:
        try:
            with transaction.atomic():
                found["first"] = load(kind, {"f.csv": content}, authority=cast.northshire)
                is_loaded.set()
                assert go_on.wait(60)
        finally:
            is_loaded.set()
            connections.close_all()

    def load_second() -> None:
        try:
            found["second"] = load(kind, {"f.csv": content}, authority=cast.southmoor)
        finally:
            connections.close_all()

    first = Thread(target=load_first)
    first.start()
    assert is_loaded.wait(60)
    second = Thread(target=load_second)
    second.start()
    try:
        wait_for_a_lock()
    finally:
        go_on.set()
        first.join(60)
        second.join(60)
    rows = found["first"].counts["new"]
    assert rows > 0
    assert (found["second"].counts["same"], found["second"].counts["new"]) == (rows, 0)
