"""What became of an import, written on its run for the page and the report."""

from typing import Any, TextIO

from django.core.files import File

from vsh.tables.findings import Finding, Level
from vsh.tables.job import Job

from .models import ImportRun

NOTED = (
    "rows_new",
    "rows_changed",
    "rows_same",
    "rows_refused",
    "other_changes",
    "errors",
    "warnings",
    "notes",
    "findings",
    "report",
)


def note_outcome(run: ImportRun, job: Job, report: TextIO) -> None:
    """Put counts, findings and the report on the run, which is not saved yet."""
    counts = job.counts
    run.rows_new, run.rows_changed = counts["new"], counts["changed"]
    run.rows_same, run.rows_refused = counts["same"], counts["refused"]
    run.other_changes = job.other_changes
    run.errors = counts["level_error"]
    run.warnings = counts["level_warning"] - counts["warnings_of_refused"]
    run.notes = counts["level_info"]
    run.findings = {
        level.value: [_as_json(finding) for finding in _in_order(job.kept[level])]
        for level in Level
    }
    run.findings["of_refused"] = [_as_json(one) for one in _in_order(job.kept_of_refused)]
    run.findings["schools"] = {file: sorted(urns) for file, urns in job.schools.items()}
    report.flush()
    report.seek(0)
    binary = report.buffer
    if run.report:
        run.report.delete(save=False)
    run.report.save(f"imports/{run.ref}/report.csv", File(binary), save=False)


def _in_order(findings: list[Finding]) -> list[Finding]:
    """As they stand in the files; what is wrong with a row is found in more than one pass."""
    return sorted(findings, key=lambda finding: (finding.file, finding.line))


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "message": finding.words,
        "rows": finding.rows,
        "subject": finding.subject,
        "is_refused": finding.is_refused,
    }
