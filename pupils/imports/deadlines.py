"""After a load: the deadlines of the children whose facts changed, recalculated."""

from collections.abc import Collection
from typing import Any

from ..models import Pupil


def recalculate_children(authority: Any, child_ids: Collection[str]) -> None:
    """Recalculate from the facts that the load has written."""
    if child_ids:
        pupils = Pupil.objects.filter(authority=authority, child_id__in=child_ids)
        recalculate_pupils(set(pupils.values_list("pk", flat=True)))


def recalculate_pupils(pupil_ids: Collection[int]) -> None:
    """The same for children told by their ids here."""
    from ..services.owed_deadlines import recalculate_now_or_soon

    recalculate_now_or_soon(pupil_ids)


def deadlines_left(authority_id: int | None) -> str:
    """What still follows from loaded files: nothing, or so many children's deadlines."""
    from ..services.owed_deadlines import number_owed

    number = number_owed(authority_id)
    if not number:
        return ""
    whose = "one child" if number == 1 else f"{number:,} children"
    return f"The deadlines of {whose} are still being worked out."
