"""The history of changes: database triggers write each insert, update and delete beside the table.

Bulk SQL is captured as well. Rows are only ever added: a trigger refuses the rest, and the web
role has no right to it. Who did it stands in the row itself (`pgh_context`).
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Keep the history of a model, without the fields in `exclude`."""
    decorate: Any = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
    )
    return decorate  # type: ignore[no-any-return]
