"""What benchmarks share: a database kept between runs, percentiles, and a ratio to a floor."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One measurement as a ratio to its floor."""

    name: str
    value: float
    bound: float
    note: str = ""
    is_within: bool = True

    @property
    def holds(self) -> bool:
        """Whether ratio and the other bounds hold."""
        return self.value <= self.bound and self.is_within

    def __str__(self) -> str:
        mark = "ok  " if self.holds else "OVER"
        ratio = f"{self.value:5.2f} × floor (bound {self.bound:.1f})"
        return f"{mark} {self.name:28} {ratio}  {self.note}"


def percentile(values: list[float], share: int) -> float:
    """The value below which `share` percent of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(len(ordered) * share / 100))]


def open_bench_database(name: str) -> None:
    """Django on a migrated database of its own, which stays for the next run."""
    from vsh.embedded.paths import data_dir

    folder = Path(os.environ.get("VSH_BENCH_DIR", data_dir() / "bench" / name))
    os.environ["VSH_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "vsh.settings"
    import django
    from django.core.management import call_command

    django.setup()
    from vsh.celery import app

    app.conf.broker_url = "memory://"  # what a load has a worker do is measured apart, or not
    logging.disable(logging.INFO)  # a line for each request would hide the figures
    call_command("migrate", verbosity=0)
