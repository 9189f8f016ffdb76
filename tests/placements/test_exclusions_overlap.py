"""A school excludes a child once for one day: what it tells twice is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from placements.models import Exclusion
from placements.rules.exclusions import TimeOut, overlap
from placements.services import correct_exclusion, withdraw_exclusion
from placements.services.exclusion_meetings import (
    MeetingAsItIs,
    save_exclusion_meeting,
    withdraw_exclusion_meeting,
)
from tests.cast import Cast
from tests.placements.test_around_exclusions import GOVERNORS, excluded, meeting
from tests.placements.test_exclusions import CANCELLED, report, said
from vsh.calendars.rules import CalendarBook

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 10, day) for day in (12, 13, 14))
UNMISSED = {"cancelled_on": MONDAY, "cancelled_because": "No evidence", "days_missed": Decimal(0)}
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
        ({"days": Decimal(5), **CANCELLED}, {"started_on": TUESDAY}, True),  # missed by then
        ({"days": Decimal(5), **UNMISSED}, {"started_on": TUESDAY}, False),
        ({"kind": "permanent", "days": None, **CANCELLED}, {"started_on": TUESDAY}, True),
        ({"kind": "permanent", "days": None, **CANCELLED}, {"started_on": WEDNESDAY}, False),
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
    [
        ((1, False), (None, True), False),  # from the afternoon on
        ((1, False), (4, True), False),  # cancelled after four sessions
        ((10, False), (1, True), False),  # the head teacher made of it a suspension
        ((1, False), (1, False), True),  # the record holds one of a kind for each first day
        ((1, False), (5, False), True),
        ((2, False), (None, True), True),
        ((None, True), (None, True), True),
    ],
)
def test_two_of_one_day(one, other, is_overlap: bool, is_first: bool) -> None:
    days = CalendarBook([]).school_days(setting_id=None, area_code="", authority_code="999")
    both = [
        TimeOut(started_on=MONDAY, sessions=sessions, is_permanent=is_permanent)
        for sessions, is_permanent in (one, other)
    ]
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
        report(cast, facts=said(started_on=date(2026, 10, 23), **NO_WORK))
    assert report(cast, facts=said(started_on=date(2026, 11, 2), **NO_WORK)).pk


# --- a permanent exclusion that ended with a reinstatement, and what came after it --------------

REINSTATED_ON, LATER = date(2026, 10, 20), date(2026, 11, 2)
TO_BE_PERMANENT = {"kind": "permanent", "days": None, **NO_WORK}


def back_and_out_again(cast: Cast):
    row = report(cast, facts=said(started_on=MONDAY, **TO_BE_PERMANENT))
    board = meeting(cast, row, outcome="reinstated", meets_on=REINSTATED_ON, invited_on=None)
    report(cast, facts=said(started_on=LATER, days=Decimal(1), **NO_WORK))
    return row, board


@pytest.mark.parametrize(
    ("started_on", "words"),
    [
        (TUESDAY, None),
        (REINSTATED_ON, None),
        (date(2026, 10, 21), "Governing board, 20 October 2026: this meeting about it is on"),
    ],
)
def test_of_the_first_another_day_is_told_up_to_its_meeting(cast, started_on, words) -> None:
    row, _ = back_and_out_again(cast)
    told = {"actor": cast.teacher, "exclusion": row, "version": 1, "reason": "The letter says so"}
    facts = said(started_on=started_on, **TO_BE_PERMANENT)
    if words is None:
        assert correct_exclusion(facts=facts, **told).started_on == started_on
        return
    with pytest.raises(ValidationError) as refused:
        correct_exclusion(facts=facts, **told)
    assert words in refused.value.message_dict["started_on"][0]
    row.refresh_from_db()
    assert (row.started_on, row.version) == (MONDAY, 1)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"outcome": "upheld"}, "outcome"),
        ({"outcome": ""}, "outcome"),
        ({"meets_on": date(2026, 11, 3)}, "meets_on"),
        ({"meets_on": LATER}, None),
        ({"meets_on": TUESDAY}, None),
        ({"attended_by": "The carer"}, None),
    ],
)
def test_the_child_stays_reinstated_before_the_next(cast: Cast, other, field) -> None:
    row, board = back_and_out_again(cast)
    told = {"outcome": "reinstated", "meets_on": REINSTATED_ON, "invited_on": None, **other}
    facts = MeetingAsItIs(**vars(GOVERNORS) | told)
    change = {"actor": cast.officer, "exclusion": row, "meeting": board, "version": 1}
    if field is None:
        assert save_exclusion_meeting(facts=facts, **change).version == 2
        return
    with pytest.raises(ValidationError) as refused:
        save_exclusion_meeting(facts=facts, **change)
    assert "Suspension from 2 November 2026" in refused.value.message_dict[field][0]
    board.refresh_from_db()
    assert (board.version, board.outcome) == (1, "reinstated")


def test_its_meeting_is_withdrawn_once_the_next_is(cast: Cast) -> None:
    row, board = back_and_out_again(cast)
    told = {"actor": cast.officer, "reason": "Not held", "version": 1}
    with pytest.raises(ValidationError, match="It stands because the child was back by then"):
        withdraw_exclusion_meeting(exclusion=row, meeting=board, **told)
    later = Exclusion.objects.get(started_on=LATER)
    withdraw_exclusion(exclusion=later, **told)
    withdraw_exclusion_meeting(exclusion=row, meeting=board, **told)
    assert not row.meetings.exists()


def test_of_a_permanent_one_the_refusal_names_the_reinstatement(cast: Cast) -> None:
    report(cast, facts=said(started_on=MONDAY, **TO_BE_PERMANENT))
    with pytest.raises(ValidationError, match="or record that the child was reinstated"):
        report(cast, facts=said(started_on=LATER, days=Decimal(1), **NO_WORK))
    with pytest.raises(ValidationError) as refused:
        report(cast, facts=said(started_on=MONDAY, days=Decimal(1), **NO_WORK))
    assert "reinstated" not in str(refused.value)


@pytest.mark.parametrize("first", [{}, UNMISSED, {"kind": "lunchtime"}])
def test_two_of_a_kind_from_one_day_are_entered_as_one(cast: Cast, first) -> None:
    half = {"started_on": MONDAY, "days": Decimal("0.5"), **NO_WORK}
    row = report(cast, facts=said(**half | first))
    with pytest.raises(ValidationError, match="Two of one kind from one day are entered as one"):
        report(cast, facts=said(**half | {"kind": row.kind}))
    assert report(cast, facts=said(**half | TO_BE_PERMANENT)).pk


def test_a_panel_reinstates_nobody(cast: Cast) -> None:
    row = excluded(cast, kind="permanent", days=None)
    meeting(cast, row, outcome="upheld", meets_on=date(2026, 10, 26))
    panel = {"body": "panel", "meets_on": date(2026, 11, 3), "invited_on": None}
    with pytest.raises(ValidationError) as refused:
        meeting(cast, row, outcome="reinstated", **panel)
    assert "Where the governors then reinstated" in refused.value.message_dict["outcome"][0]
    found = meeting(cast, row, outcome="upheld", **panel)
    row.meetings.filter(pk=found.pk).update(outcome="reinstated")  # recorded before it was refused
    facts = MeetingAsItIs(**vars(GOVERNORS) | panel | {"outcome": "reinstated"})
    change = {"actor": cast.officer, "exclusion": row, "meeting": found, "version": 1}
    assert save_exclusion_meeting(facts=facts, **change).attended_by == GOVERNORS.attended_by


def test_without_term_dates_only_the_first_day_is_known() -> None:
    unknown = CalendarBook([]).school_days(setting_id=None, area_code="", authority_code="999")
    long = TimeOut(started_on=MONDAY, sessions=20)
    assert overlap(long, TimeOut(started_on=MONDAY, sessions=2), unknown)
    assert not overlap(long, TimeOut(started_on=TUESDAY, sessions=2), unknown)


def test_days_missed_before_a_cancellation_may_not_be_another_suspensions(cast: Cast) -> None:
    first = report(cast, facts=said(started_on=MONDAY, days=Decimal(5), **UNMISSED))
    report(cast, facts=said(started_on=TUESDAY, days=Decimal(1), **NO_WORK))
    told = {"actor": cast.teacher, "exclusion": first, "version": 1, "reason": "She was out"}
    with pytest.raises(ValidationError, match="It covers the same day"):
        correct_exclusion(facts=said(started_on=MONDAY, days=Decimal(5), **CANCELLED), **told)
    facts = said(started_on=MONDAY, days=Decimal(5), **CANCELLED | {"days_missed": Decimal(1)})
    assert correct_exclusion(facts=facts, **told).sessions_missed == 2


def test_a_panel_reviews_what_the_board_has_upheld(cast: Cast) -> None:
    row = excluded(cast, kind="permanent", days=None)
    panel = {"body": "panel", "outcome": "quashed", "meets_on": date(2026, 11, 3)}
    with pytest.raises(ValidationError, match="what the governing board has upheld"):
        meeting(cast, row, **panel, invited_on=None)
    meeting(cast, row, outcome="upheld", meets_on=date(2026, 10, 26))
    assert meeting(cast, row, **panel, invited_on=None).outcome == "quashed"


# --- a panel depends on the board's meeting -----------------------------------------------------

BOARD, PANEL = date(2026, 10, 26), date(2026, 11, 3)


def reviewed(cast: Cast):
    row = excluded(cast, kind="permanent", days=None)
    board = meeting(cast, row, outcome="upheld", meets_on=BOARD)
    panel = meeting(cast, row, body="panel", outcome="quashed", meets_on=PANEL, invited_on=None)
    return row, board, panel


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"outcome": "reinstated"}, "outcome"),
        ({"outcome": ""}, "outcome"),
        ({"meets_on": date(2026, 11, 4)}, "meets_on"),
        ({"body": "panel"}, "body"),
        ({"meets_on": PANEL}, None),
        ({"attended_by": "The carer"}, None),
    ],
)
def test_the_board_a_panel_reviews_stays_upheld_before_it(cast: Cast, other, field) -> None:
    row, board, _ = reviewed(cast)
    told = {"outcome": "upheld", "meets_on": BOARD, **other}
    facts = MeetingAsItIs(**vars(GOVERNORS) | told)
    change = {"actor": cast.officer, "exclusion": row, "meeting": board, "version": 1}
    if field is None:
        assert save_exclusion_meeting(facts=facts, **change).version == 2
        return
    with pytest.raises(ValidationError) as refused:
        save_exclusion_meeting(facts=facts, **change)
    words = "The independent review panel of 3 November 2026 reviews what this meeting upheld"
    assert words in refused.value.message_dict[field][0] or field == "body"
    board.refresh_from_db()
    assert (board.version, board.outcome, board.meets_on) == (1, "upheld", BOARD)


def test_it_is_not_withdrawn_before_the_panels_meeting(cast: Cast) -> None:
    row, board, panel = reviewed(cast)
    told = {"actor": cast.officer, "exclusion": row, "version": 1, "reason": "Not held"}
    with pytest.raises(ValidationError, match="change or withdraw the panel’s meeting first"):
        withdraw_exclusion_meeting(meeting=board, **told)
    withdraw_exclusion_meeting(meeting=panel, **told)
    withdraw_exclusion_meeting(meeting=board, **told)
    assert not row.meetings.exists()


def test_of_two_boards_that_upheld_it_one_may_go(cast: Cast) -> None:
    row, board, _ = reviewed(cast)
    meeting(cast, row, outcome="upheld", meets_on=date(2026, 11, 2))
    told = {"actor": cast.officer, "exclusion": row, "version": 1, "reason": "Not held"}
    withdraw_exclusion_meeting(meeting=board, **told)
    assert row.meetings.count() == 2
