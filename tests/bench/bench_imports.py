"""The schools register of 52,000 rows and 140 columns, against a `COPY` of the same rows.

Floor: `COPY` of the rows' values, already parsed, into a table of the same shape with its indexes
and constraints. Bounds: at most four times the floor for the first load; memory flat.
"""

import csv
import gc
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tests.bench.measuring import Ratio
from vsh.intake.engine import carry_out
from vsh.intake.registry import importer_of
from vsh.organisations.models import EducationSetting, InspectionOutcome
from vsh.tables.job import Job
from vsh.tables.reading import Source

ROWS = 52_000
RUNS = 3
SETTINGS = EducationSetting._meta.db_table
SUBSET = Path(__file__).parent.parent / "data" / "gias_subset_7_establishments.csv"
MOST_MEGABYTES_MORE = 60


def run() -> list[Ratio]:
    """Measure the first load and the same file again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edubasealldata.csv"
        write_register(path)
        load(path)  # warm
        floor = min(copy_floor() for _ in range(RUNS))
        memory = peak_megabytes()
        first, again = [], []
        for _ in range(RUNS):
            clear()
            first.append(timed(path))
            again.append(timed(path))
        grown = peak_megabytes() - memory
    return [
        Ratio(
            name="schools, first load",
            value=min(first) / floor,
            bound=4,
            note=f"{min(first):.2f} s for {ROWS:,} rows; COPY {floor:.2f} s",
        ),
        Ratio(
            name="schools, same again",
            value=min(again) / floor,
            bound=4,
            note=f"{min(again):.2f} s; memory grew by {grown:.0f} MB",
            is_within=grown < MOST_MEGABYTES_MORE,
        ),
    ]


def write_register(path: Path) -> None:
    """A register of England's size in the shape of the real one."""
    with SUBSET.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for number in range(ROWS):
            row = rows[number % len(rows)]
            urn = str(200_000 + number)
            writer.writerow({**row, "URN": urn, "EstablishmentName": f"School {urn}"})


def clear() -> None:
    """No school, as before the first load, and no dead rows of the last one."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {SETTINGS} CASCADE")


def load(path: Path) -> Job:
    """As the command does."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as report:
        return carry_out(
            importer_of("schools"),
            [Source.at(path)],
            authority=None,
            actor=None,
            report=report,
            is_dry_run=False,
        )


def timed(path: Path) -> float:
    """Seconds of one load."""
    gc.collect()
    started = time.perf_counter()
    job = load(path)
    assert job.loaded == ROWS, job.counts
    return time.perf_counter() - started


def copy_floor() -> float:
    """Seconds of a `COPY` of the rows on record into tables of the same shape."""
    return sum(
        copy_of(model._meta.db_table, keys)
        for model, keys in (
            (EducationSetting, ""),
            (InspectionOutcome, f"FOREIGN KEY (setting_id) REFERENCES {SETTINGS}"),
        )
    )


def copy_of(table: str, keys: str) -> float:
    """The same for one table, with its indexes, constraints and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        cursor.execute(f"CREATE TABLE bench_floor (LIKE {table} INCLUDING ALL)")
        if keys:
            cursor.execute(f"ALTER TABLE bench_floor ADD {keys} DEFERRABLE INITIALLY DEFERRED")
        started = time.perf_counter()
        with transaction.atomic(), cursor.copy("COPY bench_floor FROM STDIN") as copy:
            for row in stream(rows):
                copy.write_row(row)
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE bench_floor")
    return seconds


def stream(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows, one after the other."""
    yield from rows


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024 / 1024
