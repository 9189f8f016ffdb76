"""What stood in homes of care until a person put them right or withdrew them: the next file that
still says so does not undo it.

It is read from the history: such a change has a `reason`. What a person said of the kind and the
address of a home stands because they said it (`.told_by_people`); here it is about the days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..merged import with_merged
from ..models import CarePlacement
from .told_by_people import fallen_together, put_right_rows

_NAMES = ("started_on", "ended_on", "placement_type", "postcode")


@dataclass(frozen=True)
class WrongHome:
    """A home as it stood when a person said that what they `changed` was wrong."""

    id: int
    started_on: date
    ended_on: date | None
    placement_type: str
    postcode: str
    changed: frozenset[str]


@dataclass
class ToldOfHomes:
    """Of one child, row by row, the oldest wording first."""

    wrong: list[WrongHome] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.wrong)

    def home_meant(self, started_on: date, homes: Iterable[CarePlacement]) -> WrongHome | None:
        """The home that began on this day until a person said otherwise; None where one begins on
        it now."""
        if any(home.started_on == started_on for home in homes):
            return None
        return next((one for one in reversed(self.wrong) if one.started_on == started_on), None)

    def is_end_wrong(self, home: CarePlacement, ended_on: date | None) -> bool:
        """Whether a person said that the child did not leave this home on that day."""
        return home.ended_on != ended_on and any(
            one.id == home.pk and "ended_on" in one.changed and one.ended_on == ended_on
            for one in self.wrong
        )

    def withdrawn(self, homes: Iterable[CarePlacement]) -> list[WrongHome]:
        """Homes that a person took off the record."""
        there = {home.pk for home in homes}
        return [one for one in self.wrong if one.id not in there]


def told_of_homes(pupil_ids: Iterable[int]) -> Mapping[int, ToldOfHomes]:
    """What people said of homes, by child, in one query; of a home that fell together with another
    in a merge they said it of that one: one query more."""
    child = with_merged(pupil_ids)
    now = fallen_together(CarePlacement, child)
    found: dict[int, ToldOfHomes] = {}
    for row in put_right_rows(CarePlacement, "pupil_id", *_NAMES, pupil__in=list(child)):
        told = found.setdefault(child[row["pupil_id"]], ToldOfHomes())
        values = {name: row[name] for name in ("changed", *_NAMES)}
        told.wrong.append(WrongHome(id=now.get(row["pgh_obj_id"], row["pgh_obj_id"]), **values))
    return found
