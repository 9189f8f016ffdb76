"""What a merge of two records of one child does with care: times in it, legal statuses, homes,
times missing, reviews. Mostly files tell of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date

from .codes import LEGAL_STATUSES, PLACEMENT_TYPES
from .merging import GivesWay, hangs_on, register_merge, times
from .models import CareEpisode, CarePeriod, CarePlacement, MissingEpisode, StatutoryReview
from .rules.joined_care import follows, goes_on

_BY_FILE = (
    "Correct one of the two in the council’s case system and load its file, or keep the other "
    "record instead"
)
_ON_THE_TAB = (
    "Correct one of the two on the Care tab or in the council’s case system, or keep the other "
    "record instead"
)
_OF_A_HOME = {"placement_type", "provider", "ofsted_urn", "postcode", "area_code", "distance"}
_OF_ITS_START = {"is_emergency", "reason_changed"}


def register_care_merges() -> None:
    """Where the record that stays tells of the same days it is right."""
    told: dict[str, Any] = {"permission": Permission.VIEW_CARE, "way_out": _BY_FILE}
    told |= {"is_named": True, "may_lie_inside": False}
    days = told | {"is_state": True, "yields_to": _on_record_then}
    why = {"category_of_need", "reason_started", "reason_ended"}
    put_right, seam = {"way_out": _ON_THE_TAB}, {"gives_way": _beyond_what_is_there}
    end = {"end_reason"}
    in_care = days | put_right | {"joins": _goes_on_in}
    register_merge(CarePeriod, "times in care", **in_care, learns=end, ends_with=end)
    status = days | put_right | seam
    register_merge(CareEpisode, "legal statuses", **status, in_words=_status, learns=why)
    register_merge(
        CarePlacement,
        "placements",
        **days,
        **seam,
        in_words=_home,
        joins=_same_home,
        begins_with=_OF_ITS_START,
        learns=_OF_A_HOME | _OF_ITS_START,
    )
    register_merge(MissingEpisode, "times missing", **days, in_words=_missing)
    register_merge(
        StatutoryReview,
        "statutory reviews",
        **told,
        in_words=_review,
        yields_to=_same_review,
        learns={"participation", "planned_on"},
    )


def _status(row: CareEpisode) -> str:
    return f"{LEGAL_STATUSES.label(row.legal_status)} {times(row)}"


def _home(row: CarePlacement) -> str:
    return f"{PLACEMENT_TYPES.label(row.placement_type)} {times(row)}".strip()


def _missing(row: MissingEpisode) -> str:
    return f"{row.get_kind_display()} {times(row)}"


def _review(row: StatutoryReview) -> str:
    day = row.held_on or row.planned_on
    return f"{'held' if row.held_on else 'arranged'} for {long_date(day)}" if day else ""


def _same_review(row: StatutoryReview) -> list[StatutoryReview]:
    """The one held on that day, or the one that is arranged."""
    reviews = StatutoryReview.objects.filter(pupil=row.pupil_id).exclude(pk=row.pk)
    if row.held_on is None:
        return list(reviews.filter(care_period=row.care_period_id, held_on=None))
    return list(reviews.filter(held_on=row.held_on))


def _goes_on_in(row: CarePeriod) -> list[CarePeriod]:
    """The times in care that are one with this: the number changed, not the care. None where one
    begins with it or lies within it: there the record that stays is right, or it is refused."""
    others = CarePeriod.objects.filter(pupil=row.pupil_id).exclude(pk=row.pk)
    beside = [one for one in others.order_by("started_on") if goes_on(one, row)]
    is_plain = not any(_overlap(one, row) for one in others if one not in beside)
    return beside if is_plain else []


def _same_home(row: CarePlacement) -> list[CarePlacement]:
    """The home that goes on where two times in care become one: no move. None where something was
    told of the day on which the later of the two began."""
    if not goes_on(*_periods(row)):
        return []
    others = list(_others(row))
    beside = [one for one in others if follows(one, row) and _is_one_place(one, row)]
    if any(_overlap(one, row) for one in others if one not in beside):
        return []
    later = [max(one, row, key=lambda home: home.started_on) for one in beside]
    return [] if any(hangs_on(home) for home in later) else beside


def _beyond_what_is_there(row: Any) -> GivesWay | None:
    """Where two times in care become one, the days of which both records tell are those of the
    record that stays: the row holds for its other days. Nothing where a day would be lost, or where
    something hangs on the first day of a home."""
    own, there = _periods(row)
    if not goes_on(own, there):
        return None
    found = [one for one in _others(row) if _overlap(one, row)]
    ends = [one.ended_on for one in found if one.ended_on is not None]
    if own.started_on < there.started_on:
        cut = min((one.started_on for one in found), default=row.started_on)
        stays, lost, values = (
            _Days(row.started_on, cut),
            _Days(cut, row.ended_on),
            {"ended_on": cut},
        )
    else:
        cut = max(ends, default=row.started_on)
        stays, lost, values = (
            _Days(cut, row.ended_on),
            _Days(row.started_on, cut),
            {"started_on": cut},
        )
    if len(ends) < len(found) and "started_on" in values:
        return None
    if (stays.ended_on and stays.started_on >= stays.ended_on) or not _cover(found, lost):
        return None
    if "started_on" in values and isinstance(row, CarePlacement) and hangs_on(row):
        return None
    return [(row, values)]


@dataclass(frozen=True)
class _Days:
    started_on: date
    ended_on: date | None


def _periods(row: Any) -> tuple[CarePeriod, CarePeriod]:
    """The time in care on which the row still hangs, and the one to which it is given."""
    own = CarePeriod.objects.filter(
        pk__in=type(row).objects.filter(pk=row.pk).values("care_period")
    )
    return own.get(), CarePeriod.objects.get(pk=row.care_period_id)


def _others(row: Any) -> Any:
    """What the record that stays tells of the kind, by its days."""
    owner = "care_period_id" if isinstance(row, CareEpisode) else "pupil_id"
    others = type(row)._default_manager.filter(**{owner: getattr(row, owner)}).exclude(pk=row.pk)
    return others.order_by("started_on")


def _on_record_then(row: Any) -> list[Any]:
    """What the record that stays tells of the time of this row; nothing where it leaves out a day,
    where two times in care would stand for one, or where what hangs on a home would hang on one
    that began on another day or lies elsewhere."""
    found = [one for one in _others(row) if _overlap(one, row)]
    if not _cover(found, row) or (isinstance(row, CarePeriod) and len(found) > 1):
        return []
    if isinstance(row, CarePlacement) and not _is_one_home(row, found[0]) and hangs_on(row):
        return []
    return found


def _overlap(one: Any, other: Any) -> bool:
    return one.started_on == other.started_on or (
        (other.ended_on is None or one.started_on < other.ended_on)
        and (one.ended_on is None or other.started_on < one.ended_on)
    )


def _cover(found: Iterable[Any], row: Any) -> bool:
    reached = row.started_on
    for one in found:
        if one.started_on > reached:
            return False
        if one.ended_on is None:
            return True
        reached = max(reached, one.ended_on)
    return row.ended_on is not None and row.ended_on <= reached


def _is_one_place(one: CarePlacement, other: CarePlacement) -> bool:
    """Type and postcode are told and the same; of provider and URN, what is told of both."""
    told = (one.placement_type, one.postcode), (other.placement_type, other.postcode)
    pairs = (one.provider, other.provider), (one.ofsted_urn, other.ofsted_urn)
    return all(told[0]) and told[0] == told[1] and all(a == b for a, b in pairs if a and b)


def _is_one_home(one: CarePlacement, other: CarePlacement) -> bool:
    postcodes = {one.postcode, other.postcode} - {""}
    return one.started_on == other.started_on and len(postcodes) < 2
