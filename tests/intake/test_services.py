"""The worker's part: each import once, whoever else tries, and nothing half-written."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from pupils.models import Pupil
from tests.cast import assemble_cast
from tests.intake.running import load
from tests.pupils.imports.rolls import GIA, history_events, roll
from vsh.intake import registry, services
from vsh.intake.engine import ImportBusyError, OvertakenError
from vsh.intake.models import ImportFile, ImportRun, private_storage
from vsh.intake.registry import Importer, importers
from vsh.tables.job import Outcome
from vsh.tables.layouts import Layout

NOW = timezone.now()
BREAK = "break"


def receive(cast, *rows, kind="roll", content=None) -> ImportRun:
    file = SimpleUploadedFile("r.csv", content or roll(*rows or (GIA,)))
    return services.receive_files(
        actor=cast.data, authority=cast.northshire, kind=kind, files=[(file, "Roll extract")]
    )


def confirmed(cast, *rows) -> ImportRun:
    run = receive(cast, *rows)
    services.check_import(run_id=run.pk)
    run.refresh_from_db()
    services.confirm_import(actor=cast.data, run=run)
    return run


def test_who_may_not_import_is_refused(cast):
    file = SimpleUploadedFile("r.csv", roll(GIA))
    given = {"authority": cast.northshire, "kind": "roll", "files": [(file, "")]}
    with pytest.raises(PermissionDenied):
        services.receive_files(actor=cast.officer, **given)
    with pytest.raises(services.MayNotImportError):
        services.receive_files(actor=cast.south_head, **given)
    assert not ImportRun.objects.exists()


def test_the_task_run_twice_loads_once(cast):
    run = confirmed(cast)
    services.load_import(run_id=run.pk)
    events = history_events()
    services.load_import(run_id=run.pk)
    services.check_import(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_new) == ("loaded", 1)
    assert history_events() == events


def test_the_check_leaves_no_trace_but_its_counts(cast):
    events = history_events()
    run = receive(cast)
    services.check_import(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_new) == ("ready", 1)
    assert history_events() == events


def test_an_import_is_not_loaded_before_it_is_confirmed(cast):
    run = receive(cast)
    services.check_import(run_id=run.pk)
    services.load_import(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "ready"
    assert not Pupil.objects.filter(child_id="N100").exists()


@pytest.fixture
def faulty():
    """An importer that writes a child and then breaks."""

    def load_and_break(job):
        Pupil.objects.create(authority=job.authority, child_id="half", date_of_birth="2012-01-01")
        raise RuntimeError("broken half-way")

    layout = Layout(name="faulty", title="Faulty", required=("a", "b"))
    registry.register(Importer(kind="faulty", title="F", layouts=(layout,), load=load_and_break))
    yield
    registry._importers.pop("faulty")


def test_an_import_that_breaks_half_way_has_written_nothing(cast, faulty):
    run = receive(cast, kind="faulty", content=b"a,b\n1,2\n")
    services.check_import(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, "Nothing was loaded" in run.failure) == ("failed", True)
    assert not Pupil.objects.filter(child_id="half").exists()


def contents() -> list[str]:
    return list(ImportFile.objects.values_list("content", flat=True))


def test_an_import_that_fails_keeps_no_uploaded_file(
    cast, faulty, django_capture_on_commit_callbacks
):
    run = receive(cast, kind="faulty", content=b"a,b\n1,2\n")
    (name,) = contents()
    assert private_storage().exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        services.check_import(run_id=run.pk)
    assert contents() == [""]
    assert not private_storage().exists(name)


def test_an_import_that_is_given_up_keeps_no_uploaded_file(
    cast, django_capture_on_commit_callbacks
):
    receive(cast)
    ImportRun.objects.update(attempts=services.MOST_ATTEMPTS)
    with django_capture_on_commit_callbacks(execute=True):
        services.resume_imports(now=timezone.now() + timedelta(minutes=6), minutes=5)
    assert contents() == [""]


def test_what_was_left_waiting_is_taken_up_and_given_up_in_the_end(
    cast, django_capture_on_commit_callbacks
):
    run = receive(cast)
    now = timezone.now()
    assert services.resume_imports(now=now, minutes=5) == 0
    later = now + timedelta(minutes=6)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.resume_imports(now=later, minutes=5) == 1
    run.refresh_from_db()
    assert run.state == "ready"
    ImportRun.objects.update(state="checking", attempts=services.MOST_ATTEMPTS)
    assert services.resume_imports(now=later, minutes=5) == 0
    run.refresh_from_db()
    assert run.state == "failed"


def test_only_what_stops_workers_is_given_up(cast):
    def die(job):
        raise SystemExit

    layout = Layout(name="deadly", title="Deadly", required=("a", "b"))
    registry.register(Importer(kind="deadly", title="D", layouts=(layout,), load=die))
    run = receive(cast, kind="deadly", content=b"a,b\n1,2\n")
    later = timezone.now() + timedelta(minutes=6)
    try:
        for attempt in range(services.MOST_ATTEMPTS + 1):
            services.resume_imports(now=later, minutes=5)  # no worker has come since
            run.refresh_from_db()
            assert (run.state == "failed") is (attempt == services.MOST_ATTEMPTS)
            if run.state != "failed":
                with pytest.raises(SystemExit):
                    services.check_import(run_id=run.pk)
    finally:
        registry._importers.pop("deadly")


def in_a_thread(work) -> threading.Thread:
    def target() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=target)
    thread.start()
    return thread


@pytest.fixture
def slow(transactional_db):
    """An importer that waits until the test lets it go on."""
    started, go_on, loads = threading.Event(), threading.Event(), []

    def load_slowly(job):
        loads.append(job)
        started.set()
        assert go_on.wait(20)
        for row in job.rows(layout):
            job.settle(row.file, row.line, Outcome.NEW)
        if BREAK in loads:
            raise RuntimeError("broken in the end")

    layout = Layout(name="slow", title="Slow", required=("a", "b"))
    registry.register(Importer(kind="slow", title="S", layouts=(layout,), load=load_slowly))
    yield started, go_on, loads
    registry._importers.pop("slow")


def test_two_workers_with_the_same_import_load_it_once(slow):
    started, go_on, loads = slow
    cast = assemble_cast()
    go_on.set()
    run = receive(cast, kind="slow", content=b"a,b\n1,2\n")  # checked as soon as committed
    ImportRun.objects.update(state="loading", confirmed_by=cast.data)
    for event in (started, go_on):
        event.clear()
    loads.clear()
    first = in_a_thread(lambda: services.load_import(run_id=run.pk))
    assert started.wait(20)
    services.load_import(run_id=run.pk)  # the second worker finds it taken
    go_on.set()
    first.join(30)
    run.refresh_from_db()
    assert run.state == "loaded"
    assert len(loads) == 1


@pytest.fixture
def loading(slow):
    """An import that a worker is loading, and the worker."""
    started, go_on, loads = slow
    workers = []

    def begin(*marks: str) -> ImportRun:
        go_on.set()
        cast = assemble_cast()
        run = receive(cast, kind="slow", content=b"a,b\n1,2\n")  # checked as soon as committed
        loads.extend(marks)
        ImportRun.objects.update(state="loading", confirmed_by=cast.data, confirmed_at=NOW)
        for event in (started, go_on):
            event.clear()
        workers.append(in_a_thread(lambda: services.load_import(run_id=run.pk)))
        assert started.wait(20)
        return run

    def end(run: ImportRun) -> ImportRun:
        go_on.set()
        for worker in workers:
            worker.join(30)
        run.refresh_from_db()
        return run

    yield begin, end
    go_on.set()


def test_one_at_work_is_not_given_up_at_its_last_attempt(loading):
    begin, end = loading
    run = begin()
    ImportRun.objects.update(attempts=services.MOST_ATTEMPTS)
    services.resume_imports(now=NOW + timedelta(minutes=6), minutes=5)
    run.refresh_from_db()
    assert (run.state, run.files.get().content.name != "") == ("loading", True)
    assert (end(run).state, run.failure, run.attempts) == ("loaded", "", services.MOST_ATTEMPTS)


@pytest.mark.parametrize("state", ["failed", "cancelled"])
@pytest.mark.parametrize("marks", [(), (BREAK,)])
def test_what_is_over_meanwhile_stays_so_and_nothing_of_it_is_loaded(loading, state, marks):
    begin, end = loading
    run = begin(*marks)
    ImportRun.objects.update(state=state, failure="It is over.", rows_new=0)
    run = end(run)
    assert (run.state, run.failure, run.rows_new) == (state, "It is over.", 0)


def test_what_serves_every_authority_is_loaded_by_one_at_a_time(slow):
    started, go_on, _ = slow
    cast = assemble_cast()
    registry.register(replace(registry.importer_of("slow"), needs_authority=False))
    first = in_a_thread(lambda: load("slow", {"s.csv": "a,b\n1,2\n"}, authority=cast.northshire))
    assert started.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
        try:
            with pytest.raises(ImportBusyError):
                load("slow", {"s.csv": "a,b\n1,2\n"}, authority=cast.southmoor)
        finally:
            cursor.execute("RESET lock_timeout")
            go_on.set()
            first.join(30)


def test_what_somebody_wrote_meanwhile_is_tried_again_and_that_is_an_attempt(cast):
    def write_what_is_there(job):
        with_same_number = {"authority": job.authority, "child_id": cast.ada.child_id}
        Pupil.objects.create(date_of_birth="2012-01-01", **with_same_number)

    layout = Layout(name="late", title="Late", required=("a", "b"))
    registry.register(Importer(kind="late", title="L", layouts=(layout,), load=write_what_is_there))
    try:
        run = receive(cast, kind="late", content=b"a,b\n1,2\n")
        with pytest.raises(OvertakenError):
            services.check_import(run_id=run.pk)
    finally:
        registry._importers.pop("late")
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("checking", 1)


def test_another_import_of_the_same_authority_waits_its_turn(slow):
    started, go_on, _ = slow
    cast = assemble_cast()
    job = in_a_thread(lambda: load("slow", {"s.csv": "a,b\n1,2\n"}, authority=cast.northshire))
    assert started.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(ImportBusyError):
            load("roll", {"r.csv": roll(GIA)}, authority=cast.northshire)
        cursor.execute("RESET lock_timeout")
    assert load("roll", {"r.csv": roll(GIA)}, authority=cast.southmoor).counts["new"] == 1
    go_on.set()
    job.join(30)


def test_a_child_whose_record_is_held_makes_the_import_wait_and_then_try_again(transactional_db):
    cast = assemble_cast()
    load("roll", {"r.csv": roll(GIA)}, authority=cast.northshire)
    held, go_on = threading.Event(), threading.Event()

    def hold_the_child() -> None:
        with transaction.atomic():
            Pupil.objects.select_for_update().get(child_id="N100")
            held.set()
            assert go_on.wait(20)

    holder = in_a_thread(hold_the_child)
    assert held.wait(20)
    changed = {**GIA, "legal_first_name": "Georgia"}
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(ImportBusyError):
            load("roll", {"r.csv": roll(changed)}, authority=cast.northshire)
        cursor.execute("RESET lock_timeout")
    assert Pupil.objects.get(child_id="N100").legal_first_name == "Gia"
    go_on.set()
    holder.join(30)
    assert load("roll", {"r.csv": roll(changed)}, authority=cast.northshire).counts["changed"] == 1


def test_every_kind_that_is_promised_is_registered():
    promised = "schools inspections postcodes terms roll ssda903 attendance attainment ctf"
    assert {one.kind for one in importers()} == set(promised.split())
