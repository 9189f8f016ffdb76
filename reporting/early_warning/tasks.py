"""The facts of the morning, which beat asks for, and of children whose record has changed."""

from celery import shared_task

from . import services


@shared_task
def find_early_warning_facts() -> int:
    """Find the facts of everybody looked after; how many there are."""
    return services.find_all()


@shared_task
def find_early_warning_facts_of(pupil_ids: list[int]) -> int:
    """Find the facts of these children again; how many there are."""
    return services.find_again(pupil_ids)
