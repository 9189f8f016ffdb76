"""The worker's part of work on many plans: do it, take up what was left."""

from celery import shared_task

from . import services


@shared_task
def run_plans_job(job_id: int) -> None:
    """Do the work that somebody has asked for."""
    services.run_job(job_id)


@shared_task
def resume_plans_jobs() -> None:
    """Take up work that waits although nobody does it."""
    services.resume_jobs()


@shared_task
def clear_plans_files() -> int:
    """Delete exported files that are old, and files that no row names; how many."""
    return services.clear_files() + services.clear_orphans()
