"""The tasks of reporting, where Celery looks for them."""

from .annual_report.tasks import make_annual_report, resume_reports
from .early_warning.tasks import find_early_warning_facts
from .term_plans.tasks import clear_plans_files, resume_plans_jobs, run_plans_job

__all__ = [
    "clear_plans_files",
    "find_early_warning_facts",
    "make_annual_report",
    "resume_plans_jobs",
    "resume_reports",
    "run_plans_job",
]
