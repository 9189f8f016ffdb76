"""A plan handed in by mistake is set aside: what is due again, and how the child gets a plan."""

from datetime import date

import pytest
from django.core.management import call_command

from peps.models import Pep
from peps.rules.states import Refusal
from peps.services import (
    PepRefused,
    initiate_pep,
    mark_not_required,
    open_termly_peps,
    return_pep,
    submit_pep,
    take_back_pep,
)
from pupils.models import Deadline
from tests.cast import TODAY, add_child
from vsh.calendars.models import CurrentDay

SPRING = date(2027, 1, 5)
NEXT_DAY = date(2026, 11, 5)


def met_on(pupil, kind: str, key: str = "") -> date | None:
    rows = Deadline.objects.filter(pupil=pupil, kind=kind, trigger_key__endswith=key)
    return rows.values_list("met_on", flat=True).get()


def clocks(pupil) -> tuple[date | None, ...]:
    review = met_on(pupil, "pep_term_review", "/term:2026-27-autumn")
    return met_on(pupil, "pep_initiated"), met_on(pupil, "pep_available"), review


def refusal_to_begin(actor, pupil) -> Refusal:
    with pytest.raises(PepRefused) as refused:
        initiate_pep(actor=actor, pupil=pupil)
    return refused.value.refusal


@pytest.fixture
def child(cast):
    return add_child(cast, "newly", looked_after_from=date(2026, 10, 26))


@pytest.fixture
def by_mistake(cast, child, write_all) -> Pep:
    """A first plan, handed in, returned for improvement and then found to be a mistake."""
    pep = initiate_pep(actor=cast.officer, pupil=child)
    write_all(pep)
    submit_pep(actor=cast.officer, pep=pep)
    return_pep(actor=cast.officer, pep=pep, reason="Of another child.")
    assert clocks(child) == (TODAY, TODAY, TODAY)
    CurrentDay.objects.update(day=NEXT_DAY)
    return mark_not_required(actor=cast.officer, pep=pep, reason="Of another child.")


def test_its_clocks_run_again_until_another_first_plan_is_handed_in(
    cast, child, by_mistake, write_all, capsys
):
    assert clocks(child) == (None, None, None)
    for day, status in ((TODAY, "met"), (NEXT_DAY, "upcoming")):
        call_command("export_deadlines", authority="999", on=day.isoformat())
        rows = [line.split(",") for line in capsys.readouterr().out.splitlines()]
        of_child = {row[1]: row[5] for row in rows if row[0] == child.child_id}
        assert of_child["pep_available"] == status, day
    pep = initiate_pep(actor=cast.officer, pupil=child)
    assert (pep.kind, met_on(child, "pep_initiated")) == ("initial", NEXT_DAY)
    write_all(pep)
    submit_pep(actor=cast.officer, pep=pep)
    assert clocks(child) == (NEXT_DAY, NEXT_DAY, NEXT_DAY)
    with pytest.raises(PepRefused) as refused:
        take_back_pep(actor=cast.officer, pep=by_mistake, reason="After all.")
    assert refused.value.refusal is Refusal.SUPERSEDED


def test_set_aside_by_mistake_it_is_taken_back_even_in_the_next_term(cast, child, by_mistake):
    CurrentDay.objects.update(day=SPRING)
    open_termly_peps(SPRING)
    assert Pep.objects.get(pupil=child, season="spring").state == "opened"
    pep = take_back_pep(actor=cast.officer, pep=by_mistake, reason="It was hers.")
    assert (pep.state, clocks(child)) == ("returned", (TODAY, TODAY, TODAY))
    assert submit_pep(actor=cast.officer, pep=pep).submitted_on == TODAY


def test_the_term_s_own_plan_is_taken_back_and_handed_in(cast, write_all):
    open_termly_peps(TODAY)
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    write_all(pep)
    submit_pep(actor=cast.teacher, pep=pep)
    return_pep(actor=cast.officer, pep=pep, reason="Of another child.", is_empty=True)
    mark_not_required(actor=cast.officer, pep=pep, reason="Of another child.")
    autumn = ("pep_term_review", "/term:2026-27-autumn")
    assert refusal_to_begin(cast.social_worker, cast.ada) is Refusal.TERM_SET_ASIDE
    assert open_termly_peps(TODAY, cast.northshire) == 0
    pep = take_back_pep(actor=cast.officer, pep=pep, reason="The term needs one.")
    assert met_on(cast.ada, *autumn) is None
    CurrentDay.objects.update(day=NEXT_DAY)
    submit_pep(actor=cast.teacher, pep=pep)
    assert met_on(cast.ada, *autumn) == NEXT_DAY


def test_what_somebody_set_aside_initiates_nothing_of_the_plan_in_its_place(cast, write_all):
    child = add_child(cast, "august", looked_after_from=date(2026, 8, 25))
    first = initiate_pep(actor=cast.officer, pupil=child)
    mark_not_required(actor=cast.officer, pep=first, reason="Opened in error.")
    open_termly_peps(TODAY)
    pep = Pep.objects.get(pupil=child, kind="termly")
    write_all(pep)
    submit_pep(actor=cast.officer, pep=pep)
    assert met_on(child, "pep_initiated") is None
    assert initiate_pep(actor=cast.officer, pupil=child) == pep
    assert met_on(child, "pep_initiated") == TODAY
