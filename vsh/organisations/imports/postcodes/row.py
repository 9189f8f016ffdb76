"""One row of the postcodes file as values. Pure: no database."""

from vsh.tables.cells import CellError, grid_point, postcode
from vsh.tables.findings import Problem
from vsh.tables.reading import Row

COLUMNS = ("postcode", "easting", "northing")
PostcodeRow = tuple[str, int, int]
_NORTHERN_IRELAND = "BT"


def read_postcode(row: Row) -> PostcodeRow | Problem:
    """A postcode with both metres of the grid, or what is wrong with it."""
    cell, easting, northing = row.take(COLUMNS)
    column = "postcode"
    try:
        if not cell:
            raise CellError("missing", "postcode is empty. Fill it in.")
        tidy = postcode(cell)
        if tidy.startswith(_NORTHERN_IRELAND):
            raise CellError(
                "other_grid",
                "Northern Ireland does not lie on the British National Grid. Leave the row out.",
            )
        column = "easting"
        if not (easting.strip("0") or northing.strip("0")):
            raise CellError("no_place", "It is not told where this lies. Leave the row out.")
        return tidy, *grid_point(easting, northing)
    except CellError as error:
        return Problem(column=column, code=error.code, message=error.message)
