"""A 903 folder of 2,500 children, against a `COPY` of the rows that it becomes.

Floor: `COPY` of those rows, already parsed, into tables of the same shape with their indexes,
constraints and foreign keys. Bounds: at most four times the floor; memory flat; the same folder
again changes nothing. The history that a first load keeps beside the rows counts as its time. The
deadlines follow once it is loaded, in batches: the note says after how long the last one stands.
"""

import csv
import gc
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import connection

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    MissingEpisode,
    Pupil,
    SdqScore,
    StatutoryReview,
)
from pupils.services.owed_deadlines import recalculate_owed
from tests.bench.bench_imports import copy_of, peak_megabytes
from tests.bench.measuring import Ratio
from vsh.calendars.models import CurrentDay
from vsh.intake.engine import carry_out
from vsh.intake.registry import importer_of
from vsh.organisations.models import Authority
from vsh.tables.identifiers import upn_check_letter
from vsh.tables.job import Job
from vsh.tables.reading import Source

CHILDREN, FEW = 2_500, 100
DAY = date(2026, 11, 18)
RUNS = 3
MOST_MEGABYTES_MORE = 100
_PUPIL = "FOREIGN KEY (pupil_id) REFERENCES pupils_pupil DEFERRABLE INITIALLY DEFERRED"
_PERIOD = "FOREIGN KEY (care_period_id) REFERENCES pupils_careperiod DEFERRABLE INITIALLY DEFERRED"
# The tables with the foreign keys that `LIKE` does not copy.
KEPT = {
    Pupil: "FOREIGN KEY (authority_id) REFERENCES organisations_authority",
    CarePeriod: _PUPIL,
    CareEpisode: _PERIOD,
    CarePlacement: f"{_PUPIL}, ADD {_PERIOD}",
    StatutoryReview: f"{_PUPIL}, ADD {_PERIOD}",
    SdqScore: f"{_PUPIL}, ADD FOREIGN KEY (recorded_by_id) REFERENCES accounts_user",
    MissingEpisode: _PUPIL,
}

_POSTCODES = "REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"


def run() -> list[Ratio]:
    """Measure the first load and the same folder again."""
    CurrentDay.objects.update_or_create(id=1, defaults={"day": DAY})
    authority, _ = Authority.objects.get_or_create(code="301", defaults={"name": "Anywhere"})
    with tempfile.TemporaryDirectory() as large, tempfile.TemporaryDirectory() as small:
        rows = write_return(Path(large), CHILDREN)
        write_return(Path(small), FEW)
        clear()
        load(Path(small), authority)  # warm
        memory = peak_megabytes()
        clear()
        load(Path(large), authority)
        grown = peak_megabytes() - memory
        floor = min(
            sum(copy_of(model._meta.db_table, keys) for model, keys in KEPT.items())
            for _ in range(RUNS)
        )
        first, again = [], []
        for _ in range(RUNS):
            clear()
            first.append(timed(Path(large), authority, new=rows))
            again.append(timed(Path(large), authority, new=0))
    fastest, deadlines = min(first)
    return [
        Ratio(
            name="return, first load",
            value=fastest / floor,
            bound=4,
            note=f"{fastest:.2f} s for {rows:,} rows of {CHILDREN:,} children, "
            f"the deadlines {deadlines:.2f} s after; COPY {floor:.2f} s",
        ),
        Ratio(
            name="return, same again",
            value=min(again)[0] / floor,
            bound=4,
            note=f"{min(again)[0]:.2f} s; memory grew by {grown:.0f} MB",
            is_within=grown < MOST_MEGABYTES_MORE,
        ),
    ]


def write_return(folder: Path, children: int) -> int:
    """The files of one return; how many of their rows are kept."""
    files: dict[str, tuple[str, list[tuple[object, ...]]]] = {
        "header": ("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", []),
        "episodes": (f"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,{_POSTCODES}", []),
        "reviews": ("CHILD,DOB,REVIEW,REVIEW_CODE", []),
        "oc2": ("CHILD,DOB,SDQ_SCORE,SDQ_REASON", []),
        "uasc": ("CHILD,SEX,DOB,DUC", []),
        "missing": ("CHILD,DOB,MISSING,MIS_START,MIS_END", []),
        "previous_permanence": ("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", []),
    }
    for number in range(children):
        for name, row in rows_of(number):
            files[name][1].append(row)
    for name, (header, rows) in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header.split(","))
            writer.writerows(rows)
    return sum(len(rows) for name, (_, rows) in files.items() if name != "previous_permanence")


def rows_of(number: int) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What the files say of one child: in care since a day in 2023 to 2025, at home after home."""
    child = f"C{number:05}"
    born = date(2010, 1, 1) + timedelta(days=number % 3000)
    digits = f"301{4000 + number % 900}{10 + number % 10}{number // 10:03}"
    upn = upn_check_letter(f"A{digits}") + digits
    entered = date(2023, 4, 1) + timedelta(days=number % 700)
    yield "header", (child, "MF"[number % 2], _day(born), "WBRI", upn, "", "")
    yield "previous_permanence", (child, _day(born), "Z1", "", "")
    starts = [entered + timedelta(days=130 * step) for step in range(1 + number % 4)]
    for step, start in enumerate(starts):
        is_last = step == len(starts) - 1
        home = f"NS{1 + step} {number % 10}BB"
        ends = ("", "") if is_last else (_day(starts[step + 1]), "X1")
        reason = "P" if step else "S"
        codes = (reason, "C2", "N1", "U6", "PR1")
        yield "episodes", (child, _day(start), *codes, *ends, "", "NS1 1AA", home, "SC123456")
    review = entered + timedelta(days=26)
    while review < date(2026, 3, 31):
        yield "reviews", (child, _day(born), _day(review), "PN1")
        review += timedelta(days=170)
    yield "oc2", (child, _day(born), number % 40, "")
    if number % 12 == 0:
        yield (
            "uasc",
            (child, "MF"[number % 2], _day(born), _day(born.replace(year=born.year + 18, day=1))),
        )
    if number % 5 == 0:
        for step in range(3):
            away = date(2025, 4, 2) + timedelta(days=number % 50 + 90 * step)
            yield "missing", (child, _day(born), "M", _day(away), _day(away + timedelta(days=2)))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def clear() -> None:
    """No child, as before the first load, and no history of one."""
    events = ", ".join(model.pgh_event_model._meta.db_table for model in KEPT)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE pupils_pupil, {events} CASCADE")


def load(folder: Path, authority: Authority) -> Job:
    """As the command does."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as report:
        return carry_out(
            importer_of("ssda903"),
            [Source.at(path) for path in sorted(folder.glob("*.csv"))],
            authority=authority,
            actor=None,
            report=report,
            is_dry_run=False,
        )


def timed(folder: Path, authority: Authority, *, new: int) -> tuple[float, float]:
    """Seconds of one load, and those until the deadlines follow from it."""
    gc.collect()
    started = time.perf_counter()
    job = load(folder, authority)
    loaded = time.perf_counter()
    recalculate_owed()
    done = time.perf_counter()
    assert (job.counts["new"], job.counts["changed"], job.counts["refused"]) == (new, 0, 0), (
        job.counts
    )
    return loaded - started, done - loaded
