"""What stands in the history beside a change: who made it, and what else is worth keeping."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_READ = "SELECT current_setting('pghistory.context_metadata', true)"
_WRITE = "SELECT set_config('pghistory.context_metadata', %s, true)"


def note(**facts: Any) -> None:
    """Keep these facts beside every row of history that this transaction writes from now on."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        told = json.loads(cursor.fetchone()[0] or "{}")
        cursor.execute(_WRITE, [json.dumps(told | facts)])


@contextmanager
def noted(**facts: Any) -> Iterator[None]:
    """Keep these facts beside what is written inside, and beside nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        former = cursor.fetchone()[0] or ""
    note(**facts)
    yield
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [former])
