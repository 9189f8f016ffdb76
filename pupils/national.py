"""National attainment figures that come with the system, for comparison."""

import csv
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "national_attainment.csv"
GROUPS = ("looked_after", "all_pupils")


@lru_cache
def national_attainment() -> dict[tuple[str, str], tuple[str, str]]:
    """The newest figure with its unit, and its academic year, by measure and group."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["measure"], row["group"]): (row["figure"] + row["unit"], row["academic_year"])
            for row in csv.DictReader(file)
        }
