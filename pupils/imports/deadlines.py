"""After a load: the deadlines of the children whose facts changed, recalculated."""

from collections.abc import Collection, Iterable
from typing import Any

from ..models import Pupil


def recalculate_children(authority: Any, child_ids: Collection[str]) -> None:
    """Recalculate, in the transaction of the load, from the facts that it has written."""
    if child_ids:
        pupils = Pupil.objects.filter(authority=authority, child_id__in=child_ids)
        recalculate_pupils(pupils.values_list("pk", flat=True))


def recalculate_pupils(pupil_ids: Iterable[int]) -> None:
    """The same for children told by their ids here."""
    from ..services.deadlines import recalculate_deadlines_for

    recalculate_deadlines_for(pupil_ids)
