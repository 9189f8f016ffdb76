"""What beat wakes: the term's PEPs open at its start."""

from celery import shared_task

from .services import open_termly_peps as open_for_everyone


@shared_task
def open_termly_peps() -> int:
    """Open this term's PEPs that are not open yet; how many."""
    return open_for_everyone()
