"""The version of a row that has no counter of its own: the number of its latest line of history.

Whoever changes the row, a person, a file or a merge, writes such a line (`vsh.history`).
"""

from typing import Any

from django.db.models import Max


def version_of(row: Any) -> int:
    """What a form carries, and a service compares under the lock."""
    events = type(row).pgh_event_model.objects.filter(pgh_obj=row.pk)
    latest: int | None = events.aggregate(latest=Max("pgh_id"))["latest"]
    return latest or 0
