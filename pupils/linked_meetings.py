"""PEP meetings that are also the annual review of the child's EHC plan.

The floor of PEPs knows the meetings and makes them known here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from vsh.accounts.models import User

from .models import Pupil


@dataclass(frozen=True, kw_only=True)
class LinkedMeeting:
    """One such meeting: its day, its page, and whether it is over while no review of the plan on
    its day is on record."""

    day: date
    url: str
    waits: bool


Source = Callable[[User, Pupil], Iterable[LinkedMeeting]]
_sources: list[Source] = []


def register_linked_meetings(source: Source) -> None:
    """Add a source, for meetings that the user may see, the newest first; apps call this when they
    start."""
    _sources.append(source)


def linked_meetings(user: User, pupil: Pupil) -> list[LinkedMeeting]:
    """The child's, the newest first."""
    return [one for source in _sources for one in source(user, pupil)]
