"""Cells as values, and what is said when they are none."""

from datetime import date

import pytest

from vsh.tables import cells
from vsh.tables.cells import CellError, Cells
from vsh.tables.reading import Row


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.iso_date, "2026-04-02", date(2026, 4, 2)),
        (cells.iso_date, "2026-04-02 00:00:00", date(2026, 4, 2)),
        (cells.british_date, "02/04/2026", date(2026, 4, 2)),
        (cells.british_date, "2-4-2026", date(2026, 4, 2)),
        (cells.either_date, "2026-04-02", date(2026, 4, 2)),
        (cells.either_date, "02/04/2026", date(2026, 4, 2)),
        (cells.yes_or_no, "Yes", True),
        (cells.yes_or_no, "1", True),
        (cells.yes_or_no, "n", False),
        (cells.email, "Ann@Council.example", "ann@council.example"),
        (cells.postcode, "ns11aa", "NS1 1AA"),
        (cells.urn, "20001", "20001"),
        (cells.upn, "b801200005001", "B801200005001"),
        (cells.code_of(("C1", "C2"), what="status"), "c2", "C2"),
        (cells.whole_number(0, 40), "40", 40),
        (cells.whole_number(-9, 40), "-5", -5),
        (cells.text(longest=11), "Anne\u00a0Marie", "Anne Marie"),
        (cells.text(longest=10), "\u200eAnne\u2009Ma\u00adrie\u200b", "Anne Marie"),
        (cells.text(longest=9), "می\u200cخواهم", "می\u200cخواهم"),
        (cells.text(longest=9), "\ufeff", ""),
    ],
)
def test_a_cell_is_read(reader, cell, value):
    assert reader(cell) == value


@pytest.mark.parametrize(
    ("reader", "cell", "code"),
    [
        (cells.iso_date, "02/04/2026", "date"),
        (cells.iso_date, "2026-02-30", "date"),
        (cells.iso_date, "2026-11-1", "date"),  # perhaps cut off
        (cells.british_date, "31/04/2026", "date"),
        (cells.british_date, "04/31/2026", "date"),
        (cells.british_date, "02/04/26", "date"),
        (cells.either_date, "1026-04-02", "date"),
        (cells.yes_or_no, "perhaps", "yes_or_no"),
        (cells.email, "a@b.example; c@d.example", "email"),
        (cells.postcode, "2TR", "postcode"),
        (cells.urn, "ABC123", "urn"),
        (cells.urn, "1234567", "urn"),
        (cells.upn, "3412", "upn"),
        (cells.upn, "I038153871857", "upn"),
        (cells.code_of(("C1",), what="status"), "X9", "unknown_code"),
        (cells.whole_number(0, 40), "41", "number"),
        (cells.whole_number(0, 40), "1.5", "number"),
        (cells.whole_number(-9, 40), "--5", "number"),
        (cells.whole_number(0, 40), "5" * 5000, "number"),
        (cells.text(longest=3), "four", "too_long"),
        (cells.text(longest=9), "a\nb", "control_character"),
        (cells.text(longest=9), "a\u2028b", "control_character"),
        (cells.text(longest=9), "a\x7f", "control_character"),
        (cells.urn, "1٢3456", "urn"),
        (cells.upn, "B80120000500١", "upn"),
        (cells.postcode, "NS١ 1AA", "postcode"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(reader, cell, code):
    with pytest.raises(CellError) as refusal:
        reader(cell)
    assert refusal.value.code == code


def test_every_problem_of_a_row_is_collected():
    row = Row("f.csv", 2, ["", "31/02/2026", "x"], {"id": 0, "day": 1, "n": 2})
    read = Cells(row)
    read.read("id", cells.text(longest=5), required=True)
    read.read("day", cells.british_date)
    read.warn("n", "odd", "Odd.")
    assert [(p.column, p.code) for p in read.problems] == [
        ("id", "missing"),
        ("day", "date"),
        ("n", "odd"),
    ]
    assert read.is_refused


def test_a_cell_in_which_nothing_can_be_seen_is_empty():
    read = Cells(Row("f.csv", 2, ["\u200b", "\ufeff"], {"name": 0, "other": 1}))
    assert read.read("name", cells.text(longest=5), required=True) is None
    assert read.read("other", cells.text(longest=5)) is None
    assert [(p.column, p.code) for p in read.problems] == [("name", "missing")]


def test_a_warning_alone_does_not_refuse_a_row():
    read = Cells(Row("f.csv", 2, ["x"], {"n": 0}))
    read.warn("n", "odd", "Odd.")
    assert not read.is_refused
