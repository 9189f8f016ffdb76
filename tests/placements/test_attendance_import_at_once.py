"""Two imports of marks at once, a person in between, one killed half way: never half a file."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.urls import reverse

from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Sessions
from placements.services.attendance import correct_attendance
from pupils.models import Enrolment, Pupil
from pupils.services.locking import lock_visible_pupil, refused_when_held
from tests.cast import Cast, assemble_cast
from tests.intake.running import load
from tests.placements.attendance_files import give_upns, marks, summaries
from tests.reporting.page_requests import signed_in
from vsh.embedded.paths import PROJECT_DIR
from vsh.intake.engine import ImportBusyError

ROWS = ("ada 999001 2026-11-03 AM /", "ada 999001 2026-11-03 PM \\", "fay 999001 2026-11-03 AM I")


@pytest.fixture
def ready(transactional_db) -> Cast:
    cast = assemble_cast()
    give_upns(cast)
    return cast


def come_in(cast: Cast, *rows: str) -> dict[str, int]:
    return load("attendance", {"m.csv": marks(*rows)}, authority=cast.northshire).counts


def until_something_waits() -> None:
    """Ask until another connection waits for what this one holds."""
    waiting = (
        "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    with connection.cursor() as cursor:
        while not cursor.execute(waiting).rowcount:
            pass


def in_a_thread(work: Callable[[], object], found: list[object]) -> Thread:
    def target() -> None:
        try:
            found.append(work())
        except ImportBusyError as error:
            found.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=target)
    thread.start()
    return thread


def test_two_people_with_the_same_file_load_it_once(ready) -> None:
    found: list = []
    threads = [in_a_thread(lambda: come_in(ready, *ROWS), found) for _ in range(4)]
    for thread in threads:
        thread.join(60)
    assert sorted((one["new"], one["same"]) for one in found) == [(0, 3), (0, 3), (0, 3), (3, 0)]
    assert AttendanceDay.objects.count() == 2
    assert {row.version for row in AttendanceDay.objects.all()} == {1}


def test_a_mark_that_somebody_saved_meanwhile_is_not_overwritten_unseen(ready) -> None:
    come_in(ready, *ROWS)
    found: list = []
    with transaction.atomic():
        of_ada = AttendanceDay.objects.filter(enrolment__pupil=ready.ada)
        of_ada.update(am="M", is_am_corrected=True, source="corrected", version=2)
        thread = in_a_thread(lambda: come_in(ready, "ada 999001 2026-11-03 AM N"), found)
        until_something_waits()
    thread.join(60)
    assert isinstance(found[0], ImportBusyError)
    assert of_ada.get().am == "M"
    assert come_in(ready, "ada 999001 2026-11-03 AM N")["same"] == 1  # kept as corrected


def test_a_place_that_was_ended_meanwhile_takes_no_mark(ready) -> None:
    found: list = []
    with transaction.atomic():
        Enrolment.objects.filter(pupil=ready.ada).update(ended_on="2026-10-30")
        thread = in_a_thread(lambda: come_in(ready, *ROWS), found)
        until_something_waits()
    thread.join(60)
    assert isinstance(found[0], ImportBusyError)
    assert not AttendanceDay.objects.exists()
    counts = come_in(ready, *ROWS)
    assert (counts["new"], counts["refused"]) == (1, 2)


def test_a_persons_work_on_a_child_does_not_wait_for_an_import(ready) -> None:
    come_in(ready, *ROWS)
    changed = ("ada 999001 2026-11-03 AM N", "fay 999001 2026-11-03 AM N")
    found: list = []
    with transaction.atomic():
        of_fay = AttendanceDay.objects.filter(enrolment__pupil=ready.fay)
        list(of_fay.select_for_update())
        thread = in_a_thread(lambda: come_in(ready, *changed), found)
        until_something_waits()  # it holds its places and writes
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 1")
        lock_visible_pupil(ready.ada, actor=ready.officer)
    thread.join(60)
    assert found[0]["changed"] == 2


SUMS = ("ada 999001 2026-09-03 2026-10-23 70 {} 0", "fay 999001 2026-09-03 2026-10-23 70 {} 0")


def sums_come_in(cast: Cast, missed: int) -> dict[str, int]:
    rows = summaries(*(row.format(missed) for row in SUMS))
    return load("attendance", {"s.csv": rows}, authority=cast.northshire).counts


def test_nor_for_an_import_of_sums_and_who_corrects_one_waits_for_it(ready) -> None:
    assert sums_come_in(ready, 1)["new"] == 2
    of_ada = AttendanceSummary.objects.get(enrolment__pupil=ready.ada)
    found: list = []
    with transaction.atomic():
        of_fay = AttendanceSummary.objects.filter(enrolment__pupil=ready.fay)
        list(of_fay.select_for_update(of=("self",)))
        thread = in_a_thread(lambda: sums_come_in(ready, 2), found)
        until_something_waits()  # it holds its places
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 1")
        lock_visible_pupil(ready.ada, actor=ready.officer)
        said = {"actor": ready.officer, "summary": of_ada, "version": of_ada.version}
        said |= {"started_on": of_ada.started_on, "ended_on": of_ada.ended_on}
        with pytest.raises(ValidationError, match="is writing this record"), refused_when_held():
            correct_attendance(
                **said, sessions=Sessions(possible=70, authorised=3, unauthorised=0), reason="Wrong"
            )
    thread.join(60)
    assert found[0]["changed"] == 2
    with transaction.atomic():
        Enrolment.objects.filter(pupil=ready.ada).update(ended_on="2026-10-16")
        thread = in_a_thread(lambda: sums_come_in(ready, 3), found)
        until_something_waits()
    thread.join(60)
    assert isinstance(found[1], ImportBusyError) or found[1]["refused"] == 1
    assert AttendanceSummary.objects.get(pk=of_ada.pk).sessions_authorised == 2


def test_a_process_that_is_killed_half_way_leaves_nothing_and_the_next_loads_all(
    ready, tmp_path
) -> None:
    file = tmp_path / "m.csv"
    file.write_text(marks(*ROWS))
    command = [sys.executable, "manage.py", "import_attendance", str(file), "--authority", "999"]
    name = str(connection.settings_dict["NAME"])
    with transaction.atomic():
        Enrolment.objects.select_for_update().get(pupil=ready.fay)
        process = subprocess.Popen(
            command, cwd=PROJECT_DIR, env=os.environ | {"VSH_DATABASE": name}
        )
        until_something_waits()  # its rows are compared, the places not yet held
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        assert not AttendanceDay.objects.exists()
    assert come_in(ready, *ROWS)["new"] == 3
    assert AttendanceDay.objects.count() == 2


@contextmanager
def held_by_an_import(cast: Cast) -> Iterator[None]:
    """Another connection has Ada's record for longer than a page waits."""
    held, go_on = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Pupil.objects.select_for_update().get(pk=cast.ada.pk)
            held.set()
            go_on.wait(30)
        connections.close_all()

    thread = Thread(target=hold)
    thread.start()
    assert held.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    try:
        yield
    finally:
        go_on.set()
        thread.join(30)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def test_a_page_says_that_a_record_is_held_and_keeps_what_was_typed(ready) -> None:
    come_in(ready, *ROWS)
    ada = ready.ada.enrolments.get().pk
    cam = ready.cam.enrolments.get(setting=ready.oakfield).pk
    day = reverse("placements:correct_day", args=[ready.ada.ref, ada, "2026-11-03"])
    week = {f"am_{ada}_2026-11-02": "n", f"pm_{ada}_2026-11-04": "I", f"am_{cam}_2026-11-02": "?"}
    call = {"place": ada, "version": 0, "said": "absent", "code": "I"}
    pages = [
        ("/attendance/week/", week, ['value="n"', 'value="I"', "is not a code"]),
        ("/attendance/calls/", call, ['value="I" selected']),
        ("/attendance/calls/", call | {"said": "no_answer"}, []),
        (
            day,
            {"version": 1, "am": "O", "pm": "\\", "reason": "Seen"},
            ['value="O" selected', "Seen"],
        ),
    ]
    client = signed_in(ready, "school_staff")
    with held_by_an_import(ready):
        for url, said, kept in pages:
            answer = client.post(url, said)
            page = answer.content.decode()
            assert answer.status_code == 200
            assert "is writing this record just now. Nothing was saved" in page, url
            assert [words for words in kept if words not in page] == []
    assert set(AttendanceDay.objects.values_list("version", flat=True)) == {1}
    assert client.post("/attendance/week/", week).status_code == 200  # Cam's stays wrong
    assert AttendanceDay.objects.filter(enrolment=ada).count() == 3
