"""A read whose shape depends on who asks: composed and compiled once for a person and a day.

Most of the time of a child's page went into composing the same scoped query anew (ADR 12). What is
kept is text and parameters, never a row: each call asks the database, so that an allocation ended
or a record restricted a second ago counts. Another role, or another day, is another key.
"""

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from django.db import models

from vsh.calendars import today
from vsh.compiled import MOST_KEPT, Compiled, place_for

from .models import User

M = TypeVar("M", bound=models.Model)

PLACE = place_for("", 0)  # of the ref that is asked for


class Prepared(Generic[M]):
    """`compose(user, day)` as a query that finds one row by its `ref`."""

    def __init__(self, compose: Callable[[User, date], "models.QuerySet[M, M]"]) -> None:
        self._compose = compose
        self._kept: dict[object, Compiled[M]] = {}

    def find(self, user: User, ref: str) -> M | None:
        """The row, or nothing where there is none or `user` may not see it."""
        return next(self._compiled_for(user, today()).rows({PLACE: ref}), None)

    def _compiled_for(self, user: User, day: date) -> Compiled[M]:
        held = tuple((m.role, m.authority_id, m.setting_id) for m in user.memberships_today)
        key = (user.pk, user.is_active, held, day)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = Compiled(self._compose(user, day).filter(ref=PLACE).order_by()[:1])
        return self._kept[key]
