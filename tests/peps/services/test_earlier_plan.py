"""What concerns an earlier plan is asked only where there is one."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.reading.letter import letter_for
from peps.services import (
    adapt_open_plans,
    complete_section,
    initiate_pep,
    mark_not_required,
    open_termly_peps,
    return_pep,
    save_section,
    set_section_aside,
)
from pupils.models import CarePeriod
from tests.cast import TODAY
from vsh.accounts.roles import ROLE_PERMISSIONS, Role
from vsh.calendars.models import CurrentDay

SPRING = date(2027, 1, 5)
REVIEW, PREMIUM = "review_of_targets", "pupil_premium_plus"
USED = {"used": "Tuition, ten hours."}


def asks_about_the_last(pep: Pep) -> bool:
    """Both how the premium was used and what difference it made, or neither."""
    pep.refresh_from_db()
    keys = {field.key for field in pep.form.section(PREMIUM).fields}
    assert ("used" in keys) is ("difference" in keys)
    assert "planned" in keys
    return "used" in keys


def asks_about_targets(pep: Pep) -> bool:
    """Whether the targets of a plan that was handed in are reviewed."""
    pep.refresh_from_db()
    return pep.form.section(REVIEW) is not None


@pytest.fixture
def returned_pep(cast, submitted_pep: Pep) -> Pep:
    """Ada's first plan, handed in and returned for improvement: its targets stand."""
    return return_pep(actor=cast.officer, pep=submitted_pep, reason="Say more.")


def next_term(pupil) -> Pep:
    CurrentDay.objects.update(day=SPRING)
    open_termly_peps(SPRING)
    return pupil.peps.get(season="spring")


def test_a_first_plan_is_not_asked_about_a_last_one(cast, ada_pep):
    assert not asks_about_the_last(ada_pep)
    assert adapt_open_plans() == 0
    answers = {"planned": "A laptop."}
    row = save_section(actor=cast.teacher, pep=ada_pep, key=PREMIUM, answers=answers, version=0)
    assert complete_section(
        actor=cast.teacher, pep=ada_pep, key=PREMIUM, version=row.version
    ).completed_at


def test_the_next_one_is(cast, complete):
    pep = next_term(cast.ada)
    assert asks_about_the_last(pep)
    assert asks_about_targets(pep)
    assert adapt_open_plans() == 0


def test_a_plan_that_it_supersedes_is_no_last_one(cast, ada_pep):
    Pep.objects.filter(pk=ada_pep.pk).update(state="opened", initiated_on=None, initiated_by=None)
    pep = next_term(cast.ada)
    ada_pep.refresh_from_db()
    assert ada_pep.state == "not_required"
    assert not asks_about_the_last(pep)
    assert adapt_open_plans() == 0


def test_it_follows_when_the_first_is_set_aside_and_taken_back(cast, ada_pep):
    pep = next_term(cast.ada)
    assert asks_about_the_last(pep)
    assert not asks_about_targets(pep)  # nobody has handed any in
    mark_not_required(actor=cast.head, pep=ada_pep, reason="A mistake.")
    assert adapt_open_plans() == 1
    assert not asks_about_the_last(pep)
    Pep.objects.filter(pk=ada_pep.pk).update(state="initiated")
    assert adapt_open_plans() == 1
    assert asks_about_the_last(pep)


def test_what_somebody_wrote_of_the_premium_stays_until_they_take_it_away(cast, ada_pep):
    pep = next_term(cast.ada)
    row = save_section(actor=cast.teacher, pep=pep, key=PREMIUM, answers=USED, version=0)
    mark_not_required(actor=cast.head, pep=ada_pep, reason="A mistake.")
    adapt_open_plans()
    assert asks_about_the_last(pep)
    nothing = {"used": ""}
    save_section(actor=cast.teacher, pep=pep, key=PREMIUM, answers=nothing, version=row.version)
    adapt_open_plans()
    assert not asks_about_the_last(pep)


def test_what_somebody_wrote_of_a_target_stays_until_it_is_set_aside(cast, returned_pep):
    pep = next_term(cast.ada)
    assert pep.reviewed == [1, 2, 3, 4, 5, 6]
    words = {"target_1_outcome": "met"}
    save_section(actor=cast.teacher, pep=pep, key=REVIEW, answers=words, version=0)
    mark_not_required(actor=cast.head, pep=returned_pep, reason="A mistake.")
    pep.refresh_from_db()
    assert pep.reviewed == [1]
    adapt_open_plans()
    assert asks_about_targets(pep)
    set_section_aside(actor=cast.teacher, pep=pep, key=REVIEW, reason="There was none.")
    adapt_open_plans()
    assert not asks_about_targets(pep)
    pep = Pep.objects.as_on(SPRING).get(pk=pep.pk)
    read = letter_for(pep=pep, permissions=ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER], day=SPRING)
    values = {
        line.value
        for chapter in read.chapters
        for passage in chapter.passages
        for line in passage.lines
    }
    assert {"Met", "Words about target 1 what."} <= values


def test_a_plan_of_an_earlier_time_in_care_is_one(cast, ada_pep):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY + timedelta(days=5))
    later = TODAY + timedelta(days=40)
    CurrentDay.objects.update(day=later)
    CarePeriod.objects.create(pupil=cast.ada, started_on=later - timedelta(days=3))
    again = initiate_pep(actor=cast.head, pupil=cast.ada)
    assert again.care_period_id != ada_pep.care_period_id
    assert asks_about_the_last(again)


def test_words_for_a_question_that_is_gone_are_not_called_saved(client, cast, ada_pep):
    client.force_login(cast.teacher)
    url = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": PREMIUM})
    sent = {"version": "0", "variant": "secondary", "planned": "A laptop.", **USED}
    answer = client.post(url, sent)
    assert answer.status_code == 423
    assert "Tuition, ten hours." in answer.content.decode()
    assert client.get(url.replace(PREMIUM, REVIEW)).status_code == 404


def test_nobody_is_offered_to_set_aside_what_an_earlier_plan_calls_for(client, cast, returned_pep):
    pep = next_term(cast.ada)
    client.force_login(cast.teacher)
    offered = reverse("peps:set_section_aside", kwargs={"ref": pep.ref, "key": REVIEW})
    section = reverse("peps:section", kwargs={"ref": pep.ref, "key": REVIEW})
    pages = (section, reverse("peps:submit", kwargs={"ref": pep.ref}))
    words = {"target_1_outcome": "met"}
    save_section(actor=cast.teacher, pep=pep, key=REVIEW, answers=words, version=0)
    assert not any(offered in client.get(page).content.decode() for page in pages)
    mark_not_required(actor=cast.head, pep=returned_pep, reason="A mistake.")
    assert all(offered in client.get(page).content.decode() for page in pages)
