"""A suspension that is decided before it begins, and one that is cancelled before."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from peps.facts.reported import reported_of
from placements.models import Exclusion
from placements.services import correct_exclusion
from pupils.models import Deadline
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import Cast
from tests.placements.test_around_exclusions import page_of
from tests.placements.test_exclusions import CANCELLED, recipients, report, said
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

MONDAY = date(2026, 11, 9)  # the cast's day is Wednesday 4 November
TO_COME = said(
    started_on=MONDAY,
    days=Decimal(8),
    notified_on=date(2026, 11, 4),
    provision="",
    provision_from_on=None,
)


@pytest.mark.parametrize(
    ("day", "is_refused"), [(date(2027, 1, 3), False), (date(2027, 1, 4), True)]
)
def test_it_begins_at_most_sixty_days_ahead(cast: Cast, day: date, is_refused: bool) -> None:
    without = {"days": None, "provision": "", "provision_from_on": None}
    facts = said(kind="permanent", started_on=day, **without)
    if is_refused:
        with pytest.raises(ValidationError, match="more than 60 days ahead"):
            report(cast, facts=facts)
    assert is_refused or report(cast, facts=facts).started_on == day


def test_it_is_told_at_once_and_its_clock_begins_with_it(cast: Cast) -> None:
    report(cast, facts=TO_COME)
    assert recipients("reported") == {cast.officer, cast.social_worker}
    page = page_of(cast, cast.officer)
    assert "To come" in page
    assert "8 school days suspended" not in page
    clocks = Deadline.objects.filter(pupil=cast.ada, kind="suspension_provision")
    assert not clocks.exists()
    recalculate_deadlines_for([cast.ada.pk], on=MONDAY)
    assert clocks.get().started_on == MONDAY


def test_it_is_cancelled_before_it_begins(cast: Cast) -> None:
    row = report(cast, facts=TO_COME)
    told = {"actor": cast.teacher, "exclusion": row, "version": 1, "reason": "New facts"}
    early = {**vars(TO_COME), **CANCELLED, "cancelled_on": date(2026, 11, 4)}
    with pytest.raises(ValidationError, match="before it began no day was missed"):
        correct_exclusion(facts=said(**early), **told)
    correct_exclusion(facts=said(**early | {"days_missed": Decimal(0)}), **told)
    assert Exclusion.objects.counted().count() == 0
    recalculate_deadlines_for([cast.ada.pk], on=MONDAY)
    assert not Deadline.objects.filter(pupil=cast.ada, kind="suspension_provision").exists()


def test_a_cancellation_by_mistake_is_taken_back_and_told(cast: Cast) -> None:
    row = report(cast)
    told = {"actor": cast.teacher, "exclusion": row, "reason": "Another child"}
    correct_exclusion(facts=said(**CANCELLED), version=1, **told)
    correct_exclusion(facts=said(), version=2, **told)
    correct_exclusion(facts=said(**CANCELLED), version=3, **told)
    mine = Notice.objects.filter(about=f"exclusion:{row.pk}", recipient=cast.officer)
    stages = ["reported", "cancelled 2", "corrected 3", "cancelled 4"]
    assert list(mine.order_by("pk").values_list("stage", flat=True)) == stages


def test_the_plan_does_not_count_what_is_to_come(cast: Cast) -> None:
    report(cast, facts=TO_COME)
    assert not reported_of([cast.ada.pk]).exclusions
    CurrentDay.objects.update(day=MONDAY)
    assert reported_of([cast.ada.pk]).exclusions
