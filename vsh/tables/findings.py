"""What was found in a file that came in, and the report of it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TextIO

REPORT_COLUMNS = ("file", "line", "column", "code", "message", "level")
_NUMBER = 10**18  # a line that no file has
# A spreadsheet runs a cell that starts so as a formula.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Level(StrEnum):
    """How grave a finding is: an error refuses the row, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding about one cell, before it is known where the row stands."""

    column: str
    code: str
    message: str
    level: Level = Level.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to know about a file; line 1 is the header, line 0 the file as a whole.

    `subject` is the child's number in the authority, or the UPN, where the row has one;
    `is_refused` says that the row, or the file, is not loaded at all; `rows` is how many say the
    same, where it is kept once.
    """

    file: str
    line: int
    column: str
    code: str
    message: str
    level: Level
    subject: str = ""
    is_refused: bool = False
    rows: int = 1

    @property
    def words(self) -> str:
        """What to tell."""
        more = f" The same in {self.rows:,} rows." if self.rows > 1 else ""
        return f"{self.message}{more}"


class UnreadableFile(Exception):  # noqa: N818  (it is a state of the file, not a fault of ours)
    """The file as a whole cannot be used; says why and what to do."""

    def __init__(self, code: str, message: str, *, line: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.column = column


def harmless(cell: str) -> str:
    """The cell as a spreadsheet will show it rather than run it."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


class Report(Protocol):
    """Where findings and the outcomes of rows go."""

    def write(self, finding: Finding) -> None:
        """Add a finding."""

    def write_outcome(self, file: str, line: int, code: str, message: str) -> None:
        """Add what became of a row that was not refused."""

    def write_lines(self, lines: Iterable[str]) -> None:
        """Add whole lines, made elsewhere, in parts."""


class NoReport:
    """For whom counts are enough."""

    def write(self, finding: Finding) -> None:
        """Forget it."""

    def write_outcome(self, file: str, line: int, code: str, message: str) -> None:
        """Forget it."""

    def write_lines(self, lines: Iterable[str]) -> None:
        """Forget them."""


class ReportWriter:
    """Writes findings as CSV, one at a time, with a BOM so that a spreadsheet reads the accents."""

    def __init__(self, out: TextIO) -> None:
        out.write("\ufeff")
        self._write = out.write
        self._write_row = csv.writer(out).writerow
        self._write_row(REPORT_COLUMNS)
        self._outcomes: dict[tuple[str, str, str], tuple[str, str]] = {}

    def write(self, finding: Finding) -> None:
        """Add one finding."""
        self._write_row(
            (
                harmless(finding.file),
                finding.line or "",
                harmless(finding.column),
                finding.code,
                harmless(finding.message),
                finding.level.value,
            )
        )

    def write_outcome(self, file: str, line: int, code: str, message: str) -> None:
        """Add what became of a row; the only line that a large file has by the ten thousand."""
        if not line:
            self._write_row((harmless(file), "", "", code, message, "info"))
            return
        if (known := self._outcomes.get((file, code, message))) is None:
            known = self._outcomes[file, code, message] = outcome_line(file, code, message)
        self._write(f"{known[0]}{line}{known[1]}")

    def write_lines(self, lines: Iterable[str]) -> None:
        """Add lines of `outcome_line`, many at once."""
        for part in lines:
            self._write(part)


def outcome_line(file: str, code: str, message: str) -> tuple[str, str]:
    """The line of `write_outcome` before and after its number, for who writes by the million."""
    out = io.StringIO()
    csv.writer(out).writerow((harmless(file), _NUMBER, "", code, message, "info"))
    before, after = out.getvalue().split(str(_NUMBER), 1)
    return before, after
