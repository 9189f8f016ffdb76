"""The engine of deadlines: the table follows from the facts, however often it is recalculated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from vsh.calendars import today
from vsh.calendars.services import load_working_days

from ..clocks import clock_of
from ..copying import copy_in
from ..models import Deadline, FailedRecalculation, Pupil, Recalculation
from ..rules import status
from ..rules.clock import ClockState
from ..signals import deadlines_recalculated
from .clock_facts import Limits
from .clock_states import clock_states, in_batches
from .explanations import explain, explain_all
from .sweeps import is_held

log = structlog.get_logger("deadlines")

MANY = 1_000
_COMPARED = (
    "owner_role",
    "owner_id",
    "started_on",
    "due_on",
    "met_on",
    "closed_on",
    "not_required_reason",
    "missing",
    "is_current",
    "rule_version",
    "settings_version",
)


@dataclass(frozen=True)
class Recalculated:
    """How many deadlines came, changed and went."""

    children: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: "Recalculated") -> "Recalculated":
        return Recalculated(
            self.children + other.children,
            self.new + other.new,
            self.changed + other.changed,
            self.removed + other.removed,
        )


def due_soon_until(day: date) -> date:
    """The last due day that counts as soon on `day`."""
    return status.due_soon_until(on=day, working_days=load_working_days())


def recalculate(pupils: "QuerySet[Pupil]", *, on: date | None = None) -> Recalculated:
    """Recalculate the deadlines of these children, each batch in a transaction of its own.

    A batch of which somebody holds a child for longer than the lock waits, or that an import
    (it locks in the order of its file) would wait for crosswise, is tried again last. Of a batch
    that fails each child is taken by itself: one whose facts are at fault keeps no other back, and
    that it failed is written down.
    """
    day = on or today()
    total, held = Recalculated(), []
    for batch in in_batches(pupils.order_by("pk").values_list("pk", flat=True)):
        try:
            total += _recalculate_sound(batch, day)
        except OperationalError as error:
            if not is_held(error):
                raise
            held.append(batch)
    for batch in held:
        total += _recalculate_sound(batch, day)
    return total


def _recalculate_sound(pupil_ids: list[int], day: date) -> Recalculated:
    try:
        return _recalculate_batch(pupil_ids, day)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(pupil_ids) > 1:
            each = (_recalculate_sound([pk], day) for pk in pupil_ids)
            return sum(each, start=Recalculated())
        (pupil_id,) = pupil_ids
        log.exception("a child's deadlines could not be worked out", row=pupil_id)
        note_failure(pupil_id)
        return Recalculated()


def note_failure(pupil_id: int) -> None:
    """Write down that a child's deadlines could not be worked out; the first time counts until
    they could again. People read of it in data quality, and reminders go by it."""
    FailedRecalculation.objects.bulk_create(
        [FailedRecalculation(pupil_id=pupil_id)], ignore_conflicts=True
    )


def recalculate_everyone(*, on: date | None = None) -> Recalculated:
    """Recalculate every child's deadlines, and write down that they tell of the day."""
    day = on or today()
    total = recalculate(Pupil.objects.all(), on=day)
    Recalculation.objects.create(day=day)
    return total


def is_recalculated(day: date) -> bool:
    """Whether the last recalculation of every child was that of `day`."""
    return Recalculation.objects.order_by("-id").values_list("day", flat=True).first() == day


def recalculate_deadlines_for(pupil_ids: Iterable[int], *, on: date | None = None) -> Recalculated:
    """Recalculate from the facts; services call this in the transaction that changed them."""
    day = on or today()
    total = Recalculated()
    for batch in in_batches(sorted(set(pupil_ids))):
        total += _recalculate_batch(batch, day)
    return total


@transaction.atomic
def _recalculate_batch(pupil_ids: list[int], on: date) -> Recalculated:
    """Lock the children in the order of their ids, so that runs queue and never deadlock.

    1. Lock, then read the facts: whoever waits sees what the one before has written.
    2. Derive the rows and compare them with those on record.
    3. Write what differs in one upsert; remove what is no longer derived.
    4. Tell the floors above.
    """
    failed = FailedRecalculation.objects.filter(pupil=OuterRef("pk"))
    has_failed = dict(
        Pupil.objects.select_for_update(of=("self",))
        .filter(pk__in=pupil_ids)
        .order_by("pk")
        .values_list("pk", Exists(failed))
    )
    ids = list(has_failed)
    rows = cast("Iterable[Deadline]", Deadline.objects.filter(pupil__in=ids).order_by())
    on_record = {(row.pupil_id, row.kind, row.trigger_key): row for row in rows}
    clocks = clock_states(ids, on=on)
    wanted = {
        (pk, state.kind, state.trigger_key): _row(pk, state, clocks[pk].known.limits)
        for pk in ids
        for state in clocks[pk].states
    }
    new = [row for key, row in wanted.items() if key not in on_record]
    changed = [
        row for key, row in wanted.items() if key in on_record and _differ(row, on_record[key])
    ]
    _write(new, changed)
    gone = [row.pk for key, row in on_record.items() if key not in wanted]
    if gone:
        Deadline.objects.filter(pk__in=gone).delete()
    if any(has_failed.values()):
        FailedRecalculation.objects.filter(pupil__in=ids).delete()
    deadlines_recalculated.send(Deadline, pupil_ids=ids, on=on)
    return Recalculated(len(ids), len(new), len(changed), len(gone))


def _row(pupil_id: int, state: ClockState, limits: Limits) -> Deadline:
    clock = clock_of(state.kind)
    limit = limits.get(state.kind)
    return Deadline(
        pupil_id=pupil_id,
        kind=state.kind,
        trigger_key=state.trigger_key,
        owner_role=state.owner_role,
        owner_id=state.owner_id,
        started_on=state.started_on,
        due_on=state.due_on,
        met_on=state.met_on,
        closed_on=state.closed_on,
        not_required_reason=state.not_required_reason,
        missing=list(state.due.missing),
        is_current=state.is_current,
        rule_version=clock.version if clock else "",
        settings_version=limit.version if limit else 0,
    )


def _differ(row: Deadline, other: Deadline) -> bool:
    return any(getattr(row, name) != getattr(other, name) for name in _COMPARED)


def _write(new: Sequence[Deadline], changed: Sequence[Deadline]) -> None:
    """Few rows in one upsert; many new ones, as of a file's children, are copied."""
    if len(new) >= MANY:
        copy_in(Deadline, new)
        new = []
    if rows := [*new, *changed]:
        Deadline.objects.bulk_create(
            rows,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["pupil", "kind", "trigger_key"],
            update_fields=["owner" if name == "owner_id" else name for name in _COMPARED],
        )


__all__ = [
    "Recalculated",
    "due_soon_until",
    "explain",
    "explain_all",
    "is_recalculated",
    "note_failure",
    "recalculate",
    "recalculate_deadlines_for",
    "recalculate_everyone",
]
