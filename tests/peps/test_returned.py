"""A returned plan is work until it is handed in again: for whom, and for whom it only waits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.services import return_pep, submit_pep
from peps.waiting.to_finish import returned_plans
from pupils.models import CarePeriod, Deadline, Enrolment
from tests.cast import TODAY

TO_YOU = "Plans returned to you"
WAITS = "Plans returned, not yet handed in again"


@pytest.fixture
def returned(cast, submitted_pep) -> Pep:
    return return_pep(actor=cast.officer, pep=submitted_pep, reason="Give the baselines.")


def home(client, user, whose: str = "") -> str:
    client.force_login(user)
    url = reverse("reporting:home")
    return client.get(f"{url}?whose={whose}" if whose else url).content.decode()


def test_the_clock_stays_met_by_a_plan_returned_for_improvement(cast, returned):
    terms = Deadline.objects.filter(pupil=cast.ada, kind="pep_term_review", is_current=True)
    assert [deadline.met_on for deadline in terms] == [TODAY]


@pytest.mark.parametrize("person", ["teacher", "head_teacher"])
def test_it_is_the_school_s_work(client, cast, returned, person):
    body = home(client, cast.people[person])
    assert TO_YOU in body
    assert reverse("peps:pep", kwargs={"ref": returned.ref}) in body
    assert "Give the baselines" not in body
    assert "Nothing is due" not in body


@pytest.mark.parametrize(
    ("person", "whose"),
    [("officer", ""), ("officer", "mine"), ("head", ""), ("social_worker", "all")],
)
def test_for_others_it_waits(client, cast, returned, person, whose):
    body = home(client, cast.people[person], whose)
    assert WAITS in body
    assert "waits for the designated teacher" in body
    assert TO_YOU not in body


@pytest.mark.parametrize(
    ("person", "whose"),
    [("social_worker", "mine"), ("head", "mine"), ("other_teacher", "all"), ("south_head", "all")],
)
def test_it_is_not_among_the_tasks_of(client, cast, returned, person, whose):
    body = home(client, cast.people[person], whose)
    assert TO_YOU not in body
    assert WAITS not in body


def test_without_a_school_the_social_worker_puts_it_right(client, cast, returned):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=1))
    assert TO_YOU in home(client, cast.social_worker, "mine")
    assert TO_YOU not in home(client, cast.teacher)


def test_it_leaves_the_list_when_it_is_handed_in_again(client, cast, returned):
    submit_pep(actor=cast.teacher, pep=returned)
    assert TO_YOU not in home(client, cast.teacher)
    assert WAITS not in home(client, cast.officer)


def test_it_leaves_the_list_when_care_ends(cast, returned):
    assert returned_plans(cast.teacher, on=TODAY, is_own_only=True).count() == 1
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    assert not returned_plans(cast.teacher, on=TODAY, is_own_only=True).exists()
