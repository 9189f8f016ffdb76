"""What refuses a row, or a part of it: it contradicts what is on record."""

from collections.abc import Iterator
from contextlib import contextmanager

from vsh.tables.findings import Problem


class ContradictionError(Exception):
    """The row contradicts what is on record; it is refused."""

    def __init__(self, column: str, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(column=column, code=code, message=message)


class CareContradictionError(ContradictionError):
    """The care part of the row is refused; the child's other facts are loaded."""


class Contradictions:
    """All of one row: what one part of it contradicts hides nothing that another does."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @contextmanager
    def collected(self) -> Iterator[None]:
        """Whatever is planned within: its contradiction is kept, and the next part is looked at."""
        try:
            yield
        except ContradictionError as error:
            if error.problem not in self.problems:
                self.problems.append(error.problem)
