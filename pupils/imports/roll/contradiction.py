"""What refuses a row, or a part of it: it contradicts what is on record."""

from vsh.tables.findings import Problem


class ContradictionError(Exception):
    """The row contradicts what is on record; it is refused."""

    def __init__(self, column: str, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(column=column, code=code, message=message)


class CareContradictionError(ContradictionError):
    """The care part of the row is refused; the child's other facts are loaded."""
