"""What people said of school places, homes, SEN and SDQ scores, which the next file does not undo;
of the time in care itself: `.told_of_care`.

It is read from the history: a place that a person withdrew or corrected stands there with
`wrong_places`, a place or a home that a person recorded with `by_person`, and whatever else a
person put right with their `reason`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from vsh.organisations.succession import is_succeeded_by

from ..merged import with_merged
from ..models import CarePlacement, Enrolment, SdqScore, SenStatus


@dataclass(frozen=True)
class WrongPlace:
    """A place as it stood when a person said that this was wrong."""

    id: int
    kind: str
    setting_id: int | None
    started_on: date
    ended_on: date | None

    def is_main_place_at(self, setting_id: int) -> bool:
        """Whether it was the main place at this school, or at one that goes on as this one."""
        if self.kind not in Enrolment.MAIN_KINDS or self.setting_id is None:
            return False
        return self.setting_id == setting_id or is_succeeded_by(self.setting_id, setting_id)


@dataclass(frozen=True)
class ToldByPeople:
    """Of one child: entries that were wrong, and ids of places and homes that people recorded;
    `of_homes` names what else than their type, provider and address people said of such a home.

    `sen` holds id, status and first day, `sdq` respondent, day, score and reason, of what stood
    there until a person corrected it or took it off the record; of SEN only while nothing else has
    been told since.
    """

    wrong: tuple[WrongPlace, ...] = ()
    recorded: frozenset[int] = frozenset()
    homes: frozenset[int] = frozenset()
    of_homes: frozenset[tuple[int, str]] = frozenset()
    sen: frozenset[tuple[Any, ...]] = frozenset()
    sdq: frozenset[tuple[Any, ...]] = frozenset()

    def wrong_at(self, setting_id: int, started_on: date | None) -> WrongPlace | None:
        """The latest wrong main place at this school, from this day where one is given."""
        for wrong in reversed(self.wrong):
            is_of_day = started_on in (None, wrong.started_on)
            if is_of_day and wrong.is_main_place_at(setting_id):
                return wrong
        return None

    def is_no_place_wrong(self, started_on: date) -> bool:
        """Whether a person withdrew the fact of having no place from that day."""
        return any(
            one.kind == Enrolment.Kind.NO_PLACE and one.started_on == started_on
            for one in self.wrong
        )

    def is_end_wrong(self, place: Enrolment, ended_on: date) -> bool:
        """Whether a person said that this place did not end on that day."""
        return any(one.id == place.pk and one.ended_on == ended_on for one in self.wrong)

    def is_reopened(self, place: Enrolment) -> bool:
        """Whether a person took back an end of this place."""
        return any(one.id == place.pk and one.ended_on is not None for one in self.wrong)


def told_by_people(pupil_ids: Iterable[int]) -> Mapping[int, ToldByPeople]:
    """What people said, by child, in five queries; no entry for one of whom they said nothing. Of a
    row that fell together with another in a merge they said it of that one: two queries more."""
    child = with_merged(pupil_ids)
    home_now, place_now = (fallen_together(model, child) for model in (CarePlacement, Enrolment))
    homes: dict[int, set[int]] = {}
    of_homes: dict[int, set[tuple[int, str]]] = {}
    for pupil_id, row, context in CarePlacement.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_context__by_person=True, pupil__in=list(child)
    ).values_list("pupil_id", "pgh_obj_id", "pgh_context"):
        home = home_now.get(row, row)
        homes.setdefault(child[pupil_id], set()).add(home)
        names = context.get("said", ())
        of_homes.setdefault(child[pupil_id], set()).update((home, name) for name in names)
    events = Enrolment.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        _is_by_person() | Q(pgh_context__has_key="wrong_places"), pupil__in=list(child)
    ).order_by("pgh_id")
    wrong: dict[int, dict[WrongPlace, None]] = {}
    recorded: dict[int, set[int]] = {}
    for event in events.only("pupil_id", "pgh_obj_id", "pgh_label", "pgh_context", "kind"):
        for entry in event.pgh_context.get("wrong_places", ()):
            if entry["id"] == event.pgh_obj_id:
                said = _entry(entry, event.kind, place_now)
                wrong.setdefault(child[event.pupil_id], {})[said] = None
        if event.pgh_label == "insert" and "wrong_places" not in event.pgh_context:
            place = place_now.get(event.pgh_obj_id, event.pgh_obj_id)
            recorded.setdefault(child[event.pupil_id], set()).add(place)
    sen = _sen_taken_back(child)
    sdq = put_right(SdqScore, child, "respondent", "completed_on", "score", "reason_none")
    return {
        pupil_id: ToldByPeople(
            tuple(wrong.get(pupil_id, ())),
            frozenset(recorded.get(pupil_id, ())),
            frozenset(homes.get(pupil_id, ())),
            frozenset(of_homes.get(pupil_id, ())),
            frozenset(sen.get(pupil_id, ())),
            frozenset(sdq.get(pupil_id, ())),
        )
        for pupil_id in {*wrong, *recorded, *homes, *sen, *sdq}
    }


def put_right(
    model: Any, child: Mapping[int, int], *names: str
) -> Mapping[int, set[tuple[Any, ...]]]:
    """The values, by child, that stood in rows of the model until a person corrected them or took
    the row off the record. One query; `child` is `with_merged`."""
    found: dict[int, set[tuple[Any, ...]]] = {}
    for row in put_right_rows(model, "pupil_id", *names, pupil__in=list(child)):
        found.setdefault(child[row["pupil_id"]], set()).add(tuple(row[name] for name in names))
    return found


def put_right_rows(model: Any, *names: str, **which: Any) -> Iterator[Mapping[str, Any]]:
    """Rows of the model as they stood until a person corrected them or took them off the record,
    with the names of what they `changed`: such a change has a reason. One query."""
    events = model.pgh_event_model.objects.filter(**which)
    by_people = events.filter(pgh_context__has_key="reason").values("pgh_obj_id")
    rows = events.filter(pgh_obj_id__in=by_people).order_by("pgh_obj_id", "pgh_id")
    rows = rows.values(*dict.fromkeys(("pgh_obj_id", "pgh_context", *names)))
    for row, later in pairwise(rows):
        is_same = row["pgh_obj_id"] == later["pgh_obj_id"]
        if is_same and "reason" in (later["pgh_context"] or {}):
            yield row | {"changed": frozenset(n for n in names if row[n] != later[n])}


def _sen_taken_back(child: Mapping[int, int]) -> Mapping[int, set[tuple[Any, ...]]]:
    """What `put_right` tells of SEN, of rows that stand no more and after which no other was told:
    of two records that became one the order of the rows says nothing. One query."""
    events = SenStatus.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pupil__in=list(child)
    ).order_by("pgh_id")
    said: dict[int, tuple[Any, ...]] = {}
    told_by: dict[int, dict[int, int]] = {}  # the event that told of each row that stands
    wrong: dict[int, dict[tuple[Any, ...], int]] = {}
    for event, label, row, pupil_id, context, *values in events.values_list(
        *("pgh_id", "pgh_label", "pgh_obj_id", "pupil_id", "pgh_context", "status", "started_on")
    ):
        stays = child[pupil_id]
        if row in said and "reason" in (context or {}):
            wrong.setdefault(stays, {})[(row, *said[row])] = event
        said[row] = tuple(values)
        if label == "delete":
            told_by.setdefault(stays, {}).pop(row, None)
        else:
            told_by.setdefault(stays, {}).setdefault(row, event)
    return {
        stays: {
            one
            for one, event in found.items()
            if one[0] not in told_by[stays] and max(told_by[stays].values(), default=0) < event
        }
        for stays, found in wrong.items()
    }


def fallen_together(model: Any, child: Mapping[int, int]) -> Mapping[int, int]:
    """The row that stands now, by each of the model's rows that fell together with one in a merge;
    no query where none of these children was merged. `child` is `with_merged`."""
    merged = [pupil_id for pupil_id, stays in child.items() if pupil_id != stays]
    return rows_instead(model, pupil__in=merged) if merged else {}


def rows_instead(model: Any, **which: Any) -> Mapping[int, int]:
    """The same of the rows of these in the history."""
    events = model.pgh_event_model.objects.filter(pgh_context__has_key="instead", **which)
    now: dict[int, int] = {}
    for row, twin in events.order_by("-pgh_id").values_list("pgh_obj_id", "pgh_context__instead"):
        now[row] = now.get(twin, twin)  # which has fallen together with a third since
    return now


def _is_by_person() -> Q:
    """Recorded on the page: also before `by_person` was noted, when the person alone was."""
    on_the_page = Q(pgh_context__has_key="request") & ~Q(pgh_context__user=None)
    return Q(pgh_label="insert") & (Q(pgh_context__by_person=True) | on_the_page)


def _entry(entry: Mapping[str, Any], kind: str, now: Mapping[int, int]) -> WrongPlace:
    """`kind` is the one in the history, for entries written before it was kept beside them."""
    ended_on = entry["ended_on"]
    return WrongPlace(
        id=now.get(entry["id"], entry["id"]),
        kind=entry.get("kind", kind),
        setting_id=entry["setting"],
        started_on=date.fromisoformat(entry["started_on"]),
        ended_on=ended_on and date.fromisoformat(ended_on),
    )
