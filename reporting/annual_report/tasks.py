"""The task that makes a report outside the request."""

from celery import shared_task

from . import services


@shared_task
def make_annual_report(report_id: int) -> None:
    """Make the report that somebody has asked for."""
    services.make_report(report_id=report_id)
