"""Reads term dates and bank holidays from the database into the calendars that rules take."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value

from .models import CalendarEntry, OneOffHoliday
from .rules import CalendarBook, Entry, WorkingDays, YearCalendar

_ONE_OFF = "one_off"
_NOTHING = Value(None, output_field=CharField())
_NO_SETTING = Value(None, output_field=BigIntegerField())


def load_working_days() -> WorkingDays:
    """Working days in England with the one-off bank holidays on record."""
    return WorkingDays(dict(OneOffHoliday.objects.values_list("on", "name")))


def load_calendar_book(
    *,
    authority_names: Mapping[str, str],
    area_codes: Collection[str] = (),
    setting_ids: Collection[int] = (),
) -> CalendarBook:
    """The calendars, all years, of authorities (by code) and settings, in one query.

    `authority_names` are those responsible, whose term dates are named where they are missing.
    """
    codes = set(authority_names) | set(area_codes)
    rows = _of_authorities(codes).union(_of_settings(setting_ids), _one_off(), all=True)
    return calendar_book_of(rows, authority_names=authority_names)


def calendar_book_of(
    rows: Iterable[Sequence[Any]], *, authority_names: Mapping[str, str]
) -> CalendarBook:
    """The calendars of entries that are read: an authority's code or a setting, its name, the year,
    kind and name of the entry, its first and last day."""
    one_off = {}
    names: dict[Any, str] = {}
    entries: dict[tuple[Any, str], list[Entry]] = defaultdict(list)
    for code, setting_id, owner_name, year, kind, name, first, last in rows:
        if kind == _ONE_OFF:
            one_off[first] = name
            continue
        owner = code or setting_id
        names[owner] = owner_name
        entries[owner, year].append(Entry(kind, name, first, last))
    working_days = WorkingDays(one_off)
    calendars = {
        (owner, year): YearCalendar(
            names[owner],
            year,
            tuple(sorted(found, key=lambda entry: (entry.starts_on, entry.kind))),
            working_days,
        )
        for (owner, year), found in entries.items()
    }
    return CalendarBook(
        working_days=working_days,
        of_settings={key: one for key, one in calendars.items() if isinstance(key[0], int)},
        of_authorities={key: one for key, one in calendars.items() if isinstance(key[0], str)},
        authority_names=authority_names,
    )


def _of_authorities(codes: Collection[str]) -> "QuerySet[CalendarEntry, tuple[Any, ...]]":
    return (
        CalendarEntry.objects.filter(authority__code__in=codes)
        .order_by()
        .values_list(
            "authority__code",
            _NO_SETTING,
            "authority__name",
            "academic_year",
            "kind",
            "name",
            "starts_on",
            "ends_on",
        )
    )


def _of_settings(setting_ids: Collection[int]) -> "QuerySet[CalendarEntry, tuple[Any, ...]]":
    return (
        CalendarEntry.objects.filter(setting__in=setting_ids)
        .order_by()
        .values_list(
            _NOTHING,
            "setting_id",
            "setting__name",
            "academic_year",
            "kind",
            "name",
            "starts_on",
            "ends_on",
        )
    )


def _one_off() -> "QuerySet[OneOffHoliday, tuple[Any, ...]]":
    return OneOffHoliday.objects.values_list(
        _NOTHING, _NO_SETTING, _NOTHING, _NOTHING, Value(_ONE_OFF), "name", "on", F("on")
    )
