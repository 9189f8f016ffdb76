"""Triggers in migrations cost nothing but their own SQL.

The library has Django render the model, and what hangs on it, anew for each trigger that comes or
goes. No other operation reads a model's triggers from what was rendered, and each trigger's SQL
stands in the migration; without that, migrating an empty database takes little more than half the
time.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger


def render_nothing_for_triggers() -> None:
    """Let both operations change the state of the migrations alone."""
    for operation in (AddTrigger, RemoveTrigger):
        operation.state_forwards = _without_rendering(operation.state_forwards)  # type: ignore[method-assign]


def _without_rendering(state_forwards: Callable[..., None]) -> Callable[..., None]:
    @wraps(state_forwards)
    def forwards(operation: Any, app_label: str, state: ProjectState) -> None:
        state.reload_model = lambda *_, **__: None  # type: ignore[method-assign]
        try:
            state_forwards(operation, app_label, state)
        finally:
            del state.reload_model

    return forwards
