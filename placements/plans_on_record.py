"""The child's most up-to-date PEP, as far as a floor above has made it known.

The floor of PEPs knows it; here it is only named when it is sent on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pupils.models import Pupil
from vsh.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class PlanOnRecord:
    """A plan: its reference, which one it is in words, and where it is read."""

    ref: str
    words: str
    url: str


Source = Callable[[User, Pupil, date], PlanOnRecord | None]
_sources: list[Source] = []


def register_plans(source: Source) -> None:
    """Make known who tells of a child's plan that the user may read; apps call it as they start."""
    _sources.append(source)


def last_plan(user: User, pupil: Pupil, *, on: date) -> PlanOnRecord | None:
    """The most up-to-date plan of the child by `on`, of those that the user may read."""
    return next((plan for source in _sources if (plan := source(user, pupil, on))), None)
