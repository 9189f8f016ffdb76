"""What one person wrote on several pages while somebody else changed the same: a text for each
question and page. They are never joined, compared in part or put in place of one another."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

LONGEST_NUMBER = 18


class Stamp(NamedTuple):
    """Which kept words a page shows, and of when they are."""

    id: int
    written_at: datetime

    def __str__(self) -> str:
        """As a page sends it."""
        return f"{self.id}@{self.written_at.isoformat()}"

    @classmethod
    def read(cls, said: str) -> "Stamp | None":
        """Nothing where a page sends something else."""
        number, _, day = said.partition("@")
        try:
            stamp = cls(int(number[: LONGEST_NUMBER + 1]), datetime.fromisoformat(day))
        except ValueError:
            return None
        return stamp if stamp.written_at.tzinfo and len(number) <= LONGEST_NUMBER else None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A text that waits for its writer's choice: the page that sent it, and the version that it had
    seen of the answer (-1 where that was never on record)."""

    stamp: Stamp
    question: str
    page: str
    text: str
    version: int


@dataclass(frozen=True, kw_only=True)
class OpenPage:
    """A page as it stands open: its own reference, and the kept words that it showed at first."""

    ref: str = ""
    shown: Collection[Stamp] = ()

    def holds(self, kept: Kept) -> bool:
        """Whether the page sent these words itself, or showed them."""
        return kept.page == self.ref or kept.stamp in self.shown


NO_PAGE = OpenPage()


def kept_in(rows: Iterable[Mapping[str, Any]]) -> list[Kept]:
    """The texts of these rows, in which a time is ISO text."""
    return [
        Kept(
            stamp=Stamp(row["id"], datetime.fromisoformat(row["written_at"])),
            **{name: row[name] for name in ("question", "page", "text", "version")},
        )
        for row in rows
    ]


def newest(kept: Iterable[Kept]) -> dict[str, Kept]:
    """Of each question the text that was written last."""
    return {each.question: each for each in sorted(kept, key=_written_at)}


def _written_at(kept: Kept) -> tuple[datetime, int]:
    return kept.stamp.written_at, kept.stamp.id
