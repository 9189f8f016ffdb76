"""What beat wakes at night about people's sessions."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_expired_sessions() -> None:
    """Delete the sessions that are over: what was searched for lies in them."""
    call_command("clearsessions")
