"""Which places make that a child has a setting, for rows as `has_setting_on` says it for facts."""

from datetime import date

from django.db.models import Q

from .querysets import in_force


def at_a_setting(day: date) -> Q:
    """Places at a setting that has the child on `day`, or has accepted them, of whatever kind.

    These are the places whose designated teacher sees the child (`Pupil.objects.visible_to`).
    """
    is_there = in_force(day) | Q(accepted_on__lte=day, started_on__gt=day)
    return is_there & Q(setting__isnull=False)
