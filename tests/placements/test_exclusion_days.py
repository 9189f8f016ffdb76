"""The days of a suspension: once they are over, and what may be said of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from placements.models import Exclusion
from pupils.models import Deadline
from pupils.reminders import sweep
from pupils.services.deadline_export import deadlines_on
from reporting.due_list import due_for
from tests.cast import TODAY, Cast
from tests.placements.test_exclusions import CANCELLED, report, said
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


PERMANENT = {"kind": "permanent", "days": None}


@pytest.mark.parametrize(
    ("told", "missed", "words"),
    [
        ({}, "2.5", ""),
        ({}, "3", "The suspension was of 2.5 school days: enter no more than that"),
        ({"days": Decimal(5)}, "3", ""),
        ({"days": Decimal(5)}, "3.5", "From 12 October 2026 to 14 October 2026 there were 3"),
        ({"kind": "lunchtime"}, "1.5", ""),  # half a day each
        ({"kind": "lunchtime"}, "2", "there were 1.5 school days"),
        (PERMANENT, "3", ""),  # Monday to Wednesday
        (PERMANENT, "3.5", "From 12 October 2026 to 14 October 2026 there were 3 school days"),
        (PERMANENT | {"cancelled_on": date(2026, 11, 3)}, "12", ""),  # half term between
        (PERMANENT | {"cancelled_on": date(2026, 11, 3)}, "12.5", "there were 12 school days"),
    ],
)
def test_no_more_days_were_missed_than_there_were(cast: Cast, told, missed, words) -> None:
    facts = said(**CANCELLED | told | {"days_missed": Decimal(missed)})
    if not words:
        assert report(cast, facts=facts).sessions_missed == Decimal(missed) * 2
        return
    with pytest.raises(ValidationError) as refused:
        report(cast, facts=facts)
    assert words in refused.value.message_dict["days_missed"][0]
    assert not Exclusion.objects.exists()


@pytest.mark.parametrize(
    ("started_on", "from_on", "has_one"),
    [
        (date(2026, 10, 10), date(2026, 10, 12), True),  # told for Saturday, set for Monday
        (date(2026, 10, 10), date(2026, 10, 13), False),
        (date(2026, 10, 24), date(2026, 11, 2), True),  # half term between
        (date(2026, 10, 24), date(2026, 11, 3), False),
        (date(2026, 9, 1), date(2026, 9, 2), True),  # an INSET day
        (date(2026, 10, 12), date(2026, 10, 13), False),
    ],
)
def test_day_one_is_the_first_school_day(cast: Cast, started_on, from_on, has_one) -> None:
    told = {"started_on": started_on, "provision_from_on": from_on, "notified_on": None}
    row = report(cast, facts=said(**told | PERMANENT))  # decided on any day
    client = Client()
    client.force_login(cast.officer)
    tab = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    meeting = reverse("placements:record_exclusion_meeting", args=[cast.ada.ref, row.pk])
    for page in (tab, client.get(meeting).content.decode()):
        assert ("Day one: Work set and marked" in page) is has_one
        assert ("Day one: none on record" in page) is not has_one
    assert ("None on record for 1 of 1" in tab) is not has_one
