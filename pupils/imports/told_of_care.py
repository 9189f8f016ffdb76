"""What stood in times in care and legal statuses until a person put it right or withdrew it, and
the legal statuses that a person recorded: the next file that says otherwise does not undo it.

It is read from the history: such a change has a `reason`, such an entry `by_person`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..merged import with_merged
from ..models import CareEpisode, CarePeriod
from .told_by_people import fallen_together, put_right_rows, rows_instead

PUT_RIGHT = "put_right"
IN_CASE_SYSTEM = "what they said stands. Put it right in the case system, or on the Care tab."


@dataclass(frozen=True)
class WrongCare:
    """A time in care as it stood when a person said that what they `changed` was wrong."""

    id: int
    started_on: date
    ended_on: date | None
    end_reason: str
    changed: frozenset[str]


@dataclass(frozen=True)
class WrongStatus:
    """A legal status as it stood when a person said that what they `changed` was wrong."""

    id: int
    care_period_id: int
    legal_status: str
    category_of_need: str
    started_on: date
    ended_on: date | None
    changed: frozenset[str]


@dataclass
class ToldOfCare:
    """Of one child, row by row, the oldest wording first; `recorded` are ids of legal statuses."""

    care: list[WrongCare] = field(default_factory=list)
    statuses: list[WrongStatus] = field(default_factory=list)
    recorded: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.care or self.statuses or self.recorded)

    def care_meant(self, started_on: date, periods: Iterable[CarePeriod]) -> WrongCare | None:
        """The time in care that began on this day until a person said that it began on another, or
        withdrew it; None where one begins on it now."""
        there = {period.pk: period.started_on for period in periods}
        if started_on in there.values():
            return None
        said = (one for one in self.care if "started_on" in one.changed or one.id not in there)
        return next((one for one in reversed([*said]) if one.started_on == started_on), None)

    def has_withdrawn(self, periods: Iterable[CarePeriod]) -> bool:
        """Whether a person withdrew a time in care of the child."""
        return bool({one.id for one in self.care} - {period.pk for period in periods})

    def is_end_wrong(self, period: CarePeriod, ended_on: date | None) -> bool:
        """Whether a person said that this time in care did not end on that day, or did end."""
        return period.ended_on != ended_on and any(
            one.id == period.pk and "ended_on" in one.changed and one.ended_on == ended_on
            for one in self.care
        )

    def is_reason_wrong(self, period: CarePeriod, end_reason: str) -> bool:
        """Whether a person said that this time in care did not end for that reason."""
        return period.end_reason != end_reason and any(
            one.id == period.pk and "end_reason" in one.changed and one.end_reason == end_reason
            for one in self.care
        )

    def of_status(self, episode: CareEpisode) -> list[WrongStatus]:
        """What stood in this legal status."""
        return [one for one in self.statuses if one.id == episode.pk]

    def withdrawn_statuses(
        self, period: CarePeriod, episodes: Iterable[CareEpisode]
    ) -> list[WrongStatus]:
        """Legal statuses that a person took out of this time in care."""
        there = {episode.pk for episode in episodes}
        of_period = (one for one in self.statuses if one.care_period_id == period.pk)
        return [one for one in of_period if one.id not in there]


def told_of_care(
    pupil_ids: Iterable[int], periods: Mapping[int, CarePeriod]
) -> Mapping[int, ToldOfCare]:
    """What people said of care, by child, in four queries; `periods` are those on record. Of a row
    that fell together with another in a merge they said it of that one: two queries more."""
    child = with_merged(pupil_ids)
    care_now = fallen_together(CarePeriod, child)
    found: dict[int, ToldOfCare] = {}
    days = ("started_on", "ended_on", "end_reason")
    for row in put_right_rows(CarePeriod, "pupil_id", *days, pupil__in=list(child)):
        told = found.setdefault(child[row["pupil_id"]], ToldOfCare())
        pk = care_now.get(row["pgh_obj_id"], row["pgh_obj_id"])
        told.care.append(
            WrongCare(id=pk, changed=row["changed"], **{name: row[name] for name in days})
        )
    names = ("legal_status", "category_of_need", "started_on", "ended_on")
    gone = [former for former, now in care_now.items() if now in periods]
    of_periods = {"care_period__in": [*periods, *gone]}
    is_merged = any(pupil_id != stays for pupil_id, stays in child.items())
    status_now = rows_instead(CareEpisode, **of_periods) if is_merged else {}
    for row in put_right_rows(CareEpisode, "care_period_id", *names, **of_periods):
        period = periods[care_now.get(row["care_period_id"], row["care_period_id"])]
        told = found.setdefault(period.pupil_id, ToldOfCare())
        pk = status_now.get(row["pgh_obj_id"], row["pgh_obj_id"])
        values = {name: row[name] for name in ("changed", *names)}
        told.statuses.append(WrongStatus(id=pk, care_period_id=period.pk, **values))
    events = CareEpisode.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_label="insert", pgh_context__by_person=True, **of_periods
    )
    for row_id, period_id in events.values_list("pgh_obj_id", "care_period_id"):
        pupil_id = periods[care_now.get(period_id, period_id)].pupil_id
        told = found.setdefault(pupil_id, ToldOfCare())
        told.recorded.add(status_now.get(row_id, row_id))
    return found
