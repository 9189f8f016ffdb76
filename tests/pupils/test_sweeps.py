"""One child at whom a sweep fails, or whose record is held, keeps no other back."""

import pytest
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from pupils.models import Pupil
from pupils.services.sweeps import for_each

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
    assert for_each([odd, *others], rename) == len(others)
    swept = set(Pupil.objects.filter(known_as="Swept").values_list("pk", flat=True))
    assert swept == set(others)
    assert "one row of a sweep failed" in caplog.text
    rename.fails = set()
    assert for_each([odd], rename) == 1, "the next run tries it again"


def test_who_is_held_waits_for_the_next_run(cast, caplog):
    def act(pk: int) -> int:
        if pk == 1:
            raise OperationalError from LockNotAvailable()
        return 1

    assert for_each([1, 2], act) == 1
    assert "held" in caplog.text


def test_a_database_that_is_gone_ends_the_sweep():
    def act(pk: int) -> int:
        raise OperationalError("server closed the connection")

    with pytest.raises(OperationalError):
        for_each([1, 2], act)
