"""What beat wakes and what runs after a change: ids in, a service call."""

from celery import shared_task
from django.utils import timezone

from .models import Pupil
from .reminders import is_time_to_remind, sweep_today
from .services.deadlines import recalculate, recalculate_deadlines_for, recalculate_everyone
from .services.owed_deadlines import recalculate_owed


@shared_task
def recalculate_all_deadlines(authority_code: str | None = None) -> int:
    """Recalculate the deadlines of every child, or of one authority's; how many children."""
    if authority_code is None:
        return recalculate_everyone().children
    return recalculate(Pupil.objects.filter(authority__code=authority_code)).children


@shared_task
def recalculate_pupil(pupil_id: int) -> None:
    """Recalculate the deadlines of one child."""
    recalculate_deadlines_for([pupil_id])


@shared_task
def recalculate_owed_deadlines() -> int:
    """Work out the deadlines that a large file has left; how many children."""
    return recalculate_owed()


@shared_task
def sweep_reminders() -> int:
    """Queue the reminders of today, in working hours; how many were new."""
    now = timezone.now()
    return sweep_today() if is_time_to_remind(now) else 0
