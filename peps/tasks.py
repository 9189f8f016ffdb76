"""What beat wakes: the term's PEPs open at its start, and open plans follow the facts."""

from celery import shared_task

from .services import adapt_open_plans
from .services import open_termly_peps as open_for_everyone


@shared_task
def open_termly_peps() -> int:
    """Open this term's PEPs that are not open yet; how many."""
    return open_for_everyone()


@shared_task
def follow_the_facts() -> int:
    """Give open plans the sections that the facts call for by now; how many plans changed."""
    return adapt_open_plans()
