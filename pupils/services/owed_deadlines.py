"""Deadlines that are owed: after a large file they are worked out once it is loaded, in batches.

That they are owed is written with the facts, in one transaction, so that a worker that dies
forgets none of them; whoever comes next works out what is left.
"""

from collections.abc import Collection, Sequence

from django.db import transaction

from ..copying import copy_in
from ..models import OwedRecalculation
from .clock_states import BATCH, in_batches
from .deadlines import recalculate_deadlines_for
from .sweeps import for_batches


def recalculate_now_or_soon(pupil_ids: Collection[int]) -> None:
    """After a load, in its transaction: the deadlines of few children at once, those of many once
    it is over, so that nobody waits for as long for so many records."""
    if len(pupil_ids) <= BATCH:
        recalculate_deadlines_for(pupil_ids)
        return
    copy_in(OwedRecalculation, [OwedRecalculation(pupil_id=pk) for pk in sorted(pupil_ids)])
    transaction.on_commit(_wake_a_worker, robust=True)


def recalculate_owed() -> int:
    """Work out what is owed; how many children. A second run at the same time takes others."""
    waiting = OwedRecalculation.objects.order_by("pupil").values_list("pupil", flat=True)
    return for_batches(in_batches(waiting.distinct()), _recalculate, sweep="owed deadlines")


def number_owed(authority_id: int | None) -> int:
    """Of how many children of an authority the deadlines are still to be worked out."""
    owed = OwedRecalculation.objects.filter(pupil__authority=authority_id)
    return owed.values("pupil").distinct().count()


@transaction.atomic
def _recalculate(pupil_ids: Sequence[int]) -> int:
    """What is written down as owed before the facts are read is done with when they have been."""
    owed = OwedRecalculation.objects.select_for_update(skip_locked=True).order_by("pk")
    taken = dict(owed.filter(pupil__in=pupil_ids).values_list("pk", "pupil"))
    children = recalculate_deadlines_for(taken.values()).children
    OwedRecalculation.objects.filter(pk__in=taken).delete()
    return children


def _wake_a_worker() -> None:
    """Where no message can be sent, beat comes round."""
    from ..tasks import recalculate_owed_deadlines

    recalculate_owed_deadlines.delay()
