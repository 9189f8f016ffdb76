"""The clock of transfers in EHC plans: 15 February and 31 March, by the school's highest age."""

from datetime import date

import pytest

from pupils.rules import ehc
from pupils.rules.ehc_facts import EhcFacts
from pupils.rules.next_schools import SchoolFacts
from tests.clock_world import child, known, period
from tests.pupils.rules.test_ehc import ENTERED, clocks, plan


@pytest.mark.parametrize(
    ("born", "nc_year", "on", "expected"),
    [
        (date(2016, 5, 1), None, date(2026, 8, 31), {}),  # Year 5
        (
            date(2016, 5, 1),
            None,
            date(2026, 9, 1),
            {"phase_transfer:2027": (date(2027, 2, 15), None, None)},
        ),
        (date(2016, 5, 1), 5, date(2026, 9, 1), {}),  # placed a year below
        (
            date(2011, 5, 1),
            None,
            date(2026, 11, 4),
            {"phase_transfer:2027": (date(2027, 3, 31), None, None)},
        ),
        (
            date(2023, 5, 1),
            None,
            date(2026, 11, 4),
            {"phase_transfer:2027": (date(2027, 2, 15), None, None)},
        ),
        (date(2014, 5, 1), None, date(2026, 11, 4), {}),  # Year 7, and Year 6 before care
    ],
)
def test_phase_transfers(born, nc_year, on, expected):
    facts = EhcFacts(plans=(plan(),), nc_year=nc_year, nc_year_on=on)
    assert clocks(ehc.phase_transfers, facts, on=on, born=born) == expected


YEARS = {  # who is in which year group in 2026-27, and the day by which a transfer is settled
    2: date(2020, 5, 1),
    4: date(2018, 5, 1),
    6: date(2016, 5, 1),
    8: date(2014, 5, 1),
    11: date(2011, 5, 1),
}


@pytest.mark.parametrize(
    ("school", "transfers"),
    [
        (("primary", 7), {2: "Year 3"}),  # infant to junior
        (("primary", 9), {4: "Year 5"}),  # first to middle
        (("middle_primary", 12), {}),
        (("middle_secondary", 13), {8: "Year 9"}),  # middle to upper; none in Year 6
        (("primary", 11), {6: "Year 7"}),
        (("all_through", 18), {}),
        (("secondary", 16), {}),
        (("primary", None), {6: "Year 7"}),
        (("not_applicable", 19), {6: "Year 7"}),  # a special school
        (None, {6: "Year 7"}),
    ],
)
def test_a_transfer_follows_the_schools_highest_age(school, transfers):
    on, due_on = date(2026, 9, 1), date(2027, 2, 15)
    schools = (SchoolFacts(date(2020, 9, 1), None, *school),) if school else ()
    facts = EhcFacts(plans=(plan(),), schools=schools)
    expected = {group: (where, due_on) for group, where in transfers.items()}
    expected[11] = ("post-16 education", date(2027, 3, 31))
    found = {}
    for group, born in YEARS.items():
        of_child = child(period(ENTERED), born=born).as_known_on(on)
        for one in ehc.phase_transfers(of_child, facts.as_known_on(on), known(on)):
            if one.trigger_key == "phase_transfer:2027":
                found[group] = (one.due.steps[0].split(" for ")[1].split(" by ")[0], one.due_on)
    assert found == expected


def test_who_left_the_infant_school_within_the_year_moves_on_by_the_school_of_today():
    infant = SchoolFacts(date(2024, 9, 1), date(2026, 11, 3), "primary", 7)
    primary = SchoolFacts(date(2026, 11, 4), None, "primary", 11)
    facts = EhcFacts(plans=(plan(),), schools=(primary, infant))
    told = {"born": YEARS[2]}
    assert list(clocks(ehc.phase_transfers, facts, on=date(2026, 11, 3), **told)) == [
        "phase_transfer:2027"
    ]
    assert clocks(ehc.phase_transfers, facts, on=date(2026, 11, 4), **told) == {}


def test_a_transfer_is_settled_in_its_school_year():
    facts = EhcFacts(plans=(plan(),), settled=(date(2026, 8, 31), date(2026, 9, 1)))
    found = clocks(ehc.phase_transfers, facts, born=date(2016, 5, 1))
    assert found == {"phase_transfer:2027": (date(2027, 2, 15), date(2026, 9, 1), None)}
