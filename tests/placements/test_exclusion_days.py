"""The days of a suspension: once they are over, and what may be said of them."""

from datetime import date
from decimal import Decimal

from pupils.models import Deadline
from pupils.reminders import sweep
from pupils.services.deadline_export import deadlines_on
from reporting.due_list import due_for
from tests.cast import TODAY, Cast
from tests.placements.test_exclusions import report, said
from vsh.notices.models import Notice

KIND = "suspension_provision"
NOTHING = {"provision": "", "provision_from_on": None}


def test_once_the_child_is_back_it_is_late_for_good_and_no_work_of_anybody(cast: Cast) -> None:
    """Ten school days from Monday 12 October, over before half term."""
    report(cast, facts=said(days=Decimal(10), **NOTHING))
    told = [row for row in deadlines_on(cast.northshire, day=TODAY) if row.kind == KIND]
    assert [(row.due_on, row.met_on, row.status) for row in told] == [
        (date(2026, 10, 19), None, "overdue")
    ]
    assert not Deadline.objects.get(kind=KIND).is_current
    assert not due_for(cast.officer, on=TODAY).filter(kind=KIND).exists()
    sweep(TODAY)
    assert not Notice.objects.filter(about__contains=KIND).exists()


def test_while_the_child_is_out_it_is_work(cast: Cast) -> None:
    report(cast, facts=said(days=Decimal(14), **NOTHING))  # to Thursday 5 November
    assert due_for(cast.officer, on=TODAY).filter(kind=KIND).exists()
    sweep(TODAY)
    assert Notice.objects.filter(about__contains=KIND).exists()
