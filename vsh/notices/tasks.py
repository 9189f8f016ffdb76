"""The task that beat wakes every minute."""

from celery import shared_task

from . import services


@shared_task
def send_pending() -> None:
    """Send what waits in the outbox."""
    services.send_pending()
