"""A query that is composed once and asked anew with other values each time (ADR 12).

What is kept is text and parameters, never a row.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)

MOST_KEPT = 1000  # compiled reads of one kind in each process
_FIRST_NUMBER = -(2**62)  # no row has a number near it
_PLACES: dict[type, Callable[[int], Any]] = {
    int: lambda place: _FIRST_NUMBER + place,
    str: lambda place: f"\x00{place}",  # no text on record holds a null character
    date: lambda place: date.min + timedelta(days=place),
}


def place_for(value: Any, place: int) -> Any:
    """What stands in the query where `value` will: of its type, and on no record."""
    return _PLACES[type(value)](place)


class Compiled(Generic[M]):
    """A query set's text and parameters, with what turns its columns into rows."""

    def __init__(self, composed: "models.QuerySet[M, M]") -> None:
        self.using = composed.db or DEFAULT_DB_ALIAS
        self._compiler = composed.query.get_compiler(using=self.using)
        self._sql = ""
        self._parameters: tuple[Any, ...] = ()
        with suppress(EmptyResultSet):  # it can find nothing, whatever the values
            self._sql, self._parameters = self._compiler.as_sql()

    def rows(self, values: Mapping[Any, Any]) -> Iterator[M]:
        """The rows for these values, each by what stands in its place in the query."""
        if not self._sql:
            return iter(())
        parameters = tuple(_valued(parameter, values) for parameter in self._parameters)
        return iter(ModelIterable(_AsQuerySet(self._asking(parameters), self.using)))  # type: ignore[arg-type]

    def _asking(self, parameters: tuple[Any, ...]) -> SQLCompiler:
        compiler = copy(self._compiler)
        compiler.connection = connections[self.using]
        compiler.as_sql = lambda *_, **__: (self._sql, parameters)  # type: ignore[method-assign]
        return compiler


def _valued(parameter: Any, values: Mapping[Any, Any]) -> Any:
    return values.get(parameter, parameter) if type(parameter) in _PLACES else parameter


class _AsQuerySet:
    """As much of a query set as `ModelIterable` asks of one."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiler: SQLCompiler, using: str) -> None:
        self.query = self
        self.db = using
        self._compiler = compiler

    def get_compiler(self, using: str) -> SQLCompiler:
        """The one compiler that there is."""
        return self._compiler


class PreparedRows(Generic[M]):
    """`compose(*shape, *values)` as rows; the shape decides the text, the values do not.

    Values are whole numbers, texts and days. `compose` may compare with them and no more: a
    place-holder stands for each. A day with which it reckons belongs to the shape.
    """

    def __init__(self, compose: "Callable[..., models.QuerySet[M, M]]") -> None:
        self._compose = compose
        self._kept: dict[Hashable, Compiled[M]] = {}

    def read(self, *values: Any, shape: tuple[Hashable, ...] = ()) -> list[M]:
        """The rows as they are now."""
        places = [place_for(value, number) for number, value in enumerate(values)]
        if shape not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[shape] = Compiled(self._compose(*shape, *places))
        return list(self._kept[shape].rows(dict(zip(places, values, strict=True))))
