"""When a personal link may be made, when it opens, and what closes it.

Nothing closes a link by an event that could be missed: whether it opens is asked of the facts each
time. Source: SI 2010/959 and the statutory guidance (2018) on involving the child, carers and
parents; a placement for adoption (SSDA903 A3 to A6) ends the tie to whoever was invited before it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from peps.rules.homes import Home
from peps.schema.speakers import Manner, Purpose

WRONG_CODES_BEFORE_A_PAUSE = 5
MOST_WRONG_CODES = 15
PAUSE = timedelta(minutes=15)
MOST_OPEN_LINKS = 10
DAYS_OF_SLIP = timedelta(days=3)  # between moving in and the day on record


class Closed(StrEnum):
    """Why a link opens no more."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    GUESSED = "guessed"
    GIVEN_BACK = "given_back"
    CARE_ENDED = "care_ended"
    ADOPTION = "adoption"
    MOVED = "moved"
    COURT_ORDER = "court_order"
    RESTRICTED = "restricted"
    MAKER_GONE = "maker_gone"

    @property
    def words(self) -> str:
        """The reason as the person who made the link reads it."""
        return {
            "expired": "Expired",
            "revoked": "Closed",
            "guessed": "Closed: too many wrong codes",
            "given_back": "The device was given back",
            "care_ended": "Closed: care has ended",
            "adoption": "Closed: a placement for adoption is on record",
            "moved": "Closed: the child has moved to another home",
            "court_order": "Closed by court order",
            "restricted": "Closed: the record is restricted, and who made it is not named for it",
            "maker_gone": "Closed: made at a school by somebody who no longer works with the child",
        }[self.value]


# Not closed against its person: who had such a link is told of the plan, and asks for a new one.
ENDED_BY_ITSELF = frozenset({Closed.EXPIRED, Closed.MAKER_GONE})


@dataclass(frozen=True, kw_only=True)
class ChildNow:
    """What of the child's life opens or closes links today; `home` is where they live, of all the
    `homes` of this time in care, by its first placement. While none is on record for the day,
    `left_home` is the one that they left last.

    `begun_without_home`: the carers' parts of the plan that bear no home, each with the day on
    which the first link was made that wrote it.
    `is_closed_to_maker`: the record is restricted, and who made the link is not named for it.
    `has_maker_left`: a school's staff made the link, and no longer work with the child.
    """

    is_care_over: bool = False
    is_of_age: bool = False
    home: int | None = None
    left_home: int | None = None
    homes: Sequence[Home] = ()
    begun_without_home: Sequence[tuple[str, date | None]] = ()
    home_type: str = ""
    is_placed_for_adoption: bool = False
    closed_by_court: Collection[str] = ()
    is_closed_to_maker: bool = False
    has_maker_left: bool = False

    def part_of(self, placement: int | None, made_on: date | None) -> str:
        """Whose part the carers of a home write, by the placement that was on record when their
        link was made; the home's first placement stands for it.

        Where none was, it is the home that by now is on record for that day, or that began a few
        days after as the first one; else it is nobody's. What has no day is of the present home.
        """
        if placement is not None:
            held = [home for home in self.homes if placement in home.rows]
            return _part(held[0].pk if held else placement)
        if made_on is None:
            return _part(self.home)
        there = [home for home in self.homes if home.holds(made_on)]
        before = [home for home in self.homes if home.started_on <= made_on]
        if there or not self.homes:
            return _part(there[0].pk if there else None)
        if before:
            return f"home:after:{before[-1].pk}"
        first = self.homes[0]
        is_slip = first.started_on - made_on <= DAYS_OF_SLIP
        return _part(first.pk) if is_slip else f"home:before:{first.pk}"

    def parts_of(self, part: str) -> tuple[str, ...]:
        """The same part under every name that it may have been given: by a later placement of the
        home, or before the home was on record. The first is what a new one is called."""
        home = next((home for home in self.homes if _part(home.pk) == part), None)
        names = [part, *map(_part, home.rows if home else ())]
        names += [name for name, day in self.begun_without_home if self.part_of(None, day) == part]
        return tuple(dict.fromkeys(names))

    @property
    def parts(self) -> tuple[str, ...]:
        """Those of the home where they live."""
        return self.parts_of(_part(self.home))

    @property
    def here(self) -> tuple[str, ...]:
        """The carers' parts that no move has closed: that of the home where they live; between two
        homes that of the last one and of whom was asked after it. None before the first home, when
        nobody's is closed."""
        if self.home is not None:
            return (_part(self.home),)
        last = self.left_home
        return (_part(last), f"home:after:{last}") if last is not None else ()

    @property
    def parts_here(self) -> tuple[str, ...]:
        """The same under every name."""
        return tuple(name for part in self.here for name in self.parts_of(part))


def _part(home: int | None) -> str:
    return f"home:{home or ''}"


@dataclass(frozen=True, kw_only=True)
class LinkFacts:
    """One link: for whom, until when, and where the child lived when it was made; without a home
    on record then, the day tells which it was."""

    purpose: Purpose
    expires_on: date
    home: int | None = None
    made_on: date | None = None
    is_revoked: bool = False
    is_given_back: bool = False
    wrong_codes: int = 0
    reads_until: date | None = None  # of a plan that is complete
    has_finished_plan: bool = False


def why_closed(link: LinkFacts, child: ChildNow, *, on: date) -> Closed | None:
    """Why the link opens no more, or nothing while it does; its last day is included.

    A placement for adoption closes every link made before it was on record, the child's too: it
    may lie with those from whom the child has gone. A move closes the former carer's; a placement
    with the same carer is none (`peps.rules.homes`). What a school's staff made ends with their
    access, whoever it is for: the maker may know the code, and the device may be the school's. What
    social workers and officers made stays with its person. Who comes of age keeps their own link to
    their finished plan for its days: the record is theirs.
    """
    is_their_own = child.is_of_age and link.purpose is Purpose.CHILD and link.has_finished_plan
    if child.is_care_over and not is_their_own:
        return Closed.CARE_ENDED
    if link.purpose in child.closed_by_court:
        return Closed.COURT_ORDER
    if child.is_closed_to_maker:
        return Closed.RESTRICTED
    is_elsewhere = bool(child.here) and child.part_of(link.home, link.made_on) not in child.here
    is_from_before = is_elsewhere or link.home is None
    if child.is_placed_for_adoption and (is_from_before or link.purpose is Purpose.PARENT):
        return Closed.ADOPTION
    if link.purpose is Purpose.CARER and is_elsewhere:
        return Closed.MOVED
    if link.is_revoked:
        return Closed.REVOKED
    if child.has_maker_left:
        return Closed.MAKER_GONE
    if link.is_given_back:
        return Closed.GIVEN_BACK
    if link.wrong_codes >= MOST_WRONG_CODES:
        return Closed.GUESSED
    return Closed.EXPIRED if on > max(link.expires_on, link.reads_until or on.min) else None


def refusal_to_make(
    purpose: Purpose, child: ChildNow, *, open_links: int = 0, tells_reasons: bool = True
) -> str:
    """Why no link of this purpose may be made now; nothing when it may. Who is not told reasons of
    law and care is told that it is closed."""
    is_placed = purpose is Purpose.PARENT and child.is_placed_for_adoption
    is_closed = purpose in child.closed_by_court or is_placed
    if child.is_care_over:
        return "This time in care has ended: nobody can be invited to its plans any more."
    if is_closed and not tells_reasons:
        return "This way is closed at present. The child's social worker can say more."
    if purpose in child.closed_by_court:
        return (
            "A court order is on record that closes these links. Until it is lifted no new one can "
            "be made."
        )
    if is_placed:
        return "The child is placed for adoption: parents can no longer be sent a link."
    if open_links >= MOST_OPEN_LINKS:
        return f"There are {MOST_OPEN_LINKS} open links already. Close one that nobody needs."
    return ""


def whose_parts(
    purpose: Purpose, *, name: str = "", link: str = "", home: Sequence[str] = ()
) -> tuple[str, ...]:
    """Whose part of the plan a link writes within its purpose, as keys that are not shown: it may
    stand under any of them, and the first is what a new one is called.

    The child has one. The carers of one `home` share theirs; after a move the next home has its
    own. Each parent has their own, by name; one whose link bears no name by that link alone.
    """
    if purpose is Purpose.CHILD:
        return ("",)
    if purpose is Purpose.CARER:
        return tuple(home)
    known_as = as_known(name)
    return (f"name:{known_as}" if known_as else f"link:{link}",)


def as_known(name: str) -> str:
    """By which a parent is told apart from others: two spaces make nobody else of a person."""
    return " ".join(name.split()).casefold()


def pause_after(wrong_codes: int, *, at: datetime) -> datetime | None:
    """Until when no code is taken after this many wrong ones; each fifth brings a pause.

    The count is the link's own: who guesses at one link keeps nobody from another.
    """
    return at + PAUSE if wrong_codes and wrong_codes % WRONG_CODES_BEFORE_A_PAUSE == 0 else None


def manner_for(*, years: int) -> Manner:
    """The manner that the page suggests by age; the inviting adult knows the child better."""
    if years < 8:
        return Manner.PICTURES
    return Manner.SIMPLE if years < 13 else Manner.OWN_WORDS
