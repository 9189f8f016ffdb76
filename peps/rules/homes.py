"""Which placements of a child are one home: the same carers, though the record has several rows.

The return begins a new placement where the carer stays and only the kind of placement changes, and
the roll's file where its day is another. Source: SSDA903, reason for new episode (RNE): T and U are
"same carer". With L the legal status alone has changed: it says nothing of a row that is new all
the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pupils.codes import TEMPORARY_PLACEMENTS

PLACED_FOR_ADOPTION = frozenset({"A3", "A4", "A5", "A6"})
_SAME_CARER = frozenset({"T", "U"})
_ANOTHER = frozenset({"B", "P", "S"})


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A placement. `reason` is the return's, why an episode began on its first day; `is_told`: a
    person recorded it as a move; `formerly`: rows of before it, taken off the record since, that
    were the same place."""

    pk: int
    started_on: date
    ended_on: date | None = None
    placement_type: str = ""
    provider: str = ""
    ofsted_urn: str = ""
    postcode: str = ""
    reason: str = ""
    is_told: bool = False
    formerly: Sequence[int] = ()

    @property
    def is_temporary(self) -> bool:
        """Whether the home stays where it was."""
        return self.placement_type in TEMPORARY_PLACEMENTS


@dataclass(frozen=True, kw_only=True)
class Home:
    """Placements that are one home, in their order, with what is temporary after them."""

    stays: Sequence[Stay]

    @property
    def pk(self) -> int:
        """The first placement, which stands for the home."""
        return self.stays[0].pk

    @property
    def rows(self) -> tuple[int, ...]:
        """Its placements, and those that are recorded anew by now."""
        return tuple(pk for stay in self.stays for pk in (stay.pk, *stay.formerly))

    @property
    def started_on(self) -> date:
        """The first day."""
        return self.stays[0].started_on

    def holds(self, day: date) -> bool:
        """Whether the child lived there on a day, a holiday included."""
        ended_on = self.stays[-1].ended_on
        return self.started_on <= day and (ended_on is None or day < ended_on)

    def placement_type(self, day: date) -> str:
        """Of the placement in force by a day."""
        begun = [stay for stay in self.stays if not stay.is_temporary and stay.started_on <= day]
        return begun[-1].placement_type if begun else ""


def homes_of(stays: Iterable[Stay]) -> list[Home]:
    """The homes of one time in care, in order: runs without a break of placements with the same
    carer."""
    homes: list[list[Stay]] = []
    here: list[Stay] | None = None  # the home that goes on
    with_same_carer = False
    former: Stay | None = None
    for stay in sorted(_recorded_anew_once(stays), key=lambda stay: stay.started_on):
        is_joined = former is not None and former.ended_on == stay.started_on
        former_is_home = former is not None and not former.is_temporary
        has_carer = is_joined and stay.reason in _SAME_CARER
        with_same_carer = has_carer and (former_is_home or with_same_carer)
        former = stay
        if not is_joined:
            here = None
        if here is not None and (stay.is_temporary or _is_same(here, stay, with_same_carer)):
            here.append(stay)
        elif not stay.is_temporary:
            here = [stay]
            homes.append(here)
    return [Home(stays=tuple(home)) for home in homes]


def _recorded_anew_once(stays: Iterable[Stay]) -> Iterator[Stay]:
    """A row that was taken off the record is recorded anew by the next row of its place alone."""
    taken: set[int] = set()
    for stay in sorted(stays, key=lambda stay: stay.pk):
        yield replace(stay, formerly=[pk for pk in stay.formerly if pk not in taken])
        taken.update(stay.formerly)


def _is_same(home: Sequence[Stay], stay: Stay, with_same_carer: bool) -> bool:
    """A placement for adoption is another home, whoever the carer is. What nobody says is told by
    the place; so is whether a child came back from a temporary one, of which the return says P."""
    last = next(each for each in reversed(home) if not each.is_temporary)
    if (last.placement_type in PLACED_FOR_ADOPTION) != (stay.placement_type in PLACED_FOR_ADOPTION):
        return False
    if with_same_carer:
        return True
    is_another = stay.reason in _ANOTHER and not home[-1].is_temporary
    return not is_another and not stay.is_told and _is_same_place(last, stay)


def _is_same_place(last: Stay, stay: Stay) -> bool:
    """Type and postcode are told and the same; of provider and URN, what is told of both."""
    is_alike = last.placement_type == stay.placement_type and last.postcode == stay.postcode
    pairs = (last.provider, stay.provider), (last.ofsted_urn, stay.ofsted_urn)
    is_said = bool(stay.placement_type and stay.postcode)
    return is_said and is_alike and all(a == b for a, b in pairs if a and b)
