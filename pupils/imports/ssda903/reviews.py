"""A statutory review as the return tells it: its day and how the child took part."""

from collections.abc import Set
from datetime import date

from vsh.tables.findings import Problem
from vsh.tables.job import Outcome

from ..changes import Changes
from ..record import ChildRecord
from ..reviews_held import HeldInFile, doubt_day, plan_review_held, same_review
from .row import ReviewRow


def plan_review(
    record: ChildRecord, review: ReviewRow, changes: Changes, *, days: Set[date]
) -> None:
    """The review of that day, else the one that is meant; `days` are all that the return names."""
    said = HeldInFile(
        row=review.row,
        column="REVIEW",
        held_on=review.held_on,
        others=frozenset(days - {review.held_on}),
    )
    period, before = record.period_with(review.held_on), changes.count
    found = next((one for one in record.reviews if one.held_on == review.held_on), None)
    is_known = found is not None
    if found is None and period is not None:
        found = plan_review_held(record, period, said, changes)
    elif found is None and (corrected := same_review(record, None, said)) is not None:
        doubt_day(corrected, said, changes)
    elif found is None:
        message = (
            "No sound episode of this return and nothing on record says that the child was "
            "looked after on that day. Correct it, or load the episode in which it lies."
        )
        changes.refuse(review.row, Problem(column="REVIEW", code="outside_care", message=message))
        return
    if found is not None:
        changes.set(found, participation=review.participation)
    is_new = found is not None and found.pk is None and not is_known
    outcome = Outcome.CHANGED if changes.count > before else Outcome.SAME
    changes.settle(review.row, Outcome.NEW if is_new else outcome)
