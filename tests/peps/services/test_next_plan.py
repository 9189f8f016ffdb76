"""Whether another PEP may begin: after a move, without a school place, in the next term."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.rules.states import Refusal
from peps.services import PepRefused, initiate_pep, mark_not_required, take_back_pep
from pupils.models import CarePlacement, Deadline, Enrolment
from tests.cast import TODAY, add_child
from vsh.calendars.models import CurrentDay

SOON = TODAY + timedelta(days=14)


def wait(day: date = SOON) -> None:
    CurrentDay.objects.update(day=day)


def refusal(actor, pupil) -> Refusal:
    with pytest.raises(PepRefused) as caught:
        initiate_pep(actor=actor, pupil=pupil)
    return caught.value.refusal


def leave_school(pupil, day: date) -> None:
    Enrolment.objects.filter(pupil=pupil, kind="main").update(ended_on=day)


def test_a_submitted_pep_is_this_term_s_and_no_second_begins(cast, submitted_pep):
    wait()
    assert refusal(cast.social_worker, cast.ada) is Refusal.TERM_HAS_ITS_PEP
    assert Pep.objects.count() == 1


def test_next_term_has_its_own(cast, submitted_pep):
    wait(date(2026, 12, 28))  # in the holidays the plan is written for the term ahead
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.kind, pep.season) == ("termly", "spring")


def test_a_move_to_another_school(cast, submitted_pep):
    wait()
    leave_school(cast.ada, SOON - timedelta(days=3))
    Enrolment.objects.create(pupil=cast.ada, setting=cast.elm, started_on=SOON - timedelta(days=2))
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.kind, pep.season) == ("after_move", "autumn")
    assert refusal(cast.officer, cast.ada) is Refusal.ALREADY_INITIATED


def test_a_move_to_another_home(cast, submitted_pep):
    wait()
    home = CarePlacement.objects.get(pupil=cast.ada)
    CarePlacement.objects.filter(pk=home.pk).update(ended_on=SOON)
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=home.care_period, started_on=SOON, placement_type="U6"
    )
    assert initiate_pep(actor=cast.social_worker, pupil=cast.ada).kind == "after_move"


def test_a_school_place_that_was_lost(cast, submitted_pep):
    wait()
    leave_school(cast.ada, SOON - timedelta(days=1))
    assert initiate_pep(actor=cast.social_worker, pupil=cast.ada).kind == "interim"


def test_a_move_before_the_plan_was_handed_in_starts_no_other(cast, submitted_pep):
    wait()
    leave_school(cast.ada, TODAY - timedelta(days=3))
    Enrolment.objects.create(pupil=cast.ada, setting=cast.elm, started_on=TODAY - timedelta(days=2))
    assert refusal(cast.social_worker, cast.ada) is Refusal.TERM_HAS_ITS_PEP


def test_a_first_pep_that_was_not_required_is_begun_again(cast, ada_pep):
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="Opened in error.")
    assert initiate_pep(actor=cast.social_worker, pupil=cast.ada).kind == "initial"


def test_the_button_is_offered_only_when_it_would_not_be_refused(client, cast, submitted_pep):
    tab = reverse("peps:of_pupil", kwargs={"ref": cast.ada.ref})
    page = reverse("peps:initiate", kwargs={"ref": cast.ada.ref})
    client.force_login(cast.social_worker)
    assert page not in client.get(tab).content.decode()
    body = client.get(page).content.decode()
    assert Refusal.TERM_HAS_ITS_PEP.words in body
    assert "Initiate the PEP" not in body
    answer = client.post(page, follow=True)
    assert answer.redirect_chain[-1][0] == tab
    assert Refusal.TERM_HAS_ITS_PEP.words in answer.content.decode()
    wait()
    leave_school(cast.ada, SOON - timedelta(days=1))
    assert page in client.get(tab).content.decode()
    assert "Initiate the PEP" in client.get(page).content.decode()


def test_nothing_is_offered_for_a_child_who_is_not_looked_after(client, cast):
    client.force_login(cast.officer)
    page = reverse("peps:initiate", kwargs={"ref": cast.fay.ref})
    tab = reverse("peps:of_pupil", kwargs={"ref": cast.fay.ref})
    assert page not in client.get(tab).content.decode()
    assert "this child is not today" in client.get(page).content.decode()


def initiated_on(pupil) -> date | None:
    return Deadline.objects.get(pupil=pupil, kind="pep_initiated").met_on


def test_a_plan_opened_in_error_initiates_nothing_unless_it_is_taken_back(cast):
    child = add_child(cast, "newly", looked_after_from=TODAY)
    pep = initiate_pep(actor=cast.officer, pupil=child)
    assert initiated_on(child) == TODAY
    mark_not_required(actor=cast.officer, pep=pep, reason="The wrong child.")
    assert initiated_on(child) is None
    take_back_pep(actor=cast.officer, pep=pep, reason="The right one.")
    assert initiated_on(child) == TODAY
    mark_not_required(actor=cast.officer, pep=pep, reason="The wrong child.")
    wait(TODAY + timedelta(days=5))
    initiate_pep(actor=cast.officer, pupil=child)
    assert initiated_on(child) == TODAY + timedelta(days=5)
