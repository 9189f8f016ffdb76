"""A child whose school, or area, has other term dates: plans and the clock go by the same ones.

The authority's spring term runs from Monday 4 January to Thursday 25 March 2027.
"""

from datetime import date, timedelta

import pytest

from peps.models import Pep
from peps.rules.states import Refusal
from peps.services import PepRefused, initiate_pep, open_termly_peps, submit_pep
from pupils.models import CarePlacement, Deadline
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import add_child
from vsh.calendars.models import CalendarEntry, CurrentDay

ONE_DAY = timedelta(days=1)
BEFORE_CHRISTMAS = date(2026, 12, 21)
AUTHORITYS_FIRST = date(2027, 1, 4)


def it_is(day: date) -> None:
    CurrentDay.objects.update(day=day)


def spring_of(owner: dict, first: date, last: date = date(2027, 3, 25)) -> None:
    """Term dates of a school or an authority of its own."""
    for name, starts_on, ends_on in [
        ("Autumn", date(2026, 9, 1), date(2026, 12, 18)),
        ("Spring", first, last),
        ("Summer", date(2027, 4, 12), date(2027, 7, 21)),
    ]:
        CalendarEntry.objects.create(
            academic_year="2026-27",
            kind="term",
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            **owner,
        )


def reviewed_on(pupil) -> date | None:
    return Deadline.objects.get(
        pupil=pupil, kind="pep_term_review", trigger_key__endswith="2026-27-spring"
    ).met_on


@pytest.fixture
def termly(cast, submitted_pep, write_all) -> Pep:
    """Ada's plan for spring, written whole before Christmas."""
    it_is(BEFORE_CHRISTMAS)
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.kind, pep.season) == ("termly", "spring")
    write_all(pep)
    return pep


@pytest.mark.parametrize(
    ("authoritys", "first"),
    [
        (AUTHORITYS_FIRST, date(2027, 1, 7)),  # the school begins later
        (date(2027, 1, 7), date(2027, 1, 5)),  # and earlier
    ],
)
def test_a_plan_is_handed_in_from_the_first_day_of_the_school_s_own_term(
    cast, termly, authoritys, first
):
    CalendarEntry.objects.filter(authority=cast.northshire, name="Spring").update(
        starts_on=authoritys
    )
    spring_of({"setting": cast.oakfield}, first)
    it_is(first - ONE_DAY)
    with pytest.raises(PepRefused) as refused:
        submit_pep(actor=cast.teacher, pep=termly)
    assert refused.value.refusal is Refusal.BEFORE_ITS_TERM
    it_is(first)
    submit_pep(actor=cast.teacher, pep=termly)
    assert reviewed_on(cast.ada) == first


def test_and_of_the_area_s_where_the_child_lives_elsewhere(cast, termly):
    CalendarEntry.objects.filter(authority=cast.southmoor).delete()
    spring_of({"authority": cast.southmoor}, date(2027, 1, 6))
    CarePlacement.objects.filter(pupil=cast.ada).update(area_code=cast.southmoor.code)
    it_is(date(2027, 1, 5))
    with pytest.raises(PepRefused):
        submit_pep(actor=cast.teacher, pep=termly)
    it_is(date(2027, 1, 6))
    submit_pep(actor=cast.teacher, pep=termly)
    assert reviewed_on(cast.ada) == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("handed_in_on", "plans"),
    [(AUTHORITYS_FIRST, 2), (date(2027, 1, 6), 2), (date(2027, 1, 7), 1)],
)
def test_the_term_s_own_opens_beside_a_first_one_that_the_clock_does_not_count(
    cast, write_all, handed_in_on, plans
):
    spring_of({"setting": cast.oakfield}, date(2027, 1, 7))
    it_is(BEFORE_CHRISTMAS)
    child = add_child(cast, "newly", looked_after_from=date(2026, 12, 10))
    begun = initiate_pep(actor=cast.officer, pupil=child)
    write_all(begun)
    it_is(handed_in_on)
    submit_pep(actor=cast.teacher, pep=begun)
    it_is(date(2027, 1, 6))
    open_termly_peps(date(2027, 1, 6))
    assert Pep.objects.filter(pupil=child).count() == 1  # the child's own term has not begun
    it_is(date(2027, 1, 8))
    open_termly_peps(date(2027, 1, 8))
    assert Pep.objects.filter(pupil=child).count() == plans
    recalculate_deadlines_for([child.pk])
    assert (reviewed_on(child) is None) is (plans == 2)


@pytest.mark.parametrize(
    ("day", "season"), [(date(2027, 3, 19), "spring"), (date(2027, 3, 20), "summer")]
)
def test_after_the_last_day_of_the_own_term_a_plan_is_for_the_next(
    cast, submitted_pep, write_all, day, season
):
    spring_of({"setting": cast.oakfield}, AUTHORITYS_FIRST, date(2027, 3, 19))
    it_is(day)
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.kind, pep.season) == ("termly", season)


@pytest.mark.parametrize(
    ("entered_on", "plans"),
    [
        (date(2027, 1, 5), ["initial", "termly"]),  # before the school's own term
        (date(2027, 1, 7), ["initial"]),  # in it: the first plan meets its review
    ],
)
def test_who_enters_care_between_the_two_first_days(cast, write_all, entered_on, plans):
    spring_of({"setting": cast.oakfield}, date(2027, 1, 7))
    child = add_child(cast, "newly", looked_after_from=entered_on)
    it_is(entered_on)
    begun = initiate_pep(actor=cast.officer, pupil=child)
    write_all(begun)
    submit_pep(actor=cast.teacher, pep=begun)
    it_is(date(2027, 1, 8))
    open_termly_peps(date(2027, 1, 8))
    assert [pep.kind for pep in Pep.objects.filter(pupil=child).order_by("pk")] == plans


def test_who_enters_care_in_the_school_s_term_before_the_authority_s_has_a_first_plan(cast):
    CalendarEntry.objects.filter(authority=cast.northshire, name="Spring").update(
        starts_on=date(2027, 1, 11)
    )
    spring_of({"setting": cast.oakfield}, date(2027, 1, 5))
    child = add_child(cast, "newly", looked_after_from=date(2027, 1, 7))
    for day in (date(2027, 1, 8), date(2027, 1, 11), date(2027, 1, 12)):
        it_is(day)
        open_termly_peps(day)
    assert not Pep.objects.filter(pupil=child).exists()
    assert initiate_pep(actor=cast.officer, pupil=child).kind == "initial"


@pytest.mark.parametrize("authority_has_terms", [True, False])
def test_the_term_s_plan_opens_with_the_school_s_term(cast, authority_has_terms):
    spring_of({"setting": cast.oakfield}, date(2027, 1, 5))
    entries = CalendarEntry.objects.filter(authority=cast.northshire)
    if authority_has_terms:
        entries.filter(name="Spring").update(starts_on=date(2027, 1, 11))
    else:
        entries.delete()
    of_ada = Pep.objects.filter(pupil=cast.ada, season="spring")
    it_is(date(2027, 1, 4))
    open_termly_peps(date(2027, 1, 4))
    assert not of_ada.exists()
    it_is(date(2027, 1, 5))
    open_termly_peps(date(2027, 1, 5))
    assert of_ada.get().kind == "termly"
    assert not Pep.objects.filter(pupil=cast.ben, season="spring").exists()  # at Elm Grove
