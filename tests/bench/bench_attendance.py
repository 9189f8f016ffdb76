"""A million marks of 2,500 children, against a `COPY` of the same rows.

Floor: `COPY` of the 500,000 rows that they become, already parsed, into a table of the same shape
with its indexes, constraints and foreign keys. Bounds: at most four times the floor for the first
load and for the same file again; memory flat.
"""

import csv
import gc
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from django.db import connection

from placements.models import AttendanceDay
from pupils.models import Enrolment, Pupil
from tests.bench.bench_imports import MOST_MEGABYTES_MORE, copy_of, peak_megabytes
from tests.bench.measuring import Ratio
from vsh.calendars.models import CurrentDay
from vsh.intake.engine import carry_out
from vsh.intake.registry import importer_of
from vsh.organisations.models import Authority, EducationSetting
from vsh.tables.job import Job
from vsh.tables.reading import Source

CHILDREN, SCHOOLS, DAYS = 2_500, 300, 200
DAY = date(2026, 11, 18)
RUNS = 3
TABLE = AttendanceDay._meta.db_table


def run() -> list[Ratio]:
    """Measure the first load and the same file again."""
    CurrentDay.objects.update_or_create(id=1, defaults={"day": DAY})
    authority = furnish()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marks.csv"
        small = Path(folder) / "few.csv"
        rows = write_marks(path, days=DAYS)
        write_marks(small, days=2)
        clear()
        load(small, authority)  # warm
        clear()
        memory = peak_megabytes()
        load(path, authority)
        grown = peak_megabytes() - memory
        floor = min(copy_of(TABLE, keys()) for _ in range(RUNS))
        first, again = [], []
        for _ in range(RUNS):
            clear()
            first.append(timed(path, authority, rows))
            again.append(timed(path, authority, rows))
    return [
        Ratio(
            name="attendance, first load",
            value=min(first) / floor,
            bound=4,
            note=f"{min(first):.2f} s for {rows:,} marks; COPY {floor:.2f} s",
        ),
        Ratio(
            name="attendance, same again",
            value=min(again) / floor,
            bound=4,
            note=f"{min(again):.2f} s; memory grew by {grown:.0f} MB",
            is_within=grown < MOST_MEGABYTES_MORE,
        ),
    ]


def keys() -> str:
    """The foreign keys, which `LIKE` does not copy."""
    return (
        "FOREIGN KEY (enrolment_id) REFERENCES pupils_enrolment DEFERRABLE INITIALLY DEFERRED, "
        "ADD FOREIGN KEY (entered_by_id) REFERENCES accounts_user"
    )


def furnish() -> Authority:
    """Children, each with a place at one of the schools."""
    authority, _ = Authority.objects.get_or_create(code="301", defaults={"name": "Anywhere"})
    if not Pupil.objects.exists():
        settings = EducationSetting.objects.bulk_create(
            EducationSetting(urn=str(100_000 + n), name=f"School {n}", la_code="301")
            for n in range(SCHOOLS)
        )
        pupils = Pupil.objects.bulk_create(
            Pupil(
                authority=authority,
                child_id=str(n),
                upn=f"A{n:012}",
                date_of_birth=date(2014, 1, 1),
            )
            for n in range(CHILDREN)
        )
        Enrolment.objects.bulk_create(
            Enrolment(pupil=pupil, setting=settings[n % SCHOOLS], started_on=date(2020, 9, 1))
            for n, pupil in enumerate(pupils)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return authority


def write_marks(path: Path, *, days: int) -> int:
    """The working days up to yesterday, day by day as a register is kept; how many marks."""
    day, found = DAY, []
    while len(found) < days:
        day -= timedelta(days=1)
        if day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS:
            found.append(day)
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("upn", "urn", "date", "session", "code"))
        for day in reversed(found):
            for n in range(CHILDREN):
                for session, present in (("AM", "/"), ("PM", "\\")):
                    code = "I" if (n + day.toordinal()) % 17 == 0 else present
                    urn = 100_000 + n % SCHOOLS
                    writer.writerow((f"A{n:012}", urn, day.isoformat(), session, code))
                    number += 1
    return number


# Bank holidays in the year before DAY.
_HOLIDAYS = {(12, 25), (12, 26), (1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31)}


def clear() -> None:
    """No mark, as before the first load."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")


def load(path: Path, authority: Authority) -> Job:
    """As the command does."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as report:
        return carry_out(
            importer_of("attendance"),
            [Source.at(path)],
            authority=authority,
            actor=None,
            report=report,
            is_dry_run=False,
        )


def timed(path: Path, authority: Authority, rows: int) -> float:
    """Seconds of one load."""
    gc.collect()
    started = time.perf_counter()
    job = load(path, authority)
    seconds = time.perf_counter() - started
    assert job.loaded == rows, job.counts
    return seconds
