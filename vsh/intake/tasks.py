"""The worker's part of an import: check it, load it, take up what was left."""

from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from vsh.api.services import end_tokens_by_night

from . import clearing, services
from .engine import ImportBusyError

LEFT_AFTER_MINUTES = 5


@shared_task(bind=True, max_retries=60)
def check_import(self: "Task[Any, Any]", run_id: int) -> None:
    """Check an uploaded import and show what it would do."""
    try:
        services.check_import(run_id=run_id)
    except ImportBusyError as error:
        raise self.retry(exc=error, countdown=20) from error


@shared_task(bind=True, max_retries=60)
def load_import(self: "Task[Any, Any]", run_id: int) -> None:
    """Load a confirmed import."""
    try:
        services.load_import(run_id=run_id)
    except ImportBusyError as error:
        raise self.retry(exc=error, countdown=20) from error


@shared_task
def resume_imports() -> None:
    """Send again what a lost message or a dead worker left; one at work is not disturbed."""
    services.resume_imports(now=timezone.now(), minutes=LEFT_AFTER_MINUTES)


@shared_task
def clear_imports() -> None:
    """Delete uploaded files that outlived their import."""
    clearing.clear_imports()


@shared_task
def end_tokens() -> None:
    """End the tokens of who has left, and tell of the last days of the others."""
    end_tokens_by_night()
