"""Names and regions of England's authorities by code, from the open list that comes with us."""

import csv
from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent / "data" / "la_code_list.csv"
# On the list, and no authority any more: Dorset, Poole and Bournemouth as they were until 2019,
# Northamptonshire until 2021, Cumbria until 2023. With the regions left out 153 stay.
_SUPERSEDED = frozenset({"835", "836", "837", "909", "928"})


@cache
def known_authorities() -> dict[str, tuple[str, str]]:
    """Name and region by code, present and past authorities."""
    with _LIST.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["LA Number"]: (row["LA Name"], row["Region"] or "") for row in csv.DictReader(file)
        }


@cache
def authorities_in_force() -> dict[str, str]:
    """Name by code, as the areas in which a child can live today: neither the regions and England
    as a whole, which are on the list without a type, nor authorities that were abolished."""
    with _LIST.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["LA Number"]: row["LA Name"]
            for row in csv.DictReader(file)
            if row["Type"] and row["LA Number"] not in _SUPERSEDED
        }


def region_of(code: str) -> str:
    """The region of an authority; nothing for a code that is not on the list."""
    return known_authorities().get(code, ("", ""))[1]
