"""Names and regions of England's authorities by code, from the open list that comes with us."""

import csv
from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent / "data" / "la_code_list.csv"


@cache
def known_authorities() -> dict[str, tuple[str, str]]:
    """Name and region by code, present and past authorities."""
    with _LIST.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["LA Number"]: (row["LA Name"], row["Region"] or "") for row in csv.DictReader(file)
        }


def region_of(code: str) -> str:
    """The region of an authority; nothing for a code that is not on the list."""
    return known_authorities().get(code, ("", ""))[1]
