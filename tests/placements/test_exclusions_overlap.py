"""A school excludes a child once for one day: what it tells twice is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from placements.models import Exclusion
from placements.rules.exclusions import TimeOut, overlap
from placements.services import correct_exclusion
from tests.cast import Cast
from tests.placements.test_around_exclusions import excluded, meeting
from tests.placements.test_exclusions import CANCELLED, report, said
from vsh.calendars.rules import CalendarBook

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 10, day) for day in (12, 13, 14))
NO_WORK = {"provision": "", "provision_from_on": None}


@pytest.mark.parametrize(
    ("first", "second", "is_overlap"),
    [
        ({"days": Decimal(2)}, {"started_on": TUESDAY}, True),
        ({"days": Decimal(2)}, {"started_on": WEDNESDAY}, False),
        ({"days": Decimal("1.5")}, {"started_on": TUESDAY}, False),  # from the afternoon on
        ({"days": Decimal("2.5")}, {"started_on": TUESDAY}, True),
        ({"days": Decimal(2)}, {"kind": "permanent", "days": None, "started_on": TUESDAY}, True),
        ({"days": Decimal(1)}, {"kind": "permanent", "days": None, "started_on": TUESDAY}, False),
        ({"kind": "permanent", "days": None}, {"started_on": date(2026, 11, 2)}, True),
        ({"days": Decimal(5)}, {"kind": "lunchtime", "started_on": TUESDAY}, False),
        ({"days": Decimal(5), **CANCELLED}, {"started_on": WEDNESDAY}, False),
    ],
)
def test_the_second_begins_within_the_first(
    cast: Cast, first: dict, second: dict, is_overlap: bool
) -> None:
    report(cast, facts=said(**{"started_on": MONDAY} | first))
    later = said(**NO_WORK | {"days": Decimal(1)} | second)
    if not is_overlap:
        report(cast, facts=later)
    else:
        with pytest.raises(ValidationError, match=r"On record is: .* It covers the same day"):
            report(cast, facts=later)
    assert Exclusion.objects.count() == 2 - is_overlap


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("one", "other", "is_overlap"),
    [(1, None, False), (1, 1, False), (1, 10, True), (2, None, True), (None, None, True)],
)
def test_two_of_one_day(
    one: int | None, other: int | None, is_overlap: bool, is_first: bool
) -> None:
    days = CalendarBook([]).school_days(setting_id=None, area_code="", authority_code="999")
    both = [TimeOut(started_on=MONDAY, sessions=sessions) for sessions in (one, other)]
    assert overlap(*(both if is_first else both[::-1]), days) is is_overlap


def test_what_was_arranged_since_is_added_to_one_that_overlaps_already(cast: Cast) -> None:
    row = report(cast, facts=said(started_on=MONDAY, days=Decimal(5), **NO_WORK))
    other = Exclusion.objects.get()
    other.pk, other.started_on = None, WEDNESDAY
    other.save()
    told = {"actor": cast.teacher, "exclusion": row, "version": 1, "reason": "Told"}
    facts = said(started_on=MONDAY, days=Decimal(5), notified_on=TUESDAY, **NO_WORK)
    assert correct_exclusion(facts=facts, **told).notified_on == TUESDAY


def test_a_correction_may_not_reach_into_the_next(cast: Cast) -> None:
    first = report(cast, facts=said(started_on=MONDAY, days=Decimal(1)))
    report(cast, facts=said(started_on=WEDNESDAY, days=Decimal(1), **NO_WORK))
    told = {"actor": cast.teacher, "exclusion": first, "version": 1, "reason": "Longer"}
    with pytest.raises(ValidationError, match="It covers the same day"):
        correct_exclusion(facts=said(started_on=MONDAY, days=Decimal(3)), **told)
    assert correct_exclusion(facts=said(started_on=MONDAY, days=Decimal(2)), **told).version == 2


def test_after_a_reinstatement_the_school_may_suspend_again(cast: Cast) -> None:
    row = excluded(cast, kind="permanent", days=None)
    meeting(cast, row, outcome="reinstated", meets_on=date(2026, 11, 2))
    with pytest.raises(ValidationError, match="It covers the same day"):
        report(cast, facts=said(started_on=date(2026, 10, 30), **NO_WORK))
    assert report(cast, facts=said(started_on=date(2026, 11, 2), **NO_WORK)).pk


def test_without_term_dates_only_the_first_day_is_known() -> None:
    unknown = CalendarBook([]).school_days(setting_id=None, area_code="", authority_code="999")
    long = TimeOut(started_on=MONDAY, sessions=20)
    assert overlap(long, TimeOut(started_on=MONDAY, sessions=2), unknown)
    assert not overlap(long, TimeOut(started_on=TUESDAY, sessions=2), unknown)


def test_a_panel_reviews_what_the_board_has_upheld(cast: Cast) -> None:
    row = excluded(cast, kind="permanent", days=None)
    panel = {"body": "panel", "outcome": "quashed", "meets_on": date(2026, 11, 3)}
    with pytest.raises(ValidationError, match="what the governing board has upheld"):
        meeting(cast, row, **panel, invited_on=None)
    meeting(cast, row, outcome="upheld", meets_on=date(2026, 10, 26))
    assert meeting(cast, row, **panel, invited_on=None).outcome == "quashed"
