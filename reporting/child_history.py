"""What stood on a child's record, and who brought each value: read from the history in one query.

The history holds each fact as it stood after a change; a value comes from the change after which
it stood there first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Min, QuerySet, Value
from django.db.models.functions import JSONObject

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Enrolment,
    Involvement,
    Pupil,
    SenStatus,
)

_TIMES = ("started_on", "ended_on")
IDENTITY = (
    *("legal_first_name", "legal_last_name", "known_as", "date_of_birth", "sex", "child_id"),
    *("upn", "former_upn", "nc_year", "ethnicity", "first_language", "is_uasc", "uasc_until"),
)
_FIELDS: Mapping[type, tuple[str, ...]] = {
    Pupil: IDENTITY,
    CarePeriod: _TIMES,
    CareEpisode: (*_TIMES, "legal_status"),
    CarePlacement: (*_TIMES, "placement_type", "area_code"),
    Enrolment: (*_TIMES, "kind", "setting_id"),
    SenStatus: (*_TIMES, "status"),
    Involvement: (*_TIMES, "capacity", "user_id"),
}
_LAST_DAY_INCLUDED = {Enrolment.__name__, SenStatus.__name__, Involvement.__name__}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of the history: how a fact stood after it, and what was noted beside it."""

    kind: str
    row: int
    at: datetime
    number: int
    is_end: bool
    context: Mapping[str, Any]
    values: Mapping[str, Any]


@dataclass
class Fact:
    """A fact as it stands after some changes: its values, and the change that brought each."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Change] = field(default_factory=dict)

    def follow(self, change: Change) -> None:
        """Stand as after this change too."""
        for name, value in change.values.items():
            if name not in self.values or self.values[name] != value:
                self.told[name] = change
        self.values = dict(change.values)

    def is_of(self, day: date) -> bool:
        """Whether it was the case on `day`."""
        first, last = self.values["started_on"], self.values["ended_on"]
        on = day.isoformat()
        if first > on:
            return False
        if last is None:
            return True
        return bool(last >= on if self.kind in _LAST_DAY_INCLUDED else last > on)


def history_of(pupil: Pupil) -> list[Change]:
    """Every change of the facts that the record's head shows, oldest first."""
    first, *others = (_rows(model, pupil) for model in _FIELDS)
    return _changes(first.union(*others, all=True))


def merges_into(pupil: Pupil) -> list[Change]:
    """Of each record that was merged into this one the change that did it, oldest first."""
    events: QuerySet[Any] = Pupil.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj__merged_into=pupil.pk, merged_into__isnull=False
    )
    first = events.order_by().values("pgh_obj").annotate(first=Min("pgh_id")).values("first")
    return _changes(_columns(Pupil, events.filter(pgh_id__in=first)))


def history_of_merged(pupil: Pupil) -> list[Change]:
    """What stood of each such record's own names and numbers, every change of it."""
    events: QuerySet[Any] = Pupil.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj__merged_into=pupil.pk
    )
    return _changes(_columns(Pupil, events))


def _changes(rows: Iterable[Any]) -> list[Change]:
    changes = [
        Change(
            kind=kind,
            row=row,
            at=at,
            number=number,
            is_end=label == "delete",
            context=context or {},
            values=values,
        )
        for kind, row, at, number, label, context, values in rows
    ]
    return sorted(changes, key=lambda change: (change.at, change.number))


def _rows(model: Any, pupil: Pupil) -> "QuerySet[Any]":
    events = model.pgh_event_model.objects.all()
    if model is Pupil:
        events = events.filter(pgh_obj=pupil.pk)
    elif model is CareEpisode:
        periods = CarePeriod.pgh_event_model.objects.filter(pupil=pupil.pk)  # type: ignore[attr-defined]
        hung = events.filter(care_period__in=periods.values("pgh_obj_id"))
        events = events.filter(pgh_obj__in=hung.values("pgh_obj_id"))
    else:  # from the first on, also of a row that came from a record merged into this one
        events = events.filter(pgh_obj__in=events.filter(pupil=pupil.pk).values("pgh_obj_id"))
    return _columns(model, events)


def _columns(model: Any, events: "QuerySet[Any]") -> "QuerySet[Any]":
    return events.order_by().values_list(
        Value(model.__name__),
        F("pgh_obj_id"),
        F("pgh_created_at"),
        F("pgh_id"),
        F("pgh_label"),
        F("pgh_context"),
        JSONObject(**{name: name for name in _FIELDS[model]}),
    )


def facts_after(changes: Iterable[Change]) -> list[Fact]:
    """The facts on record once these changes were made, in the order in which they came."""
    facts: dict[tuple[str, int], Fact] = {}
    for change in changes:
        if change.is_end:
            facts.pop((change.kind, change.row), None)
        else:
            facts.setdefault((change.kind, change.row), Fact(change.kind)).follow(change)
    return list(facts.values())


def of_day(facts: Iterable[Fact], model: type, day: date, **values: Any) -> Fact | None:
    """The fact of this kind that was the case on `day`, the one that began last; with `values`,
    the one that has these."""
    found = [
        fact
        for fact in facts
        if fact.kind == model.__name__
        and all(fact.values[name] == value for name, value in values.items())
        and fact.is_of(day)
    ]
    return max(found, key=lambda fact: str(fact.values["started_on"]), default=None)


def main_place_of(facts: Iterable[Fact], day: date) -> Fact | None:
    """The main place of `day`, education elsewhere, or the fact of having none."""
    kinds = {kind.value for kind in Enrolment.MAIN_KINDS}
    facts = [one for one in facts if one.kind == "Enrolment" and one.values["kind"] in kinds]
    return of_day(facts, Enrolment, day)


def identity(facts: Iterable[Fact]) -> Fact | None:
    """Names, numbers and date of birth; None before the child was on record."""
    return next((fact for fact in facts if fact.kind == Pupil.__name__), None)
