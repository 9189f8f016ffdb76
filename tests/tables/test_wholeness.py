"""Files that are cut off, or write the month first: refused as a whole, with a word what to do."""

import io

import pytest

from vsh.tables.findings import Level
from vsh.tables.job import Job
from vsh.tables.layouts import Layout
from vsh.tables.reading import Row, Source

CARS = Layout(
    name="cars",
    title="Cars",
    required=("make", "built", "sold"),
    optional=("note",),
    day_first=("built", "sold"),
)
HEADER = "make,built,sold\n"
UNREAD = "make,built,sold,odd\n"
SAAB = "Saab,04/02/1999,05/02/1999\n"


def opened(text: str) -> Job:
    job = Job()
    job.open([Source("c.csv", lambda: io.BytesIO(text.encode()))], (CARS,))
    return job


def refusals(text: str) -> list[tuple[int, str, str]]:
    """Line, column and code; nothing of a refused file can be read."""
    job = opened(text)
    found = [(one.line, one.column, one.code) for one in job.kept[Level.ERROR]]
    assert len(job.tables) == (0 if found else 1)
    assert job.counts["unreadable"] == len(found)
    return found


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (HEADER + SAAB + "Rover,04/02/19", 3, "cut_off"),
        (HEADER + SAAB + "Rov", 3, "cut_off"),
        (HEADER.replace("\n", "\r\n") + "Rover,04/02/1999", 2, "cut_off"),
        (HEADER + SAAB + '"Rover,04/02/1999,', 3, "open_quote"),
        (HEADER + '"Rover,04/02/1999,05/02/1999\n' + SAAB, 2, "open_quote"),
        # Closed by the next row's own mark, and by the longest that a cell may be.
        (HEADER + '"Rover,1,2\n' + SAAB + '"Lada",3,4\n' + SAAB, 2, "open_quote"),
        (HEADER + '"Rover,1,2\n' + SAAB * 6_000, 2, "open_quote"),
        (HEADER + '"Rover,1,2\n' + SAAB + 'Lada",3\n' + SAAB, 2, "open_quote"),
        # What comes of it has the width of a row: at its end, within it, at its start.
        (HEADER + 'Rover,1,"2\n' + SAAB * 2 + 'Lada,3,"\n' + SAAB, 2, "open_quote"),
        (HEADER + SAAB + 'Rover,"1,2\nLada,3",4\n' + SAAB, 3, "open_quote"),
        (HEADER + '"Rover,1,2\nLada",3,4\n' + SAAB, 2, "open_quote"),
        (HEADER + 'Rover,1,"2\n\nbroken\nLada,3,"\n', 2, "open_quote"),
        (HEADER + 'Rover,"1\nLada,3",4\n', 2, "open_quote"),
        (HEADER + 'Rover,"1,2\nLada",3\n', 2, "open_quote"),
        ((HEADER + 'Rover,1,"2\n' + SAAB + 'Lada,3,"\n').replace("\n", "\r"), 2, "open_quote"),
        # The stray mark stands in a column that is not read.
        (UNREAD + 'Rover,1,2,"\n' + "Saab,3,4,\n" * 2 + 'Lada,5,6,"\n', 2, "open_quote"),
        (UNREAD + 'Rover,1,2,"\nLada,5,6,"\n', 2, "open_quote"),
        (UNREAD + 'Rover,1,2,"\nSaab,3,4,\nx"\n', 2, "open_quote"),
        ("odd,more," + HEADER + 'a,"b,Rover,1,2\nc,d",Lada,3,4\n', 2, "open_quote"),
    ],
)
def test_a_file_that_is_cut_off_is_refused_as_a_whole(text, line, code):
    assert refusals(text) == [(line, "", code)]
    [finding] = opened(text).kept[Level.ERROR]
    assert f"ine {line}" in finding.message
    assert "seems to be cut off; send it again" in finding.message


@pytest.mark.parametrize(
    ("text", "rows", "warnings"),
    [
        (HEADER + SAAB + SAAB, 2, []),
        (HEADER + SAAB + SAAB.rstrip(), 2, [(3, "no_line_end")]),
        (HEADER + SAAB + SAAB.rstrip() + ",x", 1, [(3, "no_line_end")]),
        (HEADER.rstrip(), 0, []),
        (HEADER + "Rover\n" + SAAB, 1, []),  # short, and not the last
        (HEADER + SAAB + "Rover\n", 1, []),
        (HEADER + '"Sa"ab,1,2\n' + SAAB, 1, []),
        (HEADER + '"Sa\nab",1,2\n' + SAAB, 2, []),
        (UNREAD + 'Saab,1,2,"sold, late\n, by him,\n"\n' + "Lada,3,4,\n", 2, []),
        ("odd,more," + HEADER + 'a,"b, c\nd, e",Saab,1,2\n', 1, []),
        (HEADER + '"Saab\n",1,"2\n"\n' + SAAB, 2, []),
        # A line break and a comma in a column that is read: one cell of a row of the right width.
        ("note," + HEADER + '"sold, late\nby him",' + SAAB + "," + SAAB, 2, []),
        (HEADER + '"Saab, the old\none",1,2\n' + SAAB, 2, []),
        (HEADER + 'Saab,1,"2, or\nso, perhaps"\n' + SAAB, 2, []),
        (HEADER.rstrip() + ",note\n" + 'Saab,1,2,"sold, late\n by, him"\n' + "Lada,3,4,\n", 2, []),
        (HEADER + "x" * 200_000 + ",1,2\n" + SAAB, 1, []),
    ],
)
def test_a_whole_file_loads_its_sound_rows(text, rows, warnings):
    assert refusals(text) == []
    job = opened(text)
    assert [(one.line, one.code) for one in job.kept[Level.WARNING]] == warnings
    assert sum(isinstance(row, Row) for row in job.rows(CARS)) == rows


@pytest.mark.parametrize(
    ("built", "is_refused"),
    [
        (["04/02/1999", "04/13/1999"], True),
        (["4-13-1999", "04/02/1999"], True),
        (["04/13/1999 00:00", "04/14/1999", "13/04/1999"], True),  # the typo is the third
        (["04/13/1999", "13/04/1999"], False),  # a typo, and the proof that the day is first
        (["13/04/1999", "31-12-1999", "04/13/1999"], False),
        (["04/02/1999", "1999-04-13", "32/13/1999", "13/13/1999", ""], False),
    ],
)
def test_a_column_that_can_only_have_the_month_first_refuses_its_file(built, is_refused):
    text = HEADER + "".join(f"Saab,{day},01/02/1999\n" for day in built)
    line = 2 + next((n for n, day in enumerate(built) if "13-" in day or "/13/" in day), 0)
    assert refusals(text) == ([(line, "built", "month_first")] if is_refused else [])


def test_the_proof_is_of_the_same_column_and_other_columns_do_not_count():
    [finding] = opened(HEADER + "Saab,13/04/1999,04/25/1999\n").kept[Level.ERROR]
    assert (finding.line, finding.column) == (2, "sold")
    assert "“04/25/1999” in line 2, column sold" in finding.message
    assert "Write days as DD/MM/YYYY" in finding.message
    assert refusals("note," + HEADER + "04/25/1999," + SAAB) == []
