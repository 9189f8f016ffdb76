"""The postcodes of a country, 1.7 million rows, against a `COPY` of the same rows.

Floor: `COPY` of the rows, already parsed, into a table of the same shape with its indexes. Bounds:
at most four times the floor for the first load and for the same file again; memory flat.
"""

import gc
import tempfile
import time
from itertools import islice, product
from pathlib import Path

from django.db import connection

from tests.bench.bench_imports import MOST_MEGABYTES_MORE, copy_of, peak_megabytes
from tests.bench.measuring import Ratio
from vsh.intake.engine import carry_out
from vsh.intake.registry import importer_of
from vsh.organisations.models import Postcode
from vsh.tables.reading import Source

ROWS = 1_700_000
RUNS = 2
TABLE = Postcode._meta.db_table
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def run() -> list[Ratio]:
    """Measure the first load and the same file again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "postcodes.csv"
        write_postcodes(path)
        memory = peak_megabytes()
        timed(path)  # warm
        grown = peak_megabytes() - memory
        floor = min(copy_of(TABLE, "") for _ in range(RUNS))
        first, again = [], []
        for _ in range(RUNS):
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {TABLE}")
            first.append(timed(path))
            again.append(timed(path))
    return [
        Ratio(
            name="postcodes, first load",
            value=min(first) / floor,
            bound=4,
            note=f"{min(first):.2f} s for {ROWS:,} rows; COPY {floor:.2f} s",
        ),
        Ratio(
            name="postcodes, same again",
            value=min(again) / floor,
            bound=4,
            note=f"{min(again):.2f} s; memory grew by {grown:.0f} MB",
            is_within=grown < MOST_MEGABYTES_MORE,
        ),
    ]


def write_postcodes(path: Path) -> None:
    """Area by area, as open data is published."""
    parts = product("CDEGLMNPSW", LETTERS, range(1, 10), range(10), LETTERS, LETTERS)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("postcode,easting,northing\n")
        file.writelines(
            f"{one}{two}{district} {sector}{five}{six},{100_000 + n % 500_000},{n % 1_200_000}\n"
            for n, (one, two, district, sector, five, six) in enumerate(islice(parts, ROWS), 1)
        )


def timed(path: Path) -> float:
    """Seconds of one load, as the command does it."""
    gc.collect()
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as report:
        job = carry_out(
            importer_of("postcodes"),
            [Source.at(path)],
            authority=None,
            actor=None,
            report=report,
            is_dry_run=False,
        )
    assert job.loaded == ROWS, job.counts
    return time.perf_counter() - started
