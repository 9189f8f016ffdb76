"""Rows under the number of a record that was merged into another's."""

from collections.abc import Collection, Iterable, Iterator

from vsh.tables.findings import Problem
from vsh.tables.reading import Row

TWO_NUMBERS = (
    "This number is of a record that was merged into another, of which there are rows under "
    "another number. Those are loaded and this one is not."
)


def of_two_numbers(column: str) -> Problem:
    """Why a row under the number of a record that was merged is left out."""
    return Problem(column=column, code="merged_number", message=TWO_NUMBERS)


def last_of_merged(rows: Iterable[Row], column: str, merged: Collection[str]) -> Iterator[Row]:
    """Those rows after all others: by then it is known whether who stays has rows of their own,
    which are right where the two differ. Whoever closed the other record ended its care."""
    waiting = []
    for row in rows:
        if row[column] in merged:
            waiting.append(row)
        else:
            yield row
    yield from waiting
