"""The clock of education while a child is suspended or excluded: the sixth school day."""

from dataclasses import replace
from datetime import date

import pytest

from placements.rules.provision import ExclusionFacts, ExclusionsOfChild, provisions
from tests.clock_world import ACADEMY, OAKFIELD, by_key, child, known, period, place

ON = date(2027, 3, 1)
IN_CARE = date(2025, 11, 3)
MONDAY = date(2026, 10, 5)


def out(started_on=MONDAY, *, kind="suspension", sessions=20, id=7, **more):  # noqa: A002
    if kind == "permanent":
        sessions = None
    return ExclusionFacts(
        id=id, kind=kind, started_on=started_on, sessions=sessions, setting_id=OAKFIELD, **more
    )


def clocks(*rows, care=None, enrolments=(), on=ON, limits=None, born=date(2014, 5, 10)):
    facts = child(care or period(IN_CARE), born=born, enrolments=enrolments).as_known_on(on)
    told = ExclusionsOfChild(rows).as_known_on(on)
    return by_key(provisions(facts, told, known(on, limits=limits)))


def only(*rows, **more):
    (state,) = clocks(*rows, **more).values()
    return state


@pytest.mark.parametrize(
    ("started_on", "due_on"),
    [
        (date(2026, 10, 5), date(2026, 10, 12)),  # Monday: the Monday after
        (date(2026, 10, 9), date(2026, 10, 16)),  # Friday: the Friday after
        (date(2026, 10, 21), date(2026, 11, 4)),  # half term from 26 to 30 October
        (date(2026, 10, 23), date(2026, 11, 6)),
        (date(2026, 12, 16), date(2027, 1, 6)),  # three days before Christmas, three after
        (date(2026, 9, 3), date(2026, 9, 10)),  # INSET on 1 and 2 September
        (date(2026, 9, 1), date(2026, 9, 10)),  # an INSET day is no school day
    ],
)
def test_the_first_day_out_is_day_one(started_on, due_on):
    state = only(out(started_on), on=date(2027, 1, 1))
    assert (state.started_on, state.due_on) == (started_on, due_on)


def test_the_calendar_is_that_of_the_school_that_suspended():
    """The academy's half term is a week longer."""
    row = ExclusionFacts(id=7, kind="permanent", started_on=date(2026, 10, 14), setting_id=ACADEMY)
    assert only(row, on=date(2026, 10, 20)).due_on == date(2026, 11, 4)


def test_the_sum_says_what_is_expected():
    told = only(out()).due.sum
    assert told.startswith(
        "Sixth school day of the suspension, which began on Mon 5 October 2026; "
        "for a looked-after child it is expected from the first day"
    )
    assert told.endswith("due Mon 12 October 2026")


@pytest.mark.parametrize(
    ("kind", "owner"),
    [("suspension", "designated_teacher"), ("permanent", "virtual_school_officer")],
)
def test_the_school_owes_it_for_a_suspension_the_authority_for_an_exclusion(kind, owner):
    assert only(out(kind=kind)).owner_role == owner


@pytest.mark.parametrize(
    ("from_on", "status"),
    [(MONDAY, MONDAY), (date(2026, 10, 13), date(2026, 10, 13)), (None, None)],
)
def test_education_reported_meets_it(from_on, status):
    assert only(out(full_time_from_on=from_on)).met_on == status


def test_education_that_is_to_come_does_not_meet_it_yet():
    row = out(full_time_from_on=date(2026, 10, 8))
    assert only(row, on=date(2026, 10, 7)).met_on is None
    assert only(row, on=date(2026, 10, 8)).met_on == date(2026, 10, 8)


def test_a_place_that_is_accepted_meets_a_permanent_exclusion_on_its_first_day():
    row = out(date(2026, 11, 2), kind="permanent")
    unit = place(
        date(2026, 11, 30), kind="alternative", setting_id=9, accepted_on=date(2026, 11, 6)
    )
    found = [
        only(row, enrolments=[unit], on=day)
        for day in (date(2026, 11, 12), date(2026, 11, 29), date(2026, 11, 30))
    ]
    assert [state.met_on for state in found] == [None, None, date(2026, 11, 30)]
    assert {state.due_on for state in found} == {date(2026, 11, 9)}


@pytest.mark.parametrize(
    ("enrolment", "met_on"),
    [
        (place(date(2026, 10, 14), setting_id=ACADEMY), date(2026, 10, 14)),
        (place(date(2026, 10, 14), kind="otherwise"), date(2026, 10, 14)),
        (place(date(2026, 10, 14), kind="alternative", setting_id=9), date(2026, 10, 14)),
        (place(date(2026, 10, 14), setting_id=ACADEMY, is_full_time=False), None),
        (place(date(2026, 10, 14), kind="no_place"), None),
        (place(date(2025, 9, 1), setting_id=OAKFIELD), None),
    ],
)
def test_a_full_time_place_elsewhere_meets_a_permanent_exclusion(enrolment, met_on):
    assert only(out(kind="permanent"), enrolments=[enrolment]).met_on == met_on
    assert only(out(sessions=20), enrolments=[enrolment]).met_on is None


@pytest.mark.parametrize(
    ("sessions", "on", "closed_on"),
    [
        (4, date(2026, 10, 6), None),  # its second and last day
        (4, date(2026, 10, 7), date(2026, 10, 7)),
        (9, date(2026, 10, 12), date(2026, 10, 10)),  # four days and a half
        (10, date(2026, 10, 12), date(2026, 10, 10)),  # five days: the sixth never came
        (11, date(2026, 10, 20), None),  # the sixth day is half a day out
        (None, date(2026, 10, 20), None),
    ],
)
def test_a_suspension_that_ended_before_asks_for_nothing(sessions, on, closed_on):
    kind = "permanent" if sessions is None else "suspension"
    assert only(out(kind=kind, sessions=sessions), on=on).closed_on == closed_on


@pytest.mark.parametrize(
    ("sessions", "number", "on", "is_current"),
    [
        (20, 6, date(2026, 10, 13), True),  # due yesterday, still out
        (20, 6, date(2026, 10, 16), True),  # its last day
        (20, 6, date(2026, 10, 17), False),
        (20, 6, ON, False),
        (12, 6, date(2026, 10, 12), True),  # out for six days: due on the last
        (12, 6, date(2026, 10, 13), False),
        (4, 1, date(2026, 10, 6), True),  # the authority asks for it from the first day
        (4, 1, date(2026, 10, 7), False),
        (None, 6, ON, True),  # permanent
    ],
)
def test_once_the_child_is_back_it_can_no_longer_be_met(sessions, number, on, is_current):
    kind = "permanent" if sessions is None else "suspension"
    state = only(out(kind=kind, sessions=sessions), on=on, limits={"suspension_provision": number})
    assert (state.met_on, state.closed_on, state.is_current) == (None, None, is_current)
    educated = out(kind=kind, sessions=sessions, full_time_from_on=MONDAY)
    assert only(educated, on=on, limits={"suspension_provision": number}).is_current


@pytest.mark.parametrize(
    ("started_on", "sessions", "on", "closed_on", "is_current"),
    [
        (date(2027, 7, 15), 4, date(2027, 7, 16), None, True),  # Thursday and Friday
        (date(2027, 7, 15), 4, date(2027, 9, 10), date(2027, 7, 17), True),
        (date(2027, 7, 15), 10, date(2027, 9, 10), date(2027, 7, 22), True),  # the term's last day
        (date(2027, 7, 15), 12, date(2027, 9, 10), None, True),  # nobody knows its last day
    ],
)
def test_one_that_ended_with_the_school_year_needs_no_term_dates_of_the_next(
    started_on, sessions, on, closed_on, is_current
):
    state = only(out(started_on, sessions=sessions), on=on)
    assert (state.due_on, state.closed_on, state.is_current) == (None, closed_on, is_current)


@pytest.mark.parametrize(
    ("ended", "on", "closed_on"),
    [
        ({"reinstated_on": date(2026, 12, 1)}, date(2026, 11, 30), date(2026, 10, 8)),
        ({"reinstated_on": date(2026, 12, 1)}, date(2026, 12, 1), date(2026, 10, 8)),
        ({"cancelled_on": date(2026, 11, 20), "sessions_missed": 6}, ON, date(2026, 10, 8)),
        ({"cancelled_on": date(2026, 11, 20), "sessions_missed": 4}, ON, date(2026, 10, 7)),
        ({"cancelled_on": date(2026, 10, 7), "sessions_missed": 4}, ON, date(2026, 10, 7)),
    ],
)
def test_what_was_over_does_not_reopen_when_it_is_cancelled_or_reinstated(ended, on, closed_on):
    """Three days, over on Wednesday 7 October."""
    state = only(out(sessions=6, **ended), on=on)
    assert state.closed_on == closed_on
    ended_it = closed_on == ended.get("cancelled_on")
    assert state.not_required_reason.startswith("Cancelled") is ended_it


@pytest.mark.parametrize("how", ["reinstated_on", "cancelled_on"])
def test_one_ended_on_a_monday_is_closed_on_that_day(how):
    row = out(sessions=20, sessions_missed=10, **{how: date(2026, 10, 12)})
    state = only(row)
    assert state.closed_on == date(2026, 10, 12)
    assert state.not_required_reason.startswith(("Cancelled", "Child reinstated"))


def test_one_that_was_cancelled_asks_for_nothing_from_that_day():
    row = out(cancelled_on=date(2026, 10, 8))
    assert only(row, on=date(2026, 10, 7)).closed_on is None
    state = only(row)
    assert state.closed_on == date(2026, 10, 8)
    assert state.not_required_reason == "Cancelled on Thu 8 October 2026"


def test_a_child_who_is_reinstated_needs_no_other_education():
    row = out(kind="permanent", reinstated_on=date(2026, 10, 20))
    assert only(row, on=date(2026, 10, 19)).closed_on is None
    assert only(row).not_required_reason == "Child reinstated on Tue 20 October 2026"


def test_lunchtimes_ask_for_no_other_education():
    assert clocks(out(kind="lunchtime", sessions=5)) == {}


@pytest.mark.parametrize(
    ("care", "count"),
    [
        (period(MONDAY), 1),  # entered care that very day
        (period(date(2026, 10, 6)), 0),  # a day later
        (period(IN_CARE, MONDAY), 0),  # left care that day
        (period(IN_CARE, date(2026, 10, 6)), 1),
    ],
)
def test_it_runs_for_who_was_looked_after_when_it_began(care, count):
    assert len(clocks(out(), care=care)) == count


def test_it_closes_when_care_ends():
    state = only(out(), care=period(IN_CARE, date(2026, 10, 9)))
    assert (state.closed_on, state.met_on) == (date(2026, 10, 9), None)


@pytest.mark.parametrize(("number", "due_on"), [(1, MONDAY), (2, date(2026, 10, 6))])
def test_an_authority_may_ask_for_it_sooner(number, due_on):
    assert only(out(), limits={"suspension_provision": number}).due_on == due_on


def test_two_on_one_day_have_a_clock_each():
    both = clocks(out(id=7), out(id=8, kind="permanent"))
    assert set(both) == {"suspension:2026-10-05", "permanent:2026-10-05"}
    of_two_schools = clocks(out(id=7), replace(out(id=9), setting_id=ACADEMY))
    assert set(of_two_schools) == {"suspension:2026-10-05", "suspension:2026-10-05/9"}


def test_without_term_dates_it_says_what_is_missing():
    state = only(out(date(2027, 9, 6)), on=date(2027, 9, 7))
    assert state.due_on is None
    assert "term dates 2027-28" in state.due.missing[0]
