"""The commands: exit codes, dry run, report, summary, and the run kept for the page."""

import csv

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection

from pupils.models import Pupil
from tests.pupils.imports.rolls import GIA, roll
from vsh.intake import engine
from vsh.intake.commands import ImportCommand
from vsh.intake.models import ImportRun
from vsh.intake.registry import Importer, _importers, register
from vsh.organisations.models import Authority
from vsh.tables.layouts import Layout

pytestmark = pytest.mark.django_db
BAD = {**GIA, "child_id": "N300", "upn": "", "legal_status": "Q9"}


@pytest.fixture
def run(tmp_path, cast, capsys):
    """Runs `import_roll` on rows; gives the exit code and what was printed."""

    def command(content: bytes, *options: str, code: str = "999") -> tuple[int, str]:
        path = tmp_path / "roll.csv"
        path.write_bytes(content)
        exit_code = 0
        try:
            call_command("import_roll", str(path), "--authority", code, *options)
        except SystemExit as stop:
            exit_code = int(stop.code or 0)
        return exit_code, capsys.readouterr().out

    return command


def test_all_loaded_is_0(run):
    code, out = run(roll(GIA))
    assert (code, "1 new, 0 changed" in out) == (0, True)
    assert run(roll(GIA))[0] == 0  # the same again


def test_some_refused_is_1_and_the_good_rows_are_loaded(run):
    code, out = run(roll(GIA, BAD))
    assert code == 1
    assert "roll.csv:3:legal_status error unknown_code" in out
    assert Pupil.objects.filter(child_id="N100").exists()


@pytest.mark.parametrize(
    "content",
    [roll(BAD), roll(), roll(GIA, GIA)[:-9], b"name,phone\na,b\n", b"", b"PK\x03\x04x"],
)
def test_nothing_loaded_is_2(run, content):
    assert run(content)[0] == 2
    assert ImportRun.objects.get().state == "failed"


def test_an_unknown_authority_or_file_is_2(run, tmp_path, cast):
    with pytest.raises(CommandError) as refusal:
        run(roll(GIA), code="123")
    assert refusal.value.returncode == 2
    with pytest.raises(CommandError) as refusal:
        call_command("import_roll", str(tmp_path / "none.csv"), "--authority", "999")
    assert refusal.value.returncode == 2


def test_a_dry_run_changes_nothing_and_is_not_kept(run):
    code, out = run(roll(GIA), "--dry-run")
    assert code == 0
    assert "Dry run" in out
    assert not Pupil.objects.filter(child_id="N100").exists()
    assert not ImportRun.objects.exists()


def test_the_report_has_a_line_for_every_row(run, tmp_path):
    report = tmp_path / "report.csv"
    run(roll(GIA, BAD), "--report", str(report))
    with report.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert reader.fieldnames == ["file", "line", "column", "code", "message", "level"]
    by_line = {(row["line"], row["code"], row["level"]) for row in rows}
    assert {("2", "new", "info"), ("3", "unknown_code", "error")} <= by_line


def test_a_report_that_cannot_be_written_stops_before_anything_is_loaded(run, tmp_path):
    with pytest.raises(CommandError):
        run(roll(GIA), "--report", str(tmp_path / "no" / "report.csv"))
    assert not Pupil.objects.filter(child_id="N100").exists()


def test_what_a_command_loaded_is_kept_for_the_page(run, cast):
    run(roll(GIA, BAD))
    kept = ImportRun.objects.get()
    assert (kept.kind, kept.authority, kept.state, kept.uploaded_by) == (
        "roll",
        cast.northshire,
        "loaded",
        None,
    )
    assert (kept.rows_new, kept.rows_refused) == (1, 1)
    assert [file.name for file in kept.files.all()] == ["roll.csv"]
    assert kept.report.read().startswith(b"\xef\xbb\xbffile,line")


def test_a_folder_is_read_whole_and_an_empty_one_refused(tmp_path, cast):
    (tmp_path / "one.CSV").write_text("CHILD,SEX,DOB,ETHNIC,UPN\nH1,M,06/05/2012,WBRI,\n")
    call_command("import_ssda903", str(tmp_path), "--authority", "999")
    assert Pupil.objects.get(child_id="H1").name == "Child H1"
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CommandError, match="no CSV"):
        call_command("import_ssda903", str(empty), "--authority", "999")


def test_what_is_loaded_and_its_trace_are_one_transaction(tmp_path, cast):
    def load_a_child(job):
        Pupil.objects.create(authority=job.authority, child_id="N7", date_of_birth="2012-01-01")

    kind = "of_a_name_that_no_run_can_hold"
    layout = Layout(name="long", title="Long", required=("a", "b"))
    register(Importer(kind=kind, title="Long", layouts=(layout,), load=load_a_child))
    command = ImportCommand()
    command.kind = kind
    path = tmp_path / "long.csv"
    path.write_text("a,b\n1,2\n")
    try:
        with pytest.raises(DataError):
            call_command(command, str(path), "--authority", "999")
        assert not Pupil.objects.filter(child_id="N7").exists()
    finally:
        _importers.pop(kind)
    assert not ImportRun.objects.exists()


def test_a_report_that_cannot_be_written_leaves_the_trace(run):
    with pytest.raises(OSError, match="space"):
        run(roll(GIA, *(BAD for _ in range(200))), "--report", "/dev/full")
    assert Pupil.objects.filter(child_id="N100").exists()
    assert ImportRun.objects.get().rows_new == 1


def test_what_stands_in_the_way_is_tried_again_and_then_said(run):
    """Another import of the authority holds its lock: three attempts, and nothing loaded."""
    with psycopg.connect(**connection_parameters()) as other, connection.cursor() as cursor:
        other.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)",
            [engine._AUTHORITY_LOCK, Authority.objects.get(code="999").pk],
        )
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(CommandError, match="in the way") as refusal:
            run(roll(GIA))
    assert refusal.value.returncode == 2
    assert not Pupil.objects.filter(child_id="N100").exists()


def connection_parameters() -> dict[str, str]:
    """How to reach the same database a second time."""
    given = connection.get_connection_params()
    return {key: given[key] for key in ("dbname", "user", "host") if key in given}
