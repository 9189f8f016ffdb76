"""The facts about plans that the clocks read, loaded for many children at once."""

from datetime import date

import pytest

from peps.clocks import load_plans
from peps.rules.clock_facts import PepFacts, Submission, Wait
from tests.clock_records import add_child, add_pep, found_northshire
from vsh.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def northshire():
    return found_northshire(day=date(2026, 11, 4))


def test_plans_are_found_by_child_and_care_period(northshire):
    worker = User.objects.create_user("worker@northshire.example", name="A worker")
    ada = add_child(northshire, "A", from_day=date(2026, 4, 2))
    bo = add_child(northshire, "B", from_day=date(2026, 4, 2))
    pep = add_pep(
        ada,
        ("initiated", date(2026, 4, 15)),
        ("submitted", date(2026, 4, 27)),
        ("emptied", date(2026, 4, 29)),
        by=worker,
    )
    plans = load_plans([ada.pk, bo.pk])
    period = ada.care_periods.get().pk
    assert plans[ada.pk].of_period == {
        period: (
            PepFacts(
                date(2026, 4, 15),
                (Submission(date(2026, 4, 27), date(2026, 4, 29)),),
                ref=pep.ref,
                waits=(Wait(date(2026, 4, 27), date(2026, 4, 29)),),
            ),
        )
    }
    assert plans[bo.pk].of_period == {}


def test_a_plan_that_came_without_its_history_counts_from_its_submission(northshire):
    ada = add_child(northshire, "A", from_day=date(2026, 4, 2))
    pep = add_pep(ada)
    pep.submitted_on = date(2026, 4, 20)
    pep.save()
    (found,) = load_plans([ada.pk])[ada.pk].of_period.values()
    assert found == (PepFacts(None, (Submission(date(2026, 4, 20)),), ref=pep.ref),)


def test_one_query_whatever_the_number(northshire, django_assert_num_queries):
    pupils = [add_child(northshire, f"C{n}", from_day=date(2026, 4, 2)) for n in range(5)]
    for pupil in pupils:
        add_pep(pupil, ("submitted", date(2026, 4, 27)))
    with django_assert_num_queries(1):
        load_plans([pupil.pk for pupil in pupils])
