"""The worker's part of a report: make it, take up what was left."""

from celery import shared_task

from . import services


@shared_task
def make_annual_report(report_id: int) -> None:
    """Make the report that somebody has asked for."""
    services.make_report(report_id=report_id)


@shared_task
def resume_reports() -> None:
    """Take up reports that wait although nobody makes them."""
    services.resume_reports()
