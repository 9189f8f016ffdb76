"""Where the frame is narrow a row becomes a card: each cell must say which column it is.

A month is a calendar and no list: it stays a grid at every width.
"""

import re

import pytest

from vsh.embedded.paths import PROJECT_DIR

TEMPLATES = PROJECT_DIR / "templates"


def with_rows(template: str) -> str:
    """A table with our templates that it includes: its rows may stand in a file of their own."""

    def text_of(found: re.Match[str]) -> str:
        path = TEMPLATES / found[1]
        return path.read_text() if path.exists() else ""

    return re.sub(r'{% include "([^"]+)"[^%]*%}', text_of, template)


TABLES = [
    pytest.param(table, id=f"{path.relative_to(TEMPLATES)}-{number}")
    for path in sorted(TEMPLATES.rglob("*.html"))
    for number, table in enumerate(
        re.findall(
            r"(?:{% table_frame[^%]*%}\s*)?<table class=\"(?!vsh-month).*?</table>",
            path.read_text(),
            re.S,
        )
    )
]


def heads(table: str) -> set[str]:
    found = re.findall(r'<th scope="col"[^>]*>(.*?)</th>|{% sort_head "([^"]+)"', table)
    return {words or sorts for words, sorts in found}


@pytest.mark.parametrize("table", TABLES)
def test_each_cell_names_its_column(table):
    table = with_rows(table)
    assert table.startswith("{% table_frame")
    cells = re.findall(r"<td [^>]*>", table)
    labels = [re.search(r'data-label="([^"]*)"', cell) for cell in cells]
    assert cells
    assert None not in labels
    assert {label[1] for label in labels} <= heads(table)


def test_the_check_knows_the_tables():
    assert len(TABLES) > 12
