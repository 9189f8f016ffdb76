"""What beat wakes: the facts of the morning."""

from celery import shared_task

from . import services


@shared_task
def find_early_warning_facts() -> int:
    """Find the facts of everybody looked after; how many there are."""
    return services.find_all()
