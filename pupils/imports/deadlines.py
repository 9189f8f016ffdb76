"""After a load: the deadlines of the children whose facts changed, recalculated."""

from collections.abc import Collection
from typing import Any

from ..models import Pupil


def recalculate_children(authority: Any, child_ids: Collection[str]) -> None:
    """Recalculate, in the transaction of the load, from the facts that it has written."""
    from ..services.deadlines import recalculate_deadlines_for

    if child_ids:
        pupils = Pupil.objects.filter(authority=authority, child_id__in=child_ids)
        recalculate_deadlines_for(list(pupils.values_list("pk", flat=True)))
