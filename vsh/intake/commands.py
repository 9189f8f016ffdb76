"""What the import commands have in common: arguments, summary, report, exit codes."""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfileobj
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from vsh.organisations.models import Authority
from vsh.tables.findings import Finding, Level
from vsh.tables.job import Job
from vsh.tables.reading import Source

from .engine import ImportBusyError, carry_out
from .registry import Importer, importer_of
from .services import keep_command_run

ALL_LOADED, SOME_REFUSED, NOTHING_LOADED = 0, 1, 2
ATTEMPTS = 3  # each waits for the lock as long as the database allows
_SHOWN = 20


class ImportCommand(BaseCommand):
    """Loads files of one kind: exit 0 all loaded, 1 some rows refused, 2 nothing loaded."""

    kind: str

    @property
    def importer(self) -> Importer:
        """The importer of this command's kind."""
        return importer_of(self.kind)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Name the file or folder, the authority, the report."""
        name = "FOLDER" if self.importer.takes_folder else "FILE"
        parser.add_argument("path", metavar=name, type=Path)
        if self.importer.needs_authority:
            parser.add_argument("--authority", metavar="CODE", required=True)
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be loaded and load nothing."
        )
        parser.add_argument(
            "--report", metavar="FILE.csv", type=Path, help="Write the outcome of every row here."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, write the report, print the summary, leave with the exit code."""
        authority = self._authority(options.get("authority"))
        sources = [Source.at(path) for path in self._paths(options["path"])]
        is_dry_run = options["dry_run"]
        with ExitStack() as stack:
            report = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline=""))
            kept_report = self._open_report(options["report"], stack)
            job = self._load(sources, authority, report, is_dry_run=is_dry_run)
            if kept_report is not None:
                report.flush()
                report.seek(0)
                copyfileobj(report, kept_report)
        self._summarise(job, is_dry_run=is_dry_run)
        if code := exit_code(job):
            sys.exit(code)

    def _load(
        self,
        sources: list[Source],
        authority: Authority | None,
        report: TextIO,
        *,
        is_dry_run: bool,
    ) -> Job:
        for attempt in range(1, ATTEMPTS + 1):
            report.seek(0)
            report.truncate()
            try:
                return carry_out(
                    self.importer,
                    sources,
                    authority=authority,
                    actor=None,
                    report=report,
                    is_dry_run=is_dry_run,
                    progress=self._show_progress,
                    keep=lambda job: keep_command_run(
                        kind=self.kind,
                        authority=authority,
                        job=job,
                        names=[source.name for source in sources],
                        report=report,
                    ),
                )
            except ImportBusyError:
                self.stderr.write(f"The records are in use (attempt {attempt} of {ATTEMPTS}).")
        raise CommandError(
            "Another import of this authority, or somebody's work, is in the way. "
            "Nothing was loaded; try again.",
            returncode=NOTHING_LOADED,
        )

    def _authority(self, code: str | None) -> Authority | None:
        if code is None:
            return None
        try:
            return Authority.objects.get(code=code)
        except Authority.DoesNotExist:
            raise CommandError(
                f"There is no authority {code} here. Make it with "
                f"`manage.py create_authority {code} NAME`.",
                returncode=NOTHING_LOADED,
            ) from None

    def _paths(self, path: Path) -> list[Path]:
        if self.importer.takes_folder and path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix.lower() == ".csv")
            if not found:
                raise CommandError(f"{path} holds no CSV file.", returncode=NOTHING_LOADED)
            return found
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=NOTHING_LOADED)
        return [path]

    def _open_report(self, path: Path | None, stack: ExitStack) -> Any:
        """Open the report before anything is loaded, so that a bad path costs nothing."""
        if path is None:
            return None
        try:
            return stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        except OSError as error:
            raise CommandError(
                f"The report cannot be written: {error}", returncode=NOTHING_LOADED
            ) from None

    def _show_progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {total:,} lines", ending="")
            if done >= total:
                self.stderr.write("")

    def _summarise(self, job: Job, *, is_dry_run: bool) -> None:
        for level in (Level.ERROR, Level.WARNING, Level.INFO):
            apart = job.kept_of_refused if level is Level.WARNING else []
            shown = [*apart, *job.kept[level]][:_SHOWN]
            for finding in shown:
                self.stdout.write(_line(finding))
            more = job.counts[f"level_{level}"] - sum(finding.rows for finding in shown)
            if more > 0:
                self.stdout.write(f"… and {more:,} more of level {level} (see --report).")
        counts = job.counts
        other = f", {_counted(job.other_changes, 'other change')}" if job.other_changes else ""
        would = "Dry run, nothing was changed: " if is_dry_run else ""
        self.stdout.write(
            f"{would}{counts['new']:,} new, {counts['changed']:,} changed, "
            f"{counts['same']:,} already on record, {counts['refused']:,} refused{other}; "
            f"{_counted(counts['level_error'], 'error')}, "
            f"{_counted(counts['level_warning'], 'warning')}."
        )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def exit_code(job: Job) -> int:
    """0 all loaded, 1 some rows (or cells) refused, 2 nothing loaded."""
    if not job.loaded and not job.other_changes:
        return NOTHING_LOADED
    return SOME_REFUSED if job.counts["level_error"] else ALL_LOADED


def _line(finding: Finding) -> str:
    place = ":".join(
        part for part in (finding.file, str(finding.line or ""), finding.column) if part
    )
    return f"{place} {finding.level} {finding.code}: {finding.words}"
