"""The clock of school places: who needs one, from when, by when, met by what."""

from datetime import date

import pytest

from placements.rules import school_places
from pupils.rules.facts import PlacementFacts
from tests.clock_world import (
    ACADEMY,
    YEAR_2026_27,
    by_key,
    calendar,
    child,
    known,
    period,
    place,
)

ON = date(2027, 3, 1)
IN_CARE = date(2025, 11, 3)
AT_SCHOOL = date(2025, 9, 3)
FRIDAY, SATURDAY, MONDAY = date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 12)


def clocks(*periods, enrolments=(), on=ON, born=date(2014, 5, 10), limits=None, **calendars):
    facts = child(*periods, born=born, enrolments=enrolments).as_known_on(on)
    return by_key(school_places(facts, known(on, limits=limits, **calendars)))


def moved(day, *, is_emergency, before=IN_CARE):
    """A period of care with a move of placement on `day`."""
    return period(
        before,
        placements=[
            PlacementFacts(before, day, "U4"),
            PlacementFacts(day, None, "U4", is_emergency=is_emergency),
        ],
    )


# --- no gap ---
@pytest.mark.parametrize("kind", ["main", "otherwise", "alternative"])
def test_full_time_education_of_any_kind_counts(kind):
    assert clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL, kind=kind)]) == {}


def test_the_day_after_the_last_day_at_a_new_school_is_no_gap():
    schools = [place(AT_SCHOOL, FRIDAY), place(SATURDAY)]
    assert clocks(moved(MONDAY, is_emergency=True), enrolments=schools) == {}


def test_holidays_between_two_schools_are_no_gap():
    schools = [place(AT_SCHOOL, date(2026, 7, 21)), place(date(2026, 9, 3))]
    assert clocks(period(IN_CARE), enrolments=schools) == {}


def test_a_planned_placement_in_the_holidays_with_a_place_from_the_first_school_day_is_no_gap():
    schools = [
        place(AT_SCHOOL, date(2026, 7, 21)),
        place(date(2026, 9, 3), accepted_on=date(2026, 7, 1)),
    ]
    for on in (date(2026, 8, 20), ON):
        assert clocks(moved(date(2026, 8, 10), is_emergency=False), enrolments=schools, on=on) == {}


def test_before_the_first_known_enrolment_nothing_is_known():
    assert clocks(period(date(2026, 3, 2)), enrolments=[place(date(2026, 11, 3))]) == {}


def test_too_young_and_too_old_children_have_no_clock():
    nowhere = [place(date(2026, 9, 1), kind="no_place")]
    care = period(date(2026, 9, 1))
    assert clocks(care, enrolments=nowhere, born=date(2022, 9, 2)) == {}
    assert clocks(care, enrolments=nowhere, born=date(2010, 8, 31)) == {}


def test_short_breaks_have_no_clock():
    stay = period(date(2026, 10, 5), date(2026, 10, 12), status="V3")
    assert clocks(stay, enrolments=[place(date(2026, 9, 3), kind="no_place")]) == {}


# --- the placement ended the schooling ---
@pytest.mark.parametrize("placed_on", [FRIDAY, SATURDAY, MONDAY])
def test_an_emergency_placement_gives_20_school_days_from_the_placement(placed_on):
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10), setting_id=ACADEMY)]
    found = clocks(moved(placed_on, is_emergency=True), enrolments=schools)
    state = found[f"placement:{placed_on}"]
    assert len(found) == 1
    assert state.started_on == placed_on
    assert state.due_on == (date(2026, 11, 16) if placed_on == MONDAY else date(2026, 11, 13))
    assert state.met_on == date(2026, 11, 10)
    assert state.owner_role == "social_worker"


@pytest.mark.parametrize("placed_on", [FRIDAY, SATURDAY, MONDAY])
def test_a_planned_placement_wants_the_place_on_its_own_day(placed_on):
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10))]
    state = clocks(moved(placed_on, is_emergency=False), enrolments=schools)[
        f"placement:{placed_on}"
    ]
    assert (state.started_on, state.due_on, state.met_on) == (
        placed_on,
        placed_on,
        date(2026, 11, 10),
    )


def test_a_place_at_the_new_school_on_the_day_of_the_planned_placement_meets_it():
    schools = [place(AT_SCHOOL, FRIDAY), place(MONDAY)]
    state = clocks(moved(MONDAY, is_emergency=False), enrolments=schools)[f"placement:{MONDAY}"]
    assert (state.due_on, state.met_on) == (MONDAY, MONDAY)


@pytest.mark.parametrize("placed_on", [date(2026, 10, 8), date(2026, 10, 13)])
def test_a_placement_before_or_after_that_stretch_did_not_end_the_schooling(placed_on):
    found = clocks(moved(placed_on, is_emergency=True), enrolments=[place(AT_SCHOOL, FRIDAY)])
    assert list(found) == [f"without_education:{SATURDAY}"]


def test_the_record_outranks_the_dates():
    left = place(AT_SCHOOL, FRIDAY, ended_by_placement=False)
    found = clocks(moved(MONDAY, is_emergency=False), enrolments=[left])
    assert found[f"without_education:{SATURDAY}"].due_on == date(2026, 11, 13)
    left = place(AT_SCHOOL, FRIDAY, ended_by_placement=True)
    found = clocks(moved(date(2026, 10, 5), is_emergency=True), enrolments=[left])
    assert found["placement:2026-10-05"].due_on == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("placed_on", "is_emergency", "started_on", "due_on"),
    [
        (date(2026, 10, 15), True, date(2026, 10, 15), date(2026, 11, 19)),  # days later
        (date(2026, 10, 15), False, date(2026, 10, 15), date(2026, 10, 15)),
        (date(2026, 10, 5), False, FRIDAY, FRIDAY),  # days before, the school was kept a while
    ],
)
def test_on_record_the_placement_nearest_to_the_end_of_the_place_is_meant(
    placed_on, is_emergency, started_on, due_on
):
    left = place(AT_SCHOOL, FRIDAY, ended_by_placement=True)
    (state,) = clocks(moved(placed_on, is_emergency=is_emergency), enrolments=[left]).values()
    assert (state.started_on, state.due_on) == (started_on, due_on)


def test_a_place_ended_by_a_placement_of_which_none_is_on_record_counts_like_any_other():
    left = place(date(2026, 9, 3), FRIDAY, ended_by_placement=True)
    (state,) = clocks(period(IN_CARE), enrolments=[left]).values()
    assert (state.started_on, state.due_on) == (SATURDAY, date(2026, 11, 13))


def test_linked_to_a_placement_the_clock_runs_at_once_even_in_the_holidays():
    left = [place(AT_SCHOOL, date(2026, 7, 21))]
    found = clocks(
        moved(date(2026, 8, 10), is_emergency=True), enrolments=left, on=date(2026, 8, 11)
    )
    assert found["placement:2026-08-10"].due_on == date(2026, 9, 30)


# --- without education for any other reason ---
def test_20_school_days_from_the_first_day_without():
    state = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL, FRIDAY)])[
        f"without_education:{SATURDAY}"
    ]
    assert (state.started_on, state.due_on, state.met_on) == (SATURDAY, date(2026, 11, 13), None)


@pytest.mark.parametrize(("on", "has_clock"), [(date(2027, 1, 3), False), (date(2027, 1, 4), True)])
def test_the_clock_shows_once_a_school_day_was_missed(on, has_clock):
    left = [place(AT_SCHOOL, date(2026, 12, 18))]
    found = clocks(period(IN_CARE), enrolments=left, on=on)
    assert bool(found) is has_clock
    if has_clock:
        state = found["without_education:2026-12-19"]
        assert (state.started_on, state.due_on) == (date(2026, 12, 19), date(2027, 1, 29))


@pytest.mark.parametrize(
    "enrolment",
    [
        place(date(2026, 9, 3), is_full_time=False),
        place(date(2026, 9, 3), kind="subsidiary"),
        place(date(2026, 9, 3), kind="no_place", is_full_time=False),
        place(date(2026, 9, 3), kind="otherwise", is_full_time=False),
    ],
)
def test_less_than_full_time_education_is_a_gap(enrolment):
    found = clocks(period(IN_CARE), enrolments=[enrolment], on=date(2026, 10, 1))
    assert found["without_education:2026-09-03"].due_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (12.0, "A part-time timetable of 12 hours a week since Thu 3 September 2026"),
        (12.5, "A part-time timetable of 12.5 hours a week since Thu 3 September 2026"),
        (None, "A part-time timetable since Thu 3 September 2026"),
    ],
)
def test_the_sum_names_the_part_time_timetable_that_started_the_clock(hours, words):
    part = place(date(2026, 9, 3), is_full_time=False, hours_a_week=hours)
    found = clocks(period(IN_CARE), enrolments=[part], on=date(2026, 10, 1))
    due = found["without_education:2026-09-03"].due
    assert due.steps[0] == f"{words} is not full-time education"
    assert len(due.steps) > 1


def test_a_timetable_that_came_later_or_was_over_before_did_not_start_it():
    schools = [
        place(date(2026, 9, 3), date(2026, 9, 11), is_full_time=False),
        place(date(2026, 9, 12), date(2026, 9, 30)),
        place(date(2026, 10, 1), date(2026, 10, 6), kind="no_place"),
        place(date(2026, 10, 7), is_full_time=False, hours_a_week=10.0),
    ]
    found = clocks(period(IN_CARE), enrolments=schools, on=date(2026, 10, 10))
    steps = " ".join(found["without_education:2026-10-01"].due.steps)
    assert "timetable" not in steps


def test_a_place_that_is_only_accepted_is_not_yet_education():
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10), accepted_on=date(2026, 10, 14))]
    state = clocks(period(IN_CARE), enrolments=schools, on=date(2026, 11, 1))[
        f"without_education:{SATURDAY}"
    ]
    assert state.met_on is None


def test_entry_to_care_without_a_place_counts_from_entry():
    schools = [place(AT_SCHOOL, date(2026, 9, 18)), place(date(2026, 11, 3))]
    found = clocks(period(date(2026, 10, 5)), enrolments=schools)
    state = found["placement:2026-10-05"]
    assert (state.started_on, state.due_on, state.met_on) == (
        date(2026, 10, 5),
        date(2026, 11, 9),
        date(2026, 11, 3),
    )


@pytest.mark.parametrize(
    ("is_emergency", "due_on"), [(True, date(2026, 11, 9)), (False, date(2026, 10, 5))]
)
def test_entry_to_care_in_the_year_of_the_first_known_place(is_emergency, due_on):
    entry = period(
        date(2026, 10, 5), placements=[PlacementFacts(date(2026, 10, 5), is_emergency=is_emergency)]
    )
    found = clocks(entry, enrolments=[place(date(2026, 11, 3))])
    assert found["placement:2026-10-05"].due_on == due_on
    assert found["placement:2026-10-05"].met_on == date(2026, 11, 3)


def test_a_placement_in_the_year_of_the_first_known_place_counts_from_the_placement():
    found = clocks(
        moved(date(2026, 10, 5), is_emergency=True, before=date(2024, 3, 1)),
        enrolments=[place(date(2026, 11, 3))],
    )
    assert [(s.started_on, s.due_on, s.met_on) for s in found.values()] == [
        (date(2026, 10, 5), date(2026, 11, 9), date(2026, 11, 3))
    ]


def test_nobody_has_said_where_the_child_learns():
    found = clocks(period(date(2026, 10, 5)))
    state = found["care_period:2026-10-05"]
    assert (state.started_on, state.due_on, state.due.missing) == (
        date(2026, 10, 5),
        None,
        ("school",),
    )


def test_the_first_day_of_compulsory_school_age_starts_the_clock():
    found = clocks(
        period(date(2025, 3, 3)),
        enrolments=[place(date(2026, 9, 1), kind="no_place")],
        born=date(2021, 10, 1),
        on=date(2027, 1, 31),
    )
    state = found["without_education:2026-12-31"]
    assert (state.started_on, state.due_on) == (date(2026, 12, 31), date(2027, 1, 29))


# --- closing ---
def test_the_end_of_care_closes_the_clock():
    found = clocks(period(IN_CARE, date(2026, 10, 20)), enrolments=[place(AT_SCHOOL, FRIDAY)])
    assert found[f"without_education:{SATURDAY}"].closed_on == date(2026, 10, 20)


def test_a_place_after_the_end_of_care_does_not_meet_it():
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 10, 21))]
    state = clocks(period(IN_CARE, date(2026, 10, 20)), enrolments=schools)[
        f"without_education:{SATURDAY}"
    ]
    assert (state.met_on, state.closed_on) == (None, date(2026, 10, 20))


@pytest.mark.parametrize(
    ("on", "closed_on"), [(date(2027, 6, 24), None), (date(2027, 6, 25), date(2027, 6, 25))]
)
def test_the_leaving_date_closes_the_clock(on, closed_on):
    found = clocks(
        period(IN_CARE),
        enrolments=[place(AT_SCHOOL, date(2027, 6, 4))],
        born=date(2011, 5, 10),
        on=on,
    )
    assert found["without_education:2027-06-05"].closed_on == closed_on


# --- calendars ---
def test_the_calendar_of_the_area_in_which_the_child_lives_is_counted():
    southmoor = [("term", "Autumn", date(2026, 9, 1), date(2026, 12, 18)), *YEAR_2026_27[3:]]
    both = {
        ("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27),
        ("998", "2026-27"): calendar("Southmoor", "2026-27", southmoor),
    }
    care = period(IN_CARE, placements=[PlacementFacts(IN_CARE, area_code="998")])
    state = clocks(care, enrolments=[place(AT_SCHOOL, FRIDAY)], of_authorities=both)[
        f"without_education:{SATURDAY}"
    ]
    assert (state.due_on, state.due.calendar) == (date(2026, 11, 6), "Southmoor")  # no half term


def test_after_a_move_over_a_weekend_the_new_area_counts():
    southmoor = [("term", "Autumn", date(2026, 9, 1), date(2026, 12, 18)), *YEAR_2026_27[3:]]
    both = {
        ("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27),
        ("998", "2026-27"): calendar("Southmoor", "2026-27", southmoor),
    }
    care = period(
        IN_CARE,
        placements=[
            PlacementFacts(IN_CARE, MONDAY, area_code="999"),
            PlacementFacts(MONDAY, area_code="998", is_emergency=True),
        ],
    )
    state = clocks(care, enrolments=[place(AT_SCHOOL, FRIDAY)], of_authorities=both)[
        f"placement:{MONDAY}"
    ]
    assert (state.due_on, state.due.calendar) == (date(2026, 11, 9), "Southmoor")


def test_without_term_dates_the_day_is_not_known():
    state = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL, FRIDAY)], of_authorities={})[
        f"without_education:{SATURDAY}"
    ]
    assert (state.due_on, state.due.missing) == (None, ("term dates 2026-27 of Northshire",))


def test_in_the_summer_without_next_years_dates_a_leaver_has_missed_no_school_day():
    this_year = {("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27)}
    left = [place(AT_SCHOOL, date(2027, 7, 21))]
    care = period(IN_CARE)
    assert clocks(care, enrolments=left, on=date(2027, 8, 31), of_authorities=this_year) == {}
    found = clocks(care, enrolments=left, on=date(2027, 9, 1), of_authorities=this_year)
    assert found["without_education:2027-07-22"].due.missing


def test_a_gap_that_is_over_asks_nobody_for_old_term_dates():
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10))]
    (over,) = clocks(period(IN_CARE), enrolments=schools, of_authorities={}).values()
    (going_on,) = clocks(period(IN_CARE), enrolments=schools[:1], of_authorities={}).values()
    assert (over.due_on, over.met_on, over.is_current) == (None, date(2026, 11, 10), False)
    assert going_on.is_current


def test_an_authority_may_be_stricter():
    state = clocks(
        period(IN_CARE), enrolments=[place(AT_SCHOOL, FRIDAY)], limits={"school_place": 15}
    )[f"without_education:{SATURDAY}"]
    assert state.due_on == date(2026, 11, 6)
