"""How many questions a page asks of the database: reads, and the line of the log of reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# What opens and closes a request, and says to the database who asks, is not counted.
AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "SET ", "RESET ", "SELECT SET_CONFIG")


@contextmanager
def questions() -> Iterator[list[str]]:
    """The questions asked inside, in order."""
    asked: list[str] = []

    def ask(execute: Any, sql: str, *rest: Any) -> Any:
        if not str(sql).lstrip().upper().startswith(AROUND):
            asked.append(str(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(ask):
        yield asked
