"""A sweep goes from child to child: one that is held, or that fails, keeps no other back."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

T = TypeVar("T")

log = structlog.get_logger("sweeps")


def for_each(rows: Iterable[T], act: Callable[[T], int]) -> int:
    """The sum of `act` on each row, which opens a transaction of its own.

    What is held waits for the next run. What fails is logged with its fault each time, and the
    next run tries it again. A database that is gone ends the sweep.
    """
    done = 0
    for row in rows:
        try:
            done += act(row)
        except OperationalError as error:
            if not is_held(error):
                raise
            log.warning("a child's record is held: it waits for the next run", sweep=_name(act))
        except Exception:
            log.exception("one row of a sweep failed: the others go on", sweep=_name(act))
    return done


def is_held(error: OperationalError) -> bool:
    """Whether somebody else had the row for longer than a lock waits."""
    return isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


def _name(act: Callable[..., int]) -> str:
    return getattr(act, "__name__", "")
