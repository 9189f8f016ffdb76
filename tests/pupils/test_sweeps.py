"""One child at whom a sweep fails, or whose record is held, keeps no other back."""

import re

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from pupils.models import Pupil
from pupils.services.sweeps import for_batches, for_each

pytestmark = pytest.mark.django_db


def rename(pk: int) -> int:
    with transaction.atomic():
        Pupil.objects.filter(pk=pk).update(known_as="Swept")
        if pk in rename.fails:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        return 1


def test_what_fails_is_undone_and_logged_and_the_others_go_on(cast, caplog):
    odd, *others = sorted(child.pk for child in cast.children.values())
    rename.fails = {odd}
    assert for_each([odd, *others], rename, sweep="names") == len(others)
    swept = set(Pupil.objects.filter(known_as="Swept").values_list("pk", flat=True))
    assert swept == set(others)
    assert "one row of a sweep failed" in caplog.text
    assert "names" in caplog.text
    assert re.search(rf"\brow\W+{odd}\b", caplog.text), "which row it was can be looked up"
    rename.fails = set()
    assert for_each([odd], rename, sweep="names") == 1, "the next run tries it again"


def test_a_batch_with_one_who_fails_is_taken_row_by_row(cast, caplog):
    odd, *others = sorted(child.pk for child in cast.children.values())
    rename.fails = {odd}

    def all_or_none(pks):
        with transaction.atomic():
            return sum(rename(pk) for pk in pks)

    batches = [[odd, *others[:2]], others[2:]]
    assert for_batches(batches, all_or_none, sweep="names") == len(others)
    swept = set(Pupil.objects.filter(known_as="Swept").values_list("pk", flat=True))
    assert swept == set(others)
    assert re.search(rf"\brow\W+{odd}\b", caplog.text), "which row it was can be looked up"
    with pytest.raises(InterfaceError):
        for_batches([[1, 2]], gone_away, sweep="names")


def gone_away(rows: object) -> int:
    raise InterfaceError("connection already closed")


def failing(row: object) -> int:
    raise OperationalError from DeadlockDetected()


def test_who_is_held_waits_for_the_next_run(cast, caplog):
    def act(pk: int) -> int:
        if pk == 1:
            raise OperationalError from LockNotAvailable()
        return 1

    assert for_each([1, 2], act, sweep="names") == 1
    assert "held" in caplog.text
    assert for_each([(1, "Ada"), cast.ada], failing, sweep="names") == 0
    assert "Ada" not in caplog.text, "the row's key alone"


@pytest.mark.parametrize("gone", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_ends_the_sweep(gone):
    def act(pk: int) -> int:
        raise gone("server closed the connection")

    with pytest.raises(gone):
        for_each([1, 2], act, sweep="names")
