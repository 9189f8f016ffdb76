"""A read whose shape depends on who asks: composed and compiled once for a person and a day.

Most of the time of a child's page went into composing the same scoped query anew (ADR 12). What is
kept is text and parameters, never a row: each call asks the database, so that an allocation ended
or a record restricted a second ago counts. Another role, or another day, is another key.
"""

from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from vsh.calendars import today

from .models import User

M = TypeVar("M", bound=models.Model)

MOST_KEPT = 1000  # compiled reads in each process
PLACE = "\x00the ref that is asked for"  # no text on record holds a null character


class Compiled(NamedTuple):
    """A query as text, with its parameters and what turns its columns into a row."""

    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]


class Prepared(Generic[M]):
    """`compose(user, day)` as a query that finds one row by its `ref`."""

    def __init__(self, compose: Callable[[User, date], "models.QuerySet[M, M]"]) -> None:
        self._compose = compose
        self._kept: dict[object, Compiled | None] = {}

    def find(self, user: User, ref: str) -> M | None:
        """The row, or nothing where there is none or `user` may not see it."""
        compiled = self._compiled_for(user, today())
        if compiled is None:
            return None
        return next(iter(ModelIterable(_AsQuerySet(compiled, ref))), None)  # type: ignore[arg-type]

    def _compiled_for(self, user: User, day: date) -> Compiled | None:
        held = tuple((m.role, m.authority_id, m.setting_id) for m in user.memberships_today)
        key = (user.pk, user.is_active, held, day)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._compile(user, day)
        return self._kept[key]

    def _compile(self, user: User, day: date) -> Compiled | None:
        """Nothing for somebody whose roles reach nobody."""
        found = self._compose(user, day).filter(ref=PLACE).order_by()[:1]
        compiler = found.query.get_compiler(using=found.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        assert PLACE in parameters, "the query asks for the ref"
        return Compiled(compiler, sql, tuple(parameters))


class _AsQuerySet:
    """As much of a query set as `ModelIterable` asks of one: the compiled read of this `ref`."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiled: Compiled, ref: str) -> None:
        self.query = self
        self.db = compiled.compiler.using or DEFAULT_DB_ALIAS
        self._compiler = copy(compiled.compiler)
        self._compiler.connection = connections[self.db]
        values = tuple(ref if value == PLACE else value for value in compiled.parameters)
        self._compiler.as_sql = lambda *_, **__: (compiled.sql, values)  # type: ignore[method-assign]

    def get_compiler(self, using: str) -> SQLCompiler:
        """The one compiler that there is."""
        return self._compiler
