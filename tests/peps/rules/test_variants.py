"""Which form a child has, at the boundaries of age and place."""

from datetime import date

import pytest

from peps.rules.variants import Learner, circumstances_of, variant_of, year_of_age
from peps.schema import Circumstance, Variant


def learner(year: int | None = 8, *, place: str = "main", **known) -> Learner:
    known.setdefault("date_of_birth", date(2014, 1, 1))
    return Learner(on=date(2026, 11, 4), nc_year=year, place=place, **known)


@pytest.mark.parametrize(
    ("born", "on", "year"),
    [
        (date(2022, 8, 31), date(2026, 8, 31), -1),
        (date(2022, 8, 31), date(2026, 9, 1), 0),  # four the day before: Reception
        (date(2022, 9, 1), date(2026, 9, 1), -1),  # four on the day: next September
        (date(2022, 9, 1), date(2027, 9, 1), 0),
        (date(2010, 9, 1), date(2026, 9, 1), 11),
        (date(2010, 8, 31), date(2026, 9, 1), 12),
        (date(2020, 2, 29), date(2026, 12, 31), 2),
        (date(2020, 2, 29), date(2027, 1, 1), 2),
    ],
)
def test_the_year_group_of_an_age(born, on, year):
    assert year_of_age(born, on) == year


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
    assert circumstances_of(child) == circumstances
