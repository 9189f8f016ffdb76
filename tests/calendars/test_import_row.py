"""One row of the term dates file: what it says, and why it is refused."""

from datetime import date

import pytest

from vsh.calendars.imports.row import TermRow, read_term
from vsh.tables.reading import Row

COLUMNS = ("urn", "academic_year", "kind", "name", "starts_on", "ends_on")
INDEX = {column: place for place, column in enumerate(COLUMNS)}


def read(line):
    return read_term(Row("terms.csv", 2, line.split(","), INDEX))


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            ",2026-27,term,Autumn 1,2026-09-01,2026-10-23",
            TermRow(
                urn="",
                academic_year="2026-27",
                kind="term",
                name="Autumn 1",
                starts_on=date(2026, 9, 1),
                ends_on=date(2026, 10, 23),
            ),
        ),
        (
            "100001,2026-27,INSET,,2026-08-31,2026-08-31",
            TermRow(
                urn="100001",
                academic_year="2026-27",
                kind="inset",
                name="INSET day",
                starts_on=date(2026, 8, 31),
                ends_on=date(2026, 8, 31),
            ),
        ),
    ],
)
def test_a_sound_row(line, row):
    assert read(line) == (row, [])


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",2026-27,term,Autumn,2026-10-23,2026-09-01", "ends_on", "ends_before_starts"),
        (",2026-27,term,Autumn,01/09/2026,2026-10-23", "starts_on", "date"),
        (",2026-27,term,Autumn,2026-02-30,2026-10-23", "starts_on", "date"),
        (",2026-27,term,Autumn,,2026-10-23", "starts_on", "missing"),
        (",2026-27,term,Autumn,2026-07-31,2026-10-23", "starts_on", "outside_year"),
        (",2026-27,term,Summer,2027-06-07,2027-09-01", "ends_on", "outside_year"),
        (",2026-28,term,Autumn,2026-09-01,2026-10-23", "academic_year", "academic_year"),
        (",2026,term,Autumn,2026-09-01,2026-10-23", "academic_year", "academic_year"),
        (",,term,Autumn,2026-09-01,2026-10-23", "academic_year", "missing"),
        (",2026-27,holiday,Autumn,2026-09-01,2026-10-23", "kind", "kind"),
        (",2026-27,term,The year,2026-09-01,2027-07-21", "ends_on", "term_too_long"),
        ("12,2026-27,term,Autumn,2026-09-01,2026-10-23", "urn", "urn"),
    ],
)
def test_a_row_that_is_refused(line, column, code):
    row, problems = read(line)
    assert row is None
    assert [(problem.column, problem.code) for problem in problems] == [(column, code)]
