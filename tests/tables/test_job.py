"""What a job writes down: findings, counts, outcomes, progress; and the report's cells."""

import csv
import io
from collections.abc import Iterable

import pytest

from vsh.tables.findings import Finding, Level, Problem, ReportWriter, harmless
from vsh.tables.job import Job, Outcome
from vsh.tables.layouts import Layout
from vsh.tables.reading import Row, Source

CARS = Layout(name="cars", title="Cars", required=("make", "year"))
TRAMS = Layout(name="trams", title="Trams", required=("line", "stop"), is_used=False)


class Written(list[Finding]):
    """A report that keeps findings in memory."""

    write = list.append

    def write_outcome(self, file: str, line: int, code: str, message: str) -> None:
        """Left out: these tests ask for findings."""

    def write_lines(self, lines: Iterable[str]) -> None:
        """Left out as well."""


def source(name: str, text: str) -> Source:
    return Source(name, lambda: io.BytesIO(text.encode()))


def test_files_that_cannot_be_used_become_findings_and_the_others_are_read():
    written = Written()
    job = Job(report=written)
    job.open(
        [
            source("good.csv", "make,year,doors\nSaab,1999,4\n"),
            source("other.csv", "name\nx\n"),
            source("trams.csv", "line,stop\n1,a\n"),
        ],
        (CARS, TRAMS),
    )
    assert [table.name for table in job.tables] == ["good.csv"]
    assert {(f.file, f.code) for f in written} == {
        ("good.csv", "unknown_columns"),
        ("other.csv", "unknown_header"),
        ("trams.csv", "not_kept"),
    }
    assert job.counts["unreadable"] == 1


def test_of_files_that_belong_together_none_is_used_where_one_cannot_be():
    cars, cut = source("cars.csv", "make,year\nSaab,1999\n"), source("cut.csv", "make,year\nSa")
    trams, cut_tram = source("t.csv", "line,stop\n1,a\n"), source("u.csv", "line,stop\n1")
    job = Job()
    job.open([cars, cut, trams], (CARS, TRAMS))
    job.refuse_set_in_part()
    assert [(one.file, one.code, one.is_refused) for one in job.kept[Level.ERROR]] == [
        ("cut.csv", "cut_off", True),
        ("cars.csv", "set_in_part", True),
        ("t.csv", "set_in_part", True),
    ]
    assert (job.tables, job.known) == ([], [])
    job = Job()
    job.open([cars, cut_tram], (CARS, TRAMS))
    job.refuse_set_in_part()  # of that one nothing would be kept
    assert [table.name for table in job.tables] == ["cars.csv"]


def test_rows_of_which_nothing_is_kept_are_given_and_their_faults_are_doubts():
    job = Job()
    job.open([source("t.csv", "line,stop\n1,a\n2\n")], (CARS, TRAMS))
    assert job.tables == []
    for row in job.rows(TRAMS):
        job.pass_over(row, [Problem(column="stop", code="x", message="Correct it.")])
    assert [(f.line, f.code, f.level) for f in job.kept[Level.WARNING]] == [
        (2, "x", Level.WARNING),
        (3, "wrong_number_of_cells", Level.WARNING),
    ]
    assert (job.loaded, job.counts["refused"], job.counts["not_kept"]) == (0, 0, 1)


def test_broken_rows_are_refused_and_sound_ones_given():
    job = Job()
    job.open([source("c.csv", "make,year\nSaab\nRover,2001\n")], (CARS,))
    [row] = job.rows(CARS)
    job.settle(row.file, row.line, Outcome.NEW)
    assert (job.counts["refused"], job.counts["new"], job.loaded) == (1, 1, 1)
    assert job.kept[Level.ERROR][0].line == 2


def test_progress_is_told_now_and_then_and_at_the_end():
    told: list[tuple[int, int]] = []
    job = Job(progress=lambda done, total: told.append((done, total)))
    job.open([source("c.csv", "make,year\n" + "Saab,1999\n" * 1200)], (CARS,))
    assert sum(1 for _ in job.rows(CARS)) == 1200
    assert told[0] == (500, 1201)
    assert told[-1] == (1201, 1201)


def test_only_the_first_findings_of_a_level_are_kept_but_all_are_written():
    written = Written()
    job = Job(report=written)
    for line in range(250):
        job.note("f.csv", line, Problem(column="", code="x", message="m"))
    assert len(job.kept[Level.ERROR]) == 100
    assert len(written) == job.counts["level_error"] == 250


def test_a_number_that_nobody_has_is_kept_once_with_its_rows_and_hides_no_other():
    written = Written()
    job = Job(report=written)
    unknown = Problem(column="upn", code="unknown_upn", message="Nobody has it.")
    rows = [("A", line) for line in range(2, 152)] + [("B", 152), ("", 153), ("", 154)]
    for upn, line in rows:
        job.refuse(Row("f.csv", line, [upn], {"upn": 0}), unknown)
    kept = job.kept[Level.ERROR]
    assert [(one.subject, one.line, one.rows) for one in kept] == [
        ("A", 2, 150),
        ("B", 152, 1),
        ("", 153, 1),
        ("", 154, 1),
    ]
    assert kept[0].words == "Nobody has it. The same in 150 rows."
    assert kept[1].words == "Nobody has it."
    assert len(written) == job.counts["refused"] == job.counts["level_error"] == len(rows)


@pytest.mark.parametrize(
    ("cells", "subject"),
    [
        ({"child_id": "N1", "upn": "A1"}, "N1"),
        ({"CHILD": "H1", "UPN": "A1"}, "H1"),
        ({"upn": "A1"}, "A1"),
        ({"UPN": "x" * 99}, "x" * 30),
        ({"URN": "1"}, ""),
    ],
)
def test_a_row_is_about_the_child_whose_number_it_has(cells, subject):
    index = {name: place for place, name in enumerate(cells)}
    assert Row("f.csv", 2, list(cells.values()), index).subject == subject


def test_doubts_about_a_refused_row_are_kept_apart():
    job = Job()
    doubt = Problem(column="a", code="odd", message="Odd.", level=Level.WARNING)
    wrong = Problem(column="b", code="bad", message="Bad.")
    rows = [Row("c.csv", line, [], {}) for line in (2, 3)]
    job.refuse(rows[0], doubt, wrong)
    job.name(rows[1], [doubt])
    assert [finding.line for finding in job.kept[Level.ERROR]] == [2]
    assert [finding.line for finding in job.kept[Level.WARNING]] == [3]
    assert [finding.line for finding in job.kept_of_refused] == [2]
    assert (job.counts["level_warning"], job.counts["warnings_of_refused"]) == (2, 1)


def test_what_is_only_listed_stands_in_the_report_and_is_not_counted():
    out = io.StringIO()
    job = Job(report=ReportWriter(out))
    job.list_in_report("c.csv", "left_out", "One that was left out.")
    assert "c.csv,,,left_out,One that was left out.,info" in out.getvalue()
    assert job.kept[Level.INFO] == []
    assert not job.counts


def test_cells_that_a_spreadsheet_would_run_are_made_harmless():
    assert harmless("=1+1") == "'=1+1"
    assert harmless("+44") == "'+44"
    assert harmless("plain") == "plain"
    out = io.StringIO()
    ReportWriter(out).write(
        Finding(file="=evil.csv", line=2, column="@x", code="c", message="-5", level=Level.ERROR)
    )
    [row] = csv.DictReader(io.StringIO(out.getvalue().removeprefix("\ufeff")))
    assert row == {
        "file": "'=evil.csv",
        "line": "2",
        "column": "'@x",
        "code": "c",
        "message": "'-5",
        "level": "error",
    }


def test_rows_that_the_database_settled_are_counted_and_stand_in_the_report():
    out = io.StringIO()
    job = Job(report=ReportWriter(out))
    job.open([source("=c.csv", "make,year\nSaab,1999\n")], (CARS,))
    before, after = job.line_of_report(job.tables[0], Outcome.NEW)
    job.settle_many({Outcome.NEW: 2, Outcome.SAME: 1}, [f"{before}2{after}{before}", f"3{after}"])
    assert (job.counts["new"], job.counts["same"], job.loaded) == (2, 1, 3)
    lines = ["'=c.csv,2,,new,Added.,info", "'=c.csv,3,,new,Added.,info", ""]
    assert out.getvalue().split("\r\n")[-3:] == lines
