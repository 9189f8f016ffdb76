"""Deadlines that are owed: after a large file they are worked out once it is loaded, in batches.

That they are owed is written with the facts, in one transaction, so that a worker that dies
forgets none of them; whoever comes next works out what is left.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from ..copying import copy_in, new_row
from ..models import FailedRecalculation, OwedRecalculation
from .clock_states import BATCH, in_batches
from .deadlines import note_failure, recalculate_deadlines_for
from .sweeps import for_batches

LONG = timedelta(hours=24)

log = structlog.get_logger("deadlines")


def recalculate_now_or_soon(pupil_ids: Collection[int]) -> None:
    """After a load, in its transaction: the deadlines of few children at once, those of many once
    it is over, so that nobody waits for as long for so many records."""
    if len(pupil_ids) <= BATCH and _are_worked_out(pupil_ids):
        return
    copy_in(
        OwedRecalculation, [new_row(OwedRecalculation, pupil_id=pk) for pk in sorted(pupil_ids)]
    )
    transaction.on_commit(_wake_a_worker, robust=True)


def _are_worked_out(pupil_ids: Collection[int]) -> bool:
    """Whether those of all of them could be; the file of many is not refused for one whose facts
    are at fault."""
    try:
        recalculate_deadlines_for(pupil_ids)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("deadlines could not be worked out: they are owed", rows=len(pupil_ids))
        return False
    return True


def recalculate_owed() -> int:
    """Work out what is owed; how many children. A second run at the same time takes others."""
    waiting = OwedRecalculation.objects.order_by("pupil").values_list("pupil", flat=True)
    batches = in_batches(waiting.distinct())
    return for_batches(batches, _recalculate, sweep="owed deadlines", failed=note_failure)


def withheld(now: datetime) -> Q:
    """Deadlines of which nobody is reminded yet, since those of the child are owed or could not be
    worked out: an e-mail from the old ones could not be called back. Where they could not for a
    whole day, the last that could are better than silence."""
    failed = FailedRecalculation.objects.values("pupil")
    for_long = failed.filter(since__lte=now - LONG)
    is_old = Q(pupil__in=OwedRecalculation.objects.values("pupil")) | Q(pupil__in=failed)
    return is_old & ~Q(pupil__in=for_long)


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
