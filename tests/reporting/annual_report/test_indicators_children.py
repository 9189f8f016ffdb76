"""Figures of who the children are: counted, at the boundary, left out."""

from datetime import date

import pytest

from reporting.annual_report.facts import (
    Care,
    Sen,
)
from reporting.annual_report.registry import REGISTRY
from tests.reporting.annual_report.small_cohort import (
    LAST_DAY,
    LONG_AGO,
    child,
    cohort,
    counted,
    in_care,
    sides,
)


def test_looked_after():
    assert counted(
        "looked_after",
        child("all"),
        child("came", care=in_care(date(2025, 9, 1))),
        child("before", care=in_care(date(2025, 8, 31))),
        child("left", care=in_care(LONG_AGO, date(2026, 8, 31))),
        child("gone", care=in_care(LONG_AGO, date(2025, 9, 1))),
        child("later", care=in_care(date(2026, 9, 1))),
        child("break", care=in_care(LONG_AGO, is_short_breaks=True)),
    ) == {
        "At any time in the year": "all came before left",
        "On the last day": "all came before",
        "Became looked after in the year": "came",
        "Ceased to be looked after in the year": "left",
    }


def test_the_figures_of_children_looked_after_fit_together():
    back = (
        *in_care(LONG_AGO, date(2026, 1, 10)),
        *in_care(date(2026, 3, 2)),
    )
    back_and_gone = (
        *in_care(LONG_AGO, date(2026, 1, 10)),
        *in_care(date(2026, 3, 2), date(2026, 8, 31)),
    )
    found = counted(
        "looked_after",
        child("all"),
        child("left", care=in_care(LONG_AGO, date(2026, 5, 1))),
        child("back", care=back),
        child("back-and-gone", care=back_and_gone),
        child("gone", care=in_care(LONG_AGO, date(2025, 9, 1))),
    )
    assert {label: len(refs.split()) for label, refs in found.items()} == {
        "At any time in the year": 4,
        "On the last day": 2,
        "Became looked after in the year": 2,
        "Ceased to be looked after in the year": 3,
    }
    at_any_time, last_day, ceased = (
        set(found[label].split())
        for label in (
            "At any time in the year",
            "On the last day",
            "Ceased to be looked after in the year",
        )
    )
    assert at_any_time == last_day | ceased
    assert last_day & ceased == {"back"}
    note = REGISTRY["looked_after"].definition.denominator
    assert "less those who ceased and came back" in note


def test_the_last_day_is_that_of_the_report_if_the_year_is_not_over():
    day = date(2026, 2, 10)
    assert counted(
        "looked_after",
        child("here"),
        child("came", care=in_care(day)),
        child("later", care=in_care(date(2026, 2, 11))),
        day=day,
    ) == {
        "At any time in the year": "here came",
        "On the last day": "here came",
        "Became looked after in the year": "came",
    }


def test_stage():
    born = {
        "three": date(2021, 9, 1),
        "four": date(2021, 8, 31),
        "five": date(2020, 8, 31),
        "six": date(2018, 9, 1),
        "seven": date(2018, 8, 31),
        "ten": date(2014, 9, 1),
        "eleven": date(2014, 8, 31),
        "thirteen": date(2011, 9, 1),
        "fourteen": date(2011, 8, 31),
        "fifteen": date(2009, 9, 1),
        "sixteen": date(2009, 8, 31),
    }
    assert counted("stage", *(child(ref, born_on=day) for ref, day in born.items())) == {
        "Early years, before Reception": "three",
        "Reception": "four",
        "Key stage 1 (Years 1 and 2)": "five six",
        "Key stage 2 (Years 3 to 6)": "seven ten",
        "Key stage 3 (Years 7 to 9)": "eleven thirteen",
        "Key stage 4 (Years 10 and 11)": "fourteen fifteen",
        "Post-16 (Years 12 and 13)": "sixteen",
    }


@pytest.mark.parametrize(
    "key", ["stage", "sex", "ethnicity", "special_needs", "placement_type", "placement_area"]
)
def test_tables_of_the_last_day_leave_out_who_has_left(key):
    gone = child("gone", care=in_care(LONG_AGO, LAST_DAY))
    breaks = child("break", care=in_care(LONG_AGO, is_short_breaks=True))
    figures = REGISTRY[key].compute(cohort(child("here"), gone, breaks))
    assert sum(figure.numerator for figure in figures) == 1


def test_sex():
    assert counted("sex", child("f", sex="F"), child("m", sex="M"), child("u")) == {
        "Female": "f",
        "Male": "m",
        "Not recorded": "u",
    }


def test_ethnicity():
    codes = {
        "WBRI": "White",
        "WROM": "White",
        "MOTH": "Mixed or multiple ethnic groups",
        "CHNE": "Asian or Asian British",
        "APKN": "Asian or Asian British",
        "BAFR": "Black, African, Caribbean or Black British",
        "OOTH": "Another ethnic group",
        "REFU": "Refused or not recorded",
        "NOBT": "Refused or not recorded",
        "": "Refused or not recorded",
    }
    for code, group in codes.items():
        assert counted("ethnicity", child("x", ethnicity=code)) == {group: "x"}


def test_special_needs():
    assert counted(
        "special_needs",
        child("plan", sen=(Sen(status="E", started_on=LONG_AGO),)),
        child("support", sen=(Sen(status="K", started_on=LONG_AGO, ended_on=LAST_DAY),)),
        child("none", sen=(Sen(status="N", started_on=LAST_DAY),)),
        child("ended", sen=(Sen(status="E", started_on=LONG_AGO, ended_on=date(2026, 8, 30)),)),
    ) == {
        "Education, health and care plan": "plan",
        "SEN support": "support",
        "No special educational needs": "none",
        "Not recorded": "ended",
    }


def test_particular_groups():
    assert sides(
        "particular_groups",
        child("asylum", is_uasc=True, care=in_care(date(2025, 9, 1))),
        child("a_year", care=in_care(date(2025, 8, 31))),
        child("gone", is_uasc=True, care=in_care(LONG_AGO, LAST_DAY)),
    ) == [("asylum", "a_year"), ("a_year", "asylum")]


def test_twelve_months_count_the_present_care_alone():
    twice = (
        Care(started_on=LONG_AGO, ended_on=date(2026, 1, 1)),
        Care(started_on=date(2026, 1, 2)),
    )
    assert sides("particular_groups", child("again", care=twice))[1] == ("", "again")
