"""A sweep goes from child to child: one that is held, or that fails, keeps no other back."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import structlog
from django.db import InterfaceError, OperationalError
from django.db.models import Model
from psycopg.errors import DeadlockDetected, LockNotAvailable

T = TypeVar("T")

log = structlog.get_logger("sweeps")


def _nothing(row: object) -> None:
    """Nobody asks to be told of a row that failed."""


def for_each(
    rows: Iterable[T],
    act: Callable[[T], int],
    *,
    sweep: str,
    failed: Callable[[T], None] = _nothing,
) -> int:
    """The sum of `act` on each row, which opens a transaction of its own.

    What is held waits for the next run. What fails is logged with its fault each time, under the
    sweep's plain name and the row's own key, `failed` is told of it, and the next run tries it
    again. A database that is gone ends the sweep.
    """
    done = 0
    for row in rows:
        try:
            done += act(row)
        except OperationalError as error:
            if not is_held(error):
                raise
            log.warning(
                "a child's record is held: it waits for the next run", sweep=sweep, row=_key(row)
            )
        except InterfaceError:
            raise
        except Exception:
            log.exception("one row of a sweep failed: the others go on", sweep=sweep, row=_key(row))
            failed(row)
    return done


def for_batches(
    batches: Iterable[Sequence[T]],
    act: Callable[[Sequence[T]], int],
    *,
    sweep: str,
    failed: Callable[[T], None] = _nothing,
) -> int:
    """The same where `act` takes many rows in one transaction, each batch one after another: in a
    batch that fails each row is then taken by itself, so that the fault of one undoes that one."""

    def taken(batch: Sequence[T]) -> int:
        try:
            return act(batch)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("a batch of a sweep failed: row by row now", sweep=sweep, rows=len(batch))
            return for_each(batch, lambda row: act([row]), sweep=sweep, failed=failed)

    return for_each((tuple(batch) for batch in batches), taken, sweep=sweep)


def is_held(error: OperationalError) -> bool:
    """Whether somebody else had the row for longer than a lock waits."""
    return isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


def _key(row: object) -> str:
    """The key of a row, which names nobody: its own, or the first of several."""
    first = row[0] if isinstance(row, tuple) else row
    return str(first.pk if isinstance(first, Model) else first)
