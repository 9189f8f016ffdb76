"""One row of the postcodes file as values. Pure: no database."""

from vsh.tables.cells import CellError, grid_point, postcode
from vsh.tables.findings import Problem
from vsh.tables.reading import Row

COLUMNS = ("postcode", "easting", "northing")
PostcodeRow = tuple[str, int, int]
_NORTHERN_IRELAND = "BT"


def read_postcode(row: Row) -> PostcodeRow | list[Problem]:
    """A postcode with both metres of the grid, or all that is wrong with it."""
    cell, easting, northing = row.take(COLUMNS)
    try:
        return _tidy(cell), *_place(easting, northing)
    except CellError:
        pass
    problems = []
    for column, read, said in (
        ("postcode", _tidy, (cell,)),
        ("easting", _place, (easting, northing)),
    ):
        try:
            read(*said)
        except CellError as error:
            problems.append(Problem(column=column, code=error.code, message=error.message))
    return problems


def _tidy(cell: str) -> str:
    if not cell:
        raise CellError("missing", "postcode is empty. Fill it in.")
    tidy = postcode(cell)
    if tidy.startswith(_NORTHERN_IRELAND):
        raise CellError(
            "other_grid",
            "Northern Ireland does not lie on the British National Grid. Leave the row out.",
        )
    return tidy


def _place(easting: str, northing: str) -> tuple[int, int]:
    if not (easting.strip("0") or northing.strip("0")):
        raise CellError("no_place", "It is not told where this lies. Leave the row out.")
    return grid_point(easting, northing)
