"""What beat wakes and what runs after a change: ids in, a service call."""

from celery import shared_task

from vsh.calendars import today

from .models import Pupil
from .reminders import sweep
from .services.deadlines import recalculate, recalculate_deadlines_for


@shared_task
def recalculate_all_deadlines(authority_code: str | None = None) -> int:
    """Recalculate the deadlines of every child, or of one authority's; how many children."""
    pupils = Pupil.objects.all()
    if authority_code is not None:
        pupils = pupils.filter(authority__code=authority_code)
    return recalculate(pupils).children


@shared_task
def recalculate_pupil(pupil_id: int) -> None:
    """Recalculate the deadlines of one child."""
    recalculate_deadlines_for([pupil_id])


@shared_task
def sweep_reminders() -> int:
    """Queue the reminders of today; how many were new."""
    return sweep(today())
