"""A move that was recorded for a day on which the child is no longer in care is withdrawn."""

from collections.abc import Collection
from typing import Any

from placements.models import CareMove
from pupils.models import CarePeriod
from vsh.history.context import noted

from .move_news import tell_of_withdrawal


def withdraw_moves_after_care(*, pupil_ids: Collection[int], **_: Any) -> None:
    """Take moves off the record whose home went with the end of care, before their day; the rows
    of these children are held by the caller."""
    homeless = CareMove.objects.filter(
        pupil__in=pupil_ids, state=CareMove.State.RECORDED, placement=None
    )
    for move in homeless.select_related("pupil__authority"):
        assert move.from_on is not None
        if CarePeriod.objects.filter(pupil=move.pupil_id).current_on(move.from_on).exists():
            continue
        tell_of_withdrawal(move)
        with noted(by_person=False, reason="Care ended before the move"):
            move.delete()
