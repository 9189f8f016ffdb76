"""The engine beside others at work: several runs, a child that somebody holds, an import."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Event, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction
from psycopg.errors import DeadlockDetected

from pupils.models import Deadline, Pupil
from pupils.services.deadlines import recalculate, recalculate_deadlines_for
from tests.clock_records import add_child, found_northshire

TODAY = date(2026, 11, 4)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_in_opposite_order_agree(transactional_db):
    northshire = found_northshire(day=TODAY)
    ids = [
        add_child(northshire, f"P{n}", from_day=date(2026, 4, 2), reviews=(date(2026, 4, 28),)).pk
        for n in range(20)
    ]
    together, failures = Barrier(4), []

    def run(order: list[int]) -> None:
        try:
            together.wait()
            recalculate_deadlines_for(order)
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(ids[:: 1 if n % 2 else -1],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Deadline.objects.count() == 20 * 8
    assert recalculate_deadlines_for(ids).changed == 0


@pytest.mark.django_db(transaction=True)
def test_a_child_held_by_somebody_for_a_while_is_recalculated_last(transactional_db):
    northshire = found_northshire(day=TODAY)
    ada = add_child(northshire, "A", from_day=date(2026, 4, 2))
    held, tried = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Pupil.objects.select_for_update().get(pk=ada.pk)
            held.set()
            tried.wait(30)
        connections.close_all()

    def lock_timed_out(execute, sql, params, many, context):
        try:
            return execute(sql, params, many, context)
        except OperationalError:
            tried.set()
            thread.join()
            raise

    thread = Thread(target=hold)
    thread.start()
    held.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    with connection.execute_wrapper(lock_timed_out):
        done = recalculate(Pupil.objects.all())
    thread.join()
    assert tried.is_set()
    assert (done.children, done.new) == (1, 7)
    connection.close()


_WAITING = (
    "SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted "
    "AND datname = current_database() AND waitstart < clock_timestamp() - %s * "
    "current_setting('deadlock_timeout')::interval"
)


def wait_for_waiting(number: int, *, times: int = 0) -> None:
    """Until so many connections wait for a lock, for so many times as long as after which each
    looks once whether it waits crosswise."""
    with connection.cursor() as cursor:
        while cursor.execute(_WAITING, [times]).rowcount < number:
            pass


@pytest.mark.django_db(transaction=True)
def test_children_that_an_import_locks_crosswise_are_recalculated_last(transactional_db):
    """Whom PostgreSQL ends is who looks once both wait: each looks once. A child between the two is
    held until the import has looked, so that the recalculation is who finds it."""
    northshire = found_northshire(day=TODAY)
    first, between, second = (
        add_child(northshire, name, from_day=date(2026, 4, 2)) for name in ("A", "B", "C")
    )
    is_locked, is_between_held, failures = Event(), Event(), []

    def lock_in_the_order_of_a_file() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2min'")
            Pupil.objects.select_for_update().get(pk=second.pk)
            is_locked.set()
            wait_for_waiting(1)
            Pupil.objects.select_for_update().get(pk=first.pk)

    def hold_the_one_between() -> None:
        with transaction.atomic():
            Pupil.objects.select_for_update().get(pk=between.pk)
            is_between_held.set()
            wait_for_waiting(2, times=3)

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connections.close_all()

    ended = []

    def note_deadlock(execute, sql, params, many, context):
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            ended.append(type(error.__cause__))
            raise

    acts = (lock_in_the_order_of_a_file, hold_the_one_between)
    others = [Thread(target=run, args=(act,)) for act in acts]
    for thread in others:
        thread.start()
    assert is_locked.wait(30)
    assert is_between_held.wait(30)
    with connection.execute_wrapper(note_deadlock):
        done = recalculate(Pupil.objects.all())
    for thread in others:
        thread.join()
    assert ended == [DeadlockDetected]
    assert failures == []
    assert (done.children, done.new) == (3, 21)
