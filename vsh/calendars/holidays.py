"""Writes about one-off bank holidays; who runs the system makes them on the command line."""

from datetime import date

from django.db import transaction

from .models import OneOffHoliday
from .signals import bank_holidays_changed


@transaction.atomic
def add_holiday(*, on: date, name: str) -> OneOffHoliday:
    """Put a bank holiday on record, or its name right; what is due is then recalculated."""
    holiday, _ = OneOffHoliday.objects.update_or_create(on=on, defaults={"name": name.strip()})
    bank_holidays_changed.send(OneOffHoliday)
    return holiday


@transaction.atomic
def remove_holiday(*, on: date) -> bool:
    """Take a bank holiday off the record; whether there was one."""
    is_there = bool(OneOffHoliday.objects.filter(on=on).delete()[0])
    if is_there:
        bank_holidays_changed.send(OneOffHoliday)
    return is_there
