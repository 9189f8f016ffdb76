"""Which form a child has, at the boundaries of age and place."""

from datetime import date

import pytest

from peps.rules.variants import (
    Learner,
    circumstances_of,
    in_term,
    of_school_year,
    says_that_the_school_changes,
    variant_of,
)
from peps.schema import CURRENT_VERSION, Circumstance, Variant, form
from vsh.calendars.rules import Season

NOTHING_ON_THE_REGISTER = {Circumstance.ATTENDANCE_UNKNOWN, Circumstance.SUSPENSIONS_UNKNOWN}


def learner(year: int | None = 8, *, place: str = "main", **known) -> Learner:
    known.setdefault("date_of_birth", date(2014, 1, 1))
    return Learner(on=date(2026, 11, 4), nc_year=year, place=place, **known)


@pytest.mark.parametrize(
    ("child", "variant"),
    [
        (learner(-2), Variant.EARLY_YEARS),
        (learner(0), Variant.EARLY_YEARS),
        (learner(0, place=""), Variant.EARLY_YEARS),  # also without a setting
        (learner(1), Variant.PRIMARY),
        (learner(6), Variant.PRIMARY),
        (learner(7), Variant.SECONDARY),
        (learner(11), Variant.SECONDARY),
        (learner(12), Variant.POST_16),
        (learner(13, place="otherwise"), Variant.POST_16),
        (learner(12, place="no_place"), Variant.POST_16_IN_NEITHER),
        (learner(12, place=""), Variant.POST_16_IN_NEITHER),
        (learner(1, place="no_place"), Variant.INTERIM),
        (learner(11, place=""), Variant.INTERIM),
        (learner(9, place="otherwise"), Variant.SECONDARY),
        (learner(9, placement_type="R5"), Variant.CUSTODY),
        (learner(12, place="no_place", placement_type="R5"), Variant.CUSTODY),
        (learner(9, placement_type="K1"), Variant.CUSTODY),
        (learner(9, placement_type="K2"), Variant.SECONDARY),
        (learner(None, date_of_birth=date(2022, 8, 31)), Variant.EARLY_YEARS),
        (learner(None, date_of_birth=date(2021, 8, 31)), Variant.PRIMARY),
        (learner(None, date_of_birth=date(2010, 8, 31)), Variant.POST_16),
    ],
)
def test_the_form_of_a_child(child, variant):
    assert variant_of(child) is variant


NOTHING: set[Circumstance] = set()


@pytest.mark.parametrize(
    ("child", "circumstances"),
    [
        (learner(8), NOTHING),
        *[(learner(year), {Circumstance.TRANSITION}) for year in (0, 6, 7, 11, 13)],
        *[(learner(year), NOTHING) for year in (-1, 1, 5, 8, 10, 12)],
        (learner(9, is_move_planned=True), {Circumstance.TRANSITION}),
        (learner(9, has_ehc_plan=True), {Circumstance.EHC_PLAN}),
        (learner(9, has_earlier_plan=True), {Circumstance.EARLIER_PLAN}),
        (learner(9, child_spoke_before=True), {Circumstance.CHILD_SPOKE_BEFORE}),
        (learner(9, home_spoke_before=True), {Circumstance.HOME_SPOKE_BEFORE}),
        (learner(9, has_alternative_provision=True), {Circumstance.ALTERNATIVE_PROVISION}),
        (learner(9, place="no_place"), {Circumstance.SEEKING_EDUCATION}),
        (learner(9, is_full_time=False), {Circumstance.SEEKING_EDUCATION}),
        (learner(9, place="no_place", placement_type="R5"), NOTHING),
        (learner(0, place=""), {Circumstance.TRANSITION}),  # not of school age
        (learner(12, place=""), NOTHING),  # the form itself asks for the way back
        (
            learner(6, has_ehc_plan=True, is_full_time=False),
            {
                Circumstance.TRANSITION,
                Circumstance.EHC_PLAN,
                Circumstance.SEEKING_EDUCATION,
            },
        ),
    ],
)
def test_the_sections_that_circumstances_add(child, circumstances):
    of_year = of_school_year(child.year)
    assert circumstances_of(child) == circumstances | NOTHING_ON_THE_REGISTER | of_year
    assert not circumstances & of_year


WHOLE_YEAR = dict.fromkeys(Season, True)
FIRST_TERM = {Season.AUTUMN: True, Season.SPRING: False, Season.SUMMER: False}
NEVER = dict.fromkeys(Season, False)
ASKED = dict.fromkeys(range(-2, 14), NEVER)
ASKED |= {0: FIRST_TERM, 7: FIRST_TERM, 6: WHOLE_YEAR, 11: WHOLE_YEAR, 13: WHOLE_YEAR}
DAY_IN = {
    Season.AUTUMN: [date(2026, 9, 1), date(2026, 12, 31)],
    Season.SPRING: [date(2027, 1, 1), date(2027, 3, 31)],
    Season.SUMMER: [date(2027, 4, 1), date(2027, 8, 31)],
}


@pytest.mark.parametrize("season", Season)
@pytest.mark.parametrize("year", ASKED)
def test_moving_on_is_asked_before_a_move_and_in_the_first_term_after_it(year, season):
    child = learner(year)  # seen in the autumn: the term of the plan decides
    asked = circumstances_of(in_term(child, year="2026-27", season=season))
    assert (Circumstance.TRANSITION in asked) is ASKED[year][season]


@pytest.mark.parametrize("season", Season)
@pytest.mark.parametrize("year", ASKED)
def test_without_a_plan_the_day_says_the_term(year, season):
    for day in DAY_IN[season]:
        child = Learner(on=day, nc_year=year, place="main", date_of_birth=date(2014, 1, 1))
        assert (Circumstance.TRANSITION in circumstances_of(child)) is ASKED[year][season]


def test_a_move_that_is_planned_is_asked_about_in_any_term():
    child = learner(7, is_move_planned=True, season=Season.SUMMER)
    more = NOTHING_ON_THE_REGISTER | of_school_year(7)
    assert circumstances_of(child) == {Circumstance.TRANSITION} | more


QUESTIONS_OF_YEARS = {  # question → the years in which it is asked, where its form is the child's
    (Variant.EARLY_YEARS, "attainment_and_progress.two_year_check"): {-3, -2, -1},
    (Variant.EARLY_YEARS, "attainment_and_progress.reception_checks"): {0},
    (Variant.PRIMARY, "attainment_and_progress.national_checks"): {1, 2, 4, 6},
    (Variant.SECONDARY, "attainment_and_progress.options"): {8, 9},
    (Variant.SECONDARY, "attainment_and_progress.qualifications"): {10, 11},
    (Variant.SECONDARY, "aspirations_and_careers.careers_guidance"): set(range(7, 12)),
    (Variant.SECONDARY, "aspirations_and_careers.financial_information"): {9, 10, 11},
    (Variant.INTERIM, "attainment_and_progress.qualifications"): {10, 11},
    (Variant.INTERIM, "aspirations_and_careers.careers_guidance"): set(range(7, 12)),
    (Variant.INTERIM, "aspirations_and_careers.financial_information"): {9, 10, 11},
    (Variant.POST_16, "aspirations_and_careers.financial_information"): {12, 13},
}


@pytest.mark.parametrize(("variant", "question"), QUESTIONS_OF_YEARS)
def test_a_child_is_asked_what_is_of_their_school_year(variant, question):
    asked_in = set()
    for year in range(-3, 14):
        place = "no_place" if variant is Variant.INTERIM else "main"
        child = learner(year, place=place)
        if variant_of(child) is variant:
            asked = form(CURRENT_VERSION, variant, circumstances_of(child))
            asked_in |= {year} if question in asked.fields() else set()
    assert asked_in == QUESTIONS_OF_YEARS[variant, question]


@pytest.mark.parametrize("variant", [Variant.SECONDARY, Variant.INTERIM])
def test_a_bursary_is_spoken_of_once_it_is_near(variant):
    place = "no_place" if variant is Variant.INTERIM else "main"
    hints = {}
    for year in (9, 10, 11):
        asked = form(CURRENT_VERSION, variant, circumstances_of(learner(year, place=place)))
        hints[year] = asked.fields()["aspirations_and_careers.financial_information"].hint
    assert ["bursary" in hint for hint in hints.values()] == [False, True, True]


@pytest.mark.parametrize(
    ("year", "season", "seen_as", "is_asked"),
    [
        ("2026-27", Season.AUTUMN, 7, True),
        ("2026-27", Season.SPRING, 7, False),
        ("2027-28", Season.AUTUMN, 8, False),  # begun in August for September
        ("2025-26", Season.SUMMER, 7, True),  # left over: the child of today, in the first term
    ],
)
def test_a_plan_sees_the_child_in_its_own_term(year, season, seen_as, is_asked):
    child = in_term(learner(7), year=year, season=season)
    assert child.year == seen_as
    assert (Circumstance.TRANSITION in circumstances_of(child)) is is_asked


@pytest.mark.parametrize(
    ("answers", "it_changes"),
    [
        ({}, False),
        ({"is_change_planned": "no"}, False),
        ({"is_change_planned": "no", "what_changes": "school"}, False),  # thought better of
        ({"is_change_planned": "yes"}, True),  # as written before what moves was asked
        ({"is_change_planned": "yes", "what_changes": "school"}, True),
        ({"is_change_planned": "yes", "what_changes": "home"}, False),
        ({"is_change_planned": "yes", "what_changes": "both"}, True),
    ],
)
def test_a_planned_change_is_of_the_school_or_of_the_home(answers, it_changes):
    assert says_that_the_school_changes(answers) is it_changes
