"""Reads term dates and bank holidays from the database into the calendars that rules take."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from vsh.organisations.models import Authority

from .models import CalendarEntry, OneOffHoliday
from .rules import CalendarBook, Entry, WorkingDays, YearCalendar

_FIELDS = ("academic_year", "kind", "name", "starts_on", "ends_on")


def load_working_days() -> WorkingDays:
    """Working days in England with the one-off bank holidays on record."""
    return WorkingDays(dict(OneOffHoliday.objects.values_list("on", "name")))


def load_calendar_book(
    *, authority_codes: Collection[str] = (), setting_ids: Collection[int] = ()
) -> CalendarBook:
    """The calendars of these authorities and settings, all years."""
    working_days = load_working_days()
    names = dict(Authority.objects.filter(code__in=authority_codes).values_list("code", "name"))
    of_authorities = _calendars(
        Q(authority__code__in=authority_codes), "authority__code", "authority__name", working_days
    )
    of_settings = (
        _calendars(Q(setting__in=setting_ids), "setting_id", "setting__name", working_days)
        if setting_ids
        else {}
    )
    return CalendarBook(
        working_days=working_days,
        of_settings=of_settings,
        of_authorities=of_authorities,
        authority_names=names,
    )


def _calendars(
    owners: Q, owner_field: str, name_field: str, working_days: WorkingDays
) -> dict[tuple[Any, str], YearCalendar]:
    entries: dict[tuple[Any, str], list[Entry]] = defaultdict(list)
    names: dict[Any, str] = {}
    rows = CalendarEntry.objects.filter(owners).order_by("starts_on", "id")
    for owner, owner_name, year, *entry in rows.values_list(owner_field, name_field, *_FIELDS):
        names[owner] = owner_name
        entries[owner, year].append(Entry(*entry))
    return {
        (owner, year): YearCalendar(names[owner], year, tuple(found), working_days)
        for (owner, year), found in entries.items()
    }
