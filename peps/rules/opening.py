"""Which PEP comes next for a child: of what kind, and for which term.

| Kind | When a person may begin it |
|---|---|
| initial | the care period has no PEP yet |
| termly | the term has no PEP yet, and the child has a setting |
| interim | the child has no setting, and the term has no PEP yet or the place was lost since |
| after a move | school or home changed since the last PEP was handed in |

While one of the term is being written no other of that term begins; what became of an earlier
term's is no obstacle. That one may still be finished late, until it lapses: at once if nobody has
touched it when a later term's begins, else when a later term's is handed in. Source: statutory
guidance (2018), "Initiating, developing and reviewing the PEP": reviewed each school term, and
before a move where possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .states import OPEN, Refusal, State

KINDS = ("initial", "termly", "interim", "after_move")
TermKey = tuple[str, str]  # academic year and season, which sort as the terms follow each other


@dataclass(frozen=True, kw_only=True)
class Existing:
    """A PEP of the same care period, newest first in lists.

    `submitted_on` is the day of the submission that stands; `is_initiated` by a person, unless a
    person has set it aside since.
    """

    id: int
    kind: str
    state: State
    is_initiated: bool
    term: TermKey
    opened_on: date
    submitted_on: date | None = None

    @property
    def stands(self) -> bool:
        """Whether it has not been set aside."""
        return self.state is not State.NOT_REQUIRED

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        return self.state in OPEN

    @property
    def written_on(self) -> date:
        """The day on which it was handed in, else that on which it was opened."""
        return self.submitted_on or self.opened_on


@dataclass(frozen=True, kw_only=True)
class NextPep:
    """What an initiation does today: take up a PEP, begin one of a kind, or be refused."""

    to_take_up: int | None = None
    kind: str = ""
    refusal: Refusal | None = None


def next_pep(
    existing: Sequence[Existing],
    *,
    term: TermKey,
    has_setting: bool,
    moved_on: date | None = None,
) -> NextPep:
    """The PEP of the term that a person may begin; `moved_on`: last change of school or home."""
    of_term = [pep for pep in existing if pep.term == term]
    being_written = [pep for pep in of_term if pep.is_open]
    standing = [pep for pep in of_term if pep.stands]
    if to_take_up := _not_initiated(being_written):
        return NextPep(to_take_up=to_take_up.id)
    if being_written:
        return NextPep(refusal=Refusal.ALREADY_INITIATED)
    if all(_is_discarded_first(pep) for pep in existing):
        return NextPep(kind="initial")
    if not standing and not any(pep.kind == "termly" for pep in of_term):
        return NextPep(kind="termly" if has_setting else "interim")
    if _is_since_the_last(existing, moved_on):
        return NextPep(kind="after_move" if has_setting else "interim")
    if not standing:
        return NextPep(refusal=Refusal.TERM_SET_ASIDE)
    if not any(pep.is_initiated for pep in existing):  # handed in before anybody initiated it
        return NextPep(to_take_up=standing[0].id)
    return NextPep(refusal=Refusal.TERM_HAS_ITS_PEP)


def term_is_to_open(existing: Sequence[Existing], *, term: TermKey, starts_on: date) -> bool:
    """Whether the system opens the term's PEP, whatever became of the last one.

    Not beside the term's termly one in whatever state, nor beside one that a person began for
    the term in the holidays, unless that one was handed in before the term began: it meets no
    term's review.
    """
    of_term = [pep for pep in existing if pep.term == term]
    return not any(pep.kind == "termly" or _serves(pep, starts_on) for pep in of_term)


def lapsing_when_begun(existing: Sequence[Existing], *, term: TermKey) -> list[Existing]:
    """The untouched PEPs of earlier terms, which lapse when one of `term` begins."""
    return [pep for pep in existing if pep.term < term and pep.state is State.OPENED]


def lapsing_when_handed_in(existing: Sequence[Existing], *, term: TermKey) -> list[Existing]:
    """The unfinished PEPs of earlier terms, which lapse when one of `term` is handed in.

    One that was handed in and returned for improvement does not: it waits to be put right.
    """
    return [p for p in existing if p.term < term and p.is_open and p.submitted_on is None]


def is_overtaken(existing: Sequence[Existing], *, pep_id: int) -> bool:
    """Whether a later term's was handed in while this one never was: it is not handed in any more.

    One that was returned, also as empty, waits to be put right.
    """
    this = next(pep for pep in existing if pep.id == pep_id)
    if this.submitted_on is not None or this.state is State.RETURNED:
        return False
    return any(pep.term > this.term and pep.submitted_on for pep in existing if pep.stands)


def is_superseded(existing: Sequence[Existing], *, pep_id: int) -> bool:
    """Whether another has taken the place of a PEP that was set aside: it is not taken back.

    In the place of one that was handed in stands only another of its term, or another first one:
    it does not lapse when a later term's begins, so it is not lost to a slip of the hand either.
    """
    position = next(i for i, pep in enumerate(existing) if pep.id == pep_id)
    this = existing[position]
    newer = [pep for pep in existing[:position] if pep.stands]
    if this.submitted_on is not None:
        newer = [p for p in newer if p.term == this.term or p.kind == this.kind == "initial"]
    return bool(newer) or any(pep.is_open and pep.term == this.term for pep in existing)


def _not_initiated(peps: Sequence[Existing]) -> Existing | None:
    return next((pep for pep in peps if not pep.is_initiated), None)


def _serves(pep: Existing, starts_on: date) -> bool:
    """Whether its submission, made or still to come, meets the review of its term."""
    return pep.stands and (pep.submitted_on is None or pep.submitted_on >= starts_on)


def _is_discarded_first(pep: Existing) -> bool:
    return pep.kind == "initial" and not pep.stands


def _is_since_the_last(existing: Sequence[Existing], moved_on: date | None) -> bool:
    return moved_on is not None and moved_on > max(p.written_on for p in existing)
