"""Which PEP comes next for a child: of what kind, and for which term."""

from collections.abc import Sequence
from dataclasses import dataclass

from .states import OPEN, State

KINDS = ("initial", "termly", "interim", "after_move")


@dataclass(frozen=True, kw_only=True)
class Existing:
    """A PEP of the same care period, newest first in lists."""

    id: int
    kind: str
    state: State
    is_initiated: bool
    is_this_term: bool


def to_be_marked(existing: Sequence[Existing]) -> Existing | None:
    """The open PEP, opened by the system, that a person's initiation takes up."""
    return next((p for p in existing if p.state in OPEN and not p.is_initiated), None)


def is_one_open(existing: Sequence[Existing]) -> bool:
    """Whether a PEP that a person initiated is still being written."""
    return any(p.state in OPEN and p.is_initiated for p in existing)


def kind_of_next(existing: Sequence[Existing], *, has_setting: bool) -> str:
    """The first PEP of a care period is its initial one; without a setting it is interim.

    A second one in a term follows a move, for the term has its own already.
    """
    if not existing:
        return "initial"
    if not has_setting:
        return "interim"
    return "after_move" if has_its_termly(existing) else "termly"


def has_its_termly(existing: Sequence[Existing]) -> bool:
    """Whether this term's PEP is there, in whatever state."""
    return any(p.kind == "termly" and p.is_this_term for p in existing)
