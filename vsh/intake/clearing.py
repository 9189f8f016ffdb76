"""What is no longer needed goes: files and reports, which say things about children.

Source: UK GDPR article 5(1)(e), storage limitation.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from .models import ImportFile, ImportRun, private_storage
from .querysets import ImportRunQuerySet

FOLDER = "imports"
CONFIRMED_WITHIN = timedelta(days=7)
REPORT_KEPT_FOR = timedelta(days=90)
# A file that no row names may be one that is just being received or made.
ORPHANED_AFTER = timedelta(days=1)
State = ImportRun.State


def delete_contents(run_ids: Collection[int]) -> int:
    """Delete the uploaded files of these imports; what was found in them stays on record."""
    files = ImportFile.objects.filter(run__in=run_ids).exclude(content="")
    for file in files:
        file.content.delete(save=False)
        ImportFile.objects.filter(pk=file.pk).update(content="")
    return len(files)


def clear_imports(now: datetime | None = None) -> int:
    """Give up imports that nobody confirmed, delete what is no longer needed; how many files."""
    now = now or timezone.now()
    unconfirmed = ImportRun.objects.filter(
        state=State.READY, uploaded_at__lt=now - CONFIRMED_WITHIN
    )
    unconfirmed.update(
        state=State.CANCELLED,
        finished_at=now,
        failure=f"Not confirmed within {CONFIRMED_WITHIN.days} days. Nothing was loaded.",
    )
    over = ImportRun.objects.filter(state__in=ImportRun.OVER)
    deleted = delete_contents(list(over.values_list("pk", flat=True)))
    deleted += _delete_reports(over, before=now - REPORT_KEPT_FOR)
    named = {
        *ImportFile.objects.exclude(content="").values_list("content", flat=True),
        *ImportRun.objects.exclude(report="").values_list("report", flat=True),
    }
    return deleted + delete_orphans(FOLDER, named, now=now)


def _delete_reports(over: ImportRunQuerySet, *, before: datetime) -> int:
    """Delete what was found by imports that ended before then; the counts stay."""
    runs = over.filter(finished_at__lt=before).exclude(report="", findings={})
    for run in runs:
        if run.report:
            run.report.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(report="", findings={})
    return len(runs)


def delete_orphans(folder: str, named: Collection[str], *, now: datetime) -> int:
    """Delete files of a folder of the private store that no row names any more: their transaction
    was taken back or cut off; how many."""
    storage = private_storage()
    orphans = [
        name
        for name in _names_under(storage, folder)
        if name not in named and storage.get_modified_time(name) < now - ORPHANED_AFTER
    ]
    for name in orphans:
        storage.delete(name)
    return len(orphans)


def _names_under(storage: Storage, folder: str) -> Iterator[str]:
    if storage.exists(folder):
        folders, files = storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for inner in folders:
            yield from _names_under(storage, f"{folder}/{inner}")
