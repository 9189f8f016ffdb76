"""National attendance figures that come with the system, for comparison; the newest year named."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "national_attendance.csv"
SOURCE = "Department for Education, Open Government Licence v3.0"


@dataclass(frozen=True, kw_only=True)
class NationalFigure:
    """One published percentage, of England, for a whole academic year."""

    measure: str
    group: str
    academic_year: str
    per_cent: Decimal


def newest(measure: str, group: str) -> NationalFigure | None:
    """The last year published of one measure and group; nothing where none is known."""
    return _newest_by_kind().get((measure, group))


@lru_cache
def _newest_by_kind() -> dict[tuple[str, str], NationalFigure]:
    """Read once; in the file the years of a kind stand in order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["measure"], row["group"]): NationalFigure(
                measure=row["measure"],
                group=row["group"],
                academic_year=row["academic_year"],
                per_cent=Decimal(row["per_cent"]),
            )
            for row in csv.DictReader(file)
        }
