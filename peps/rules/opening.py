"""Which PEP comes next for a child: of what kind, and for which term.

| Kind | When a person may begin it |
|---|---|
| initial | the care period has no PEP yet |
| termly | the term has no PEP yet, and the child has a setting |
| interim | the child has no setting, and the term has no PEP yet or the place was lost since |
| after a move | school or home changed since the last PEP was handed in |

While one is being written no other begins. Source: statutory guidance (2018), "Initiating,
developing and reviewing the PEP": reviewed each school term, and before a move where possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .states import OPEN, Refusal, State

KINDS = ("initial", "termly", "interim", "after_move")


@dataclass(frozen=True, kw_only=True)
class Existing:
    """A PEP of the same care period, newest first in lists.

    `written_on` is the day on which it was handed in, else that on which it was opened.
    """

    id: int
    kind: str
    state: State
    is_initiated: bool
    is_this_term: bool
    written_on: date


@dataclass(frozen=True, kw_only=True)
class NextPep:
    """What an initiation does today: take up an open PEP, begin one of a kind, or be refused."""

    to_take_up: int | None = None
    kind: str = ""
    refusal: Refusal | None = None


def next_pep(
    existing: Sequence[Existing], *, has_setting: bool, moved_on: date | None = None
) -> NextPep:
    """The PEP that a person may begin; `moved_on` is the last change of school or home."""
    if marked := to_be_marked(existing):
        return NextPep(to_take_up=marked.id)
    if is_one_open(existing):
        return NextPep(refusal=Refusal.ALREADY_INITIATED)
    if all(_is_discarded_first(pep) for pep in existing):
        return NextPep(kind="initial")
    if not _has_its_pep(existing):
        return NextPep(kind="termly" if has_setting else "interim")
    if _is_since_the_last(existing, moved_on):
        return NextPep(kind="after_move" if has_setting else "interim")
    return NextPep(refusal=Refusal.TERM_HAS_ITS_PEP)


def to_be_marked(existing: Sequence[Existing]) -> Existing | None:
    """The open PEP, opened by the system, that a person's initiation takes up."""
    return next((p for p in existing if p.state in OPEN and not p.is_initiated), None)


def is_one_open(existing: Sequence[Existing]) -> bool:
    """Whether a PEP that a person initiated is still being written."""
    return any(p.state in OPEN and p.is_initiated for p in existing)


def has_its_termly(existing: Sequence[Existing]) -> bool:
    """Whether this term's PEP is there, in whatever state."""
    return any(p.kind == "termly" and p.is_this_term for p in existing)


def _has_its_pep(existing: Sequence[Existing]) -> bool:
    """Whether the term needs no other: it has its termly one, or one of another kind stands."""
    stands = any(p.is_this_term and p.state is not State.NOT_REQUIRED for p in existing)
    return stands or has_its_termly(existing)


def _is_discarded_first(pep: Existing) -> bool:
    return pep.kind == "initial" and pep.state is State.NOT_REQUIRED


def _is_since_the_last(existing: Sequence[Existing], moved_on: date | None) -> bool:
    return moved_on is not None and moved_on > max(p.written_on for p in existing)
