"""The history of changes: database triggers write each insert, update and delete beside the table.

Bulk SQL is captured as well. Rows are only ever added: a trigger refuses the rest, and the web
role has no right to it. Who did it stands in the row itself (`pgh_context`).
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.db.models import Model

from .migrating import render_nothing_for_triggers

M = TypeVar("M", bound=type[Model])

render_nothing_for_triggers()


def tracked(*, exclude: Sequence[str] = (), keeps_firsts: bool = True) -> Callable[[M], M]:
    """Keep the history of a model, without the fields in `exclude`.

    Where rows come by the million and seldom change, `keeps_firsts=False` leaves out that a row
    was added: the history then holds what stood there before each change and each deletion.
    """
    events = (
        (pghistory.InsertEvent(), pghistory.UpdateEvent())
        if keeps_firsts
        else (pghistory.UpdateEvent(row=pghistory.Old),)
    )
    decorate: Any = pghistory.track(*events, pghistory.DeleteEvent(), exclude=list(exclude))
    return decorate  # type: ignore[no-any-return]
