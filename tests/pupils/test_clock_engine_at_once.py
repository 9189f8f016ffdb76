"""The engine beside others at work: several runs, a child that somebody holds, an import."""

from datetime import date
from threading import Barrier, Event, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction

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


@pytest.mark.django_db(transaction=True)
def test_children_that_an_import_locks_crosswise_are_recalculated_last(transactional_db):
    northshire = found_northshire(day=TODAY)
    first = add_child(northshire, "A", from_day=date(2026, 4, 2))
    second = add_child(northshire, "B", from_day=date(2026, 4, 2))
    held = Event()

    def lock_in_the_order_of_a_file() -> None:
        try:
            with transaction.atomic():
                Pupil.objects.select_for_update().get(pk=second.pk)
                held.set()
                with connection.cursor() as cursor:
                    while not cursor.execute(
                        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                        "AND datname = current_database()"
                    ).rowcount:
                        pass
                Pupil.objects.select_for_update().get(pk=first.pk)
        finally:
            connections.close_all()

    importing = Thread(target=lock_in_the_order_of_a_file)
    importing.start()
    held.wait(30)
    done = recalculate(Pupil.objects.all())
    importing.join()
    assert (done.children, done.new) == (2, 14)
