"""Files known by their header, and rows that cannot be taken apart."""

import io
import tracemalloc

import pytest

from vsh.tables.findings import UnreadableFile
from vsh.tables.layouts import Layout
from vsh.tables.reading import BrokenRow, Source, open_table, recognise_header

CARS = Layout(name="cars", title="Cars", required=("make", "year"), optional=("colour",))
BOATS = Layout(name="boats", title="Boats", required=("make", "year", "sails"))


def table_of(text: str, *layouts: Layout, encoding: str = "utf-8"):
    content = text.encode(encoding)
    return open_table(Source("file.csv", lambda: io.BytesIO(content)), layouts or (CARS, BOATS))


def test_cells_are_known_by_column_in_any_order_and_case():
    [row] = table_of(" Year , MAKE,wheels\r\n 1999 , Saab ,4\r\n").rows()
    assert (row["make"], row["year"], row["colour"], row.line) == ("Saab", "1999", "", 2)


def test_the_layout_that_knows_most_columns_wins():
    assert table_of("make,year,sails\n").layout is BOATS
    assert table_of("make,year,colour\n").layout is CARS


def test_unknown_columns_are_told():
    assert table_of("make,year,wheels,doors\n").header.unknown == ("wheels", "doors")


@pytest.mark.parametrize(
    ("header", "code", "named"),
    [
        ("make,year,make\n", "duplicate_column", "make"),
        ("make,colour\n", "missing_column", "year"),
        ("name,phone\n", "unknown_header", "not a file that can be loaded here"),
        ("make;year\nSaab;1999\n", "separator", "semicolons"),
        ("make\tyear\n", "separator", "tabs"),
        ("\n\n", "empty", "no header"),
    ],
)
def test_a_header_that_does_not_fit_is_refused_and_named(header, code, named):
    with pytest.raises(UnreadableFile) as refusal:
        table_of(header)
    assert refusal.value.code == code
    assert named in refusal.value.message


def test_blank_lines_and_a_separator_line_do_not_count_as_rows():
    table = table_of("sep=,\nmake,year\n\n,\nSaab,1999\n")
    assert [row.line for row in table.rows()] == [5]


def test_a_row_of_the_wrong_width_is_broken_and_the_others_are_read():
    rows = list(table_of("make,year\nSaab\nVolvo,1999,red\nRover,2001\n").rows())
    assert [type(row) for row in rows[:2]] == [BrokenRow, BrokenRow]
    assert rows[0].problem.code == "wrong_number_of_cells"
    assert rows[2]["make"] == "Rover"


def test_a_quotation_mark_inside_a_cell_breaks_that_row_alone():
    rows = list(table_of('make,year\n"Saa"b,1999\nRover,2001\n').rows())
    assert rows[0].problem.code == "quote"
    assert rows[1]["make"] == "Rover"


def test_an_open_quotation_mark_is_named_with_its_line():
    rows = list(table_of('make,year\nSaab,1999\n"Rover,2001\nLada,1970\n').rows())
    assert (rows[1].line, rows[1].problem.code) == (3, "open_quote")


def test_a_cell_may_hold_a_line_break_and_the_next_line_number_is_right():
    rows = list(table_of('make,year\n"Saab\n900",1999\nRover,2001\n').rows())
    assert [row.line for row in rows] == [2, 4]


def test_windows_1252_is_read():
    [row] = table_of("make,year\nŠkoda’s,1999\n", encoding="cp1252").rows()
    assert row["make"] == "Škoda’s"


def test_a_header_is_recognised_from_the_start_of_a_file_alone():
    start = b"make,year\nSaab,1999\nRov\xc3"  # the rest was cut
    assert recognise_header(start, (CARS, BOATS)).layout is CARS


def test_a_hundred_thousand_rows_are_read_with_flat_memory(tmp_path):
    path = tmp_path / "many.csv"
    with path.open("w") as file:
        file.write("make,year,colour\n")
        for number in range(100_000):
            file.write(f"Saab {number},1999,{'red' * 10}\n")
    table = open_table(Source.at(path), (CARS,))
    tracemalloc.start()
    count = sum(1 for _ in table.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 1_000_000
