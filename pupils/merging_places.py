"""What a merge of two records of one child does with two places whose days overlap."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from .merging import GivesWay, hangs_on, times
from .models import Enrolment

DAY = timedelta(days=1)
NO_PLACE = Enrolment.Kind.NO_PLACE


def place_in_words(row: Enrolment) -> str:
    """The setting, what kind of place it is there, and since when."""
    kind = row.get_kind_display()
    where = f"{row.setting}, {kind.lower()}" if row.setting and row.kind != "main" else row.setting
    return f"{where or kind} {times(row)}"


def is_twice_at(row: Enrolment) -> str:
    """Beside another place at the same setting the same sessions would count twice; of two main
    places the database says so."""
    there = _overlapping(row).filter(setting=row.setting_id)
    if row.kind in Enrolment.MAIN_KINDS:
        there = there.exclude(kind__in=Enrolment.MAIN_KINDS)
    if row.setting_id is None or not there.exists():
        return ""
    return "The child already has a place at this setting in part of this time."


def beside_no_place(row: Enrolment) -> GivesWay | None:
    """The fact of having no place gives way to a place, whichever record tells of either, as when a
    place is recorded: it ends or begins at the edge of the place. Nothing where it would hold
    before and after."""
    others = list(_overlapping(row).filter(kind__in=Enrolment.MAIN_KINDS))
    if row.kind not in Enrolment.MAIN_KINDS or not others or is_twice_at(row):
        return None
    if row.kind == NO_PLACE:
        left = _shortened(row, others)
        return [(row, None)] if left == [] else left
    given: GivesWay = []
    places = [row, *_other_places_that_come(row)]
    for one in others:
        left = _shortened(one, places) if one.kind == NO_PLACE else None
        if left is None or (not left and hangs_on(one)):
            return None
        given += left or [(one, None)]
    return given


def _other_places_that_come(row: Enrolment) -> Any:
    """The places that come with this one from the record that goes: each shortens the fact of
    having none, and together they may leave one time of it where one alone leaves two."""
    record = Enrolment.objects.filter(pk=row.pk).values("pupil")
    places = Enrolment.objects.filter(pupil__in=record, kind__in=Enrolment.MAIN_KINDS)
    return places.exclude(kind=NO_PLACE).exclude(pk=row.pk)


def _overlapping(row: Enrolment) -> Any:
    others = Enrolment.objects.filter(pupil=row.pupil_id).exclude(pk=row.pk)
    others = others.filter(Q(ended_on=None) | Q(ended_on__gte=row.started_on))
    if row.ended_on is not None:
        others = others.filter(started_on__lte=row.ended_on)
    return others.order_by("started_on")


def _shortened(none: Enrolment, places: Iterable[Enrolment]) -> GivesWay | None:
    """The one time that the places leave of it; empty where they leave no day."""
    left: list[tuple[date, date | None]] = []
    on: date | None = none.started_on
    for place in sorted(places, key=lambda place: place.started_on):
        if on is None or (none.ended_on and place.started_on > none.ended_on):
            break
        if place.started_on > on:
            left.append((on, place.started_on - DAY))
        on = max(on, place.ended_on + DAY) if place.ended_on else None
    if on is not None and (none.ended_on is None or on <= none.ended_on):
        left.append((on, none.ended_on))
    if len(left) > 1:
        return None
    return [(none, {"started_on": first, "ended_on": last}) for first, last in left]
