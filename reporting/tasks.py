"""The tasks of reporting, where Celery looks for them."""

from .annual_report.tasks import make_annual_report, resume_reports

__all__ = ["make_annual_report", "resume_reports"]
