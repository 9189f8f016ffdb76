"""What stands on the timeline: an event, and the columns in which each source tells of one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from pupils.models import Pupil


@dataclass(frozen=True, kw_only=True)
class Event:
    """One dated fact in words."""

    on: date
    title: str
    detail: str = ""
    url_name: str = ""  # of the tab where it stands
    position: int = 0  # among the changes of state, which are numbered as they happen
    is_told_ahead: bool = False  # stands here before its day too


def shape(rows: "QuerySet[Any]", what: str, **columns: Any) -> "QuerySet[Any]":
    """The columns that every source has: what, from, to, code, detail, position on the day."""
    text = CharField()
    return rows.order_by().values_list(
        Value(what, output_field=text),
        columns.get("started_on", F("started_on")),
        columns.get("ended_on", F("ended_on")),
        Cast(columns.get("code", Value("")), text),
        Cast(columns.get("detail", Value("")), text),
        Cast(columns.get("position", Value(0)), BigIntegerField()),
    )


def rows_of(model: Any, pupil: Pupil, what: str, **columns: Any) -> "QuerySet[Any]":
    """The same of a model that has the child as `pupil`."""
    return shape(model.objects.filter(pupil=pupil), what, **columns)
