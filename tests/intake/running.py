"""Runs an import as the command, the check and the load do, from files in memory."""

import io
import tempfile
from collections.abc import Callable, Mapping

from vsh.intake.engine import carry_out
from vsh.intake.registry import importer_of
from vsh.organisations.models import Authority
from vsh.tables.findings import Level
from vsh.tables.job import Job
from vsh.tables.reading import Source


def sources_of(files: Mapping[str, bytes | str]) -> list[Source]:
    """The files as sources."""
    contents = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in files.items()
    }
    return [Source(name, lambda c=content: io.BytesIO(c)) for name, content in contents.items()]


def load(
    kind: str,
    files: Mapping[str, bytes | str],
    *,
    authority: Authority | None = None,
    is_dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Job:
    """Load the files; the job says what became of them."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as report:
        return carry_out(
            importer_of(kind),
            sources_of(files),
            authority=authority,
            actor=None,
            report=report,
            is_dry_run=is_dry_run,
            progress=progress,
        )


def findings_of(job: Job, level: str = "error") -> list[tuple[str, int, str, str]]:
    """File, line, column and code of each finding of a level."""
    return [(f.file, f.line, f.column, f.code) for f in job.kept[Level(level)]]
