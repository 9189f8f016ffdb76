"""Finds the facts of every child afresh, and writes down who looked and what was done."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from pupils.child_permissions import require_for
from pupils.models import Pupil
from pupils.services.clock_states import in_batches
from pupils.services.locking import lock_visible_pupil
from pupils.services.sweeps import for_batches
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .gathering import records_of
from .models import EarlyWarningFact, EarlyWarningLook
from .rules import Fact, facts


def find_all(*, on: date | None = None) -> int:
    """Find the facts of everybody looked after, a batch in a transaction; how many there are.

    Idempotent: a second run writes the same rows. One child that is held or fails keeps no other
    back.
    """
    day = on or today()
    in_care = Pupil.objects.looked_after_on(day).order_by("pk").values_list("pk", flat=True)
    batches = in_batches(list(in_care))
    found = for_batches(batches, lambda ids: find(ids, on=day), sweep="early warning")
    EarlyWarningFact.objects.exclude(pupil__in=in_care.order_by()).delete()
    return found


@transaction.atomic
def find(pupil_ids: Collection[int], *, on: date) -> int:
    """Replace the facts of these children by those of the day; how many there are.

    The children are locked in the order of their ids, as whoever writes about one locks them.
    """
    rows = Pupil.objects.select_for_update(of=("self",)).filter(pk__in=pupil_ids)
    children = list(rows.order_by("pk"))
    told = [
        EarlyWarningFact(pupil_id=pk, kind=fact.kind, words=fact.words, found_on=on)
        for pk, record in records_of(children, on=on).items()
        for fact in facts(record, on=on)
    ]
    EarlyWarningFact.objects.filter(pupil__in=pupil_ids).delete()
    EarlyWarningFact.objects.bulk_create(told, batch_size=1000)
    return len(told)


def find_again(pupil_ids: Collection[int]) -> int:
    """Find the facts of these children once more on the day itself; how many there are. Of who is
    no longer looked after none stays."""
    day = today()
    stays = Pupil.objects.looked_after_on(day).filter(pk__in=pupil_ids).order_by()
    in_care = list(stays.values_list("pk", flat=True))
    gone = EarlyWarningFact.objects.filter(pupil__in=pupil_ids).exclude(pupil__in=in_care)
    gone.delete()
    return find(in_care, on=day)


def find_for_merged(instead: Mapping[int, int]) -> None:
    """The facts of a child whose two records became one, on the day itself."""
    find_again(list(instead.values()))


def find_once_changed(*, pupil_ids: Collection[int], **_: object) -> None:
    """After what a child's deadlines come from has changed: once it is on record, a worker finds
    the facts again. Where no message can be sent, the next morning does."""
    from .tasks import find_early_warning_facts_of

    ids = list(pupil_ids)
    transaction.on_commit(lambda: find_early_warning_facts_of.delay(ids), robust=True)


def facts_of(pupil: Pupil, *, on: date) -> list[Fact]:
    """One child's facts as they are on record now."""
    return facts(records_of([pupil], on=on)[pupil.pk], on=on)


@transaction.atomic
def record_look(
    *, actor: User, pupil: Pupil, done: str, look_again_on: date | None = None
) -> EarlyWarningLook:
    """Write down the facts as they are, and what was done; the same words again on one day are
    the same look."""
    child = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.RECORD_EARLY_WARNING_LOOK, child)
    day = today()
    now = facts_of(child, on=day)
    look = EarlyWarningLook(
        pupil=child,
        looked_by=actor,
        looked_on=day,
        kinds=[fact.kind.value for fact in now],
        facts=[fact.words for fact in now],
        done=done.strip(),
        look_again_on=look_again_on,
    )
    again = EarlyWarningLook.objects.filter(
        pupil=child,
        looked_by=actor,
        looked_on=day,
        done=look.done,
        look_again_on=look_again_on,
    ).first()
    if again is not None:
        return again
    look.full_clean()
    look.save()
    find([child.pk], on=day)
    return look
