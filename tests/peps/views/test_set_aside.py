"""The pages on which a section is set aside and taken back, and what the plan's page says."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from peps.models import Pep, SectionDraft
from peps.reading.kept_texts import NOT_IN_PLAN, WAITS
from peps.services import (
    StaleSection,
    adapt_open_plans,
    change_variant,
    return_pep,
    save_section,
    set_section_aside,
)
from peps.waiting.to_finish import returned_plans
from pupils.models import Enrolment, SenStatus
from tests.cast import TODAY
from tests.reporting.page_requests import MOST_QUERIES, queries_of

KEY = "ehc_plan"
REASON = "The plan ceased on 2 November."
OFFER = "This section does not apply any more"
BETTER = "would fit this child better"


@pytest.fixture
def pep(cast, ada_pep) -> Pep:
    """Somebody wrote about the EHC plan, which has ceased since."""
    cast.ada.sen_statuses.all().delete()
    status = SenStatus.objects.create(pupil=cast.ada, status="E", started_on=TODAY)
    adapt_open_plans()
    words = {"outcomes": "Reads aloud to a small group."}
    save_section(actor=cast.teacher, pep=ada_pep, key=KEY, answers=words, version=0)
    status.delete()
    return ada_pep


def url(name: str, pep: Pep, key: str = "") -> str:
    kwargs = {"ref": pep.ref} | ({"key": key} if key else {})
    return reverse(f"peps:{name}", kwargs=kwargs)


def body_of(client, user, address: str) -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_section_that_is_there_by_circumstance_offers_it_to_who_writes_it(client, cast, pep):
    assert OFFER in body_of(client, cast.teacher, url("section", pep, KEY))
    assert OFFER not in body_of(client, cast.iro, url("section", pep, KEY))
    assert OFFER not in body_of(client, cast.teacher, url("section", pep, "about_me"))


def test_it_is_not_offered_while_the_record_calls_for_the_section(client, cast, pep):
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=TODAY)
    section = url("section", pep, KEY)
    assert OFFER not in body_of(client, cast.teacher, section)
    assert queries_of(client, section) <= MOST_QUERIES
    assert OFFER not in body_of(client, cast.teacher, url("submit", pep))


def test_check_and_submit_offers_it_where_such_a_section_blocks(client, cast, pep):
    body = body_of(client, cast.teacher, url("submit", pep))
    assert url("set_section_aside", pep, KEY) in body
    assert url("set_section_aside", pep, "about_me") not in body


def test_set_aside_it_is_named_on_the_plan_and_taken_back_from_there(client, cast, pep):
    client.force_login(cast.teacher)
    set_aside, taken_back = (
        url(name, pep, KEY) for name in ("set_section_aside", "take_section_back")
    )
    assert client.get(set_aside).status_code == 200
    body = client.post(set_aside, {"reason": REASON}, follow=True).content.decode()
    assert f"Does not apply any more since 4 November 2026, {cast.teacher}: {REASON}" in body
    assert f'href="{url("section", pep, KEY)}"' not in body
    assert taken_back in body
    assert client.get(url("section", pep, KEY)).status_code == 404
    letter = client.get(url("read", pep)).content.decode()
    assert "Reads aloud to a small group." in letter
    assert REASON in letter
    assert taken_back not in body_of(client, cast.iro, url("pep", pep))
    client.force_login(cast.teacher)
    assert client.get(taken_back).status_code == 200
    body = client.post(taken_back, {"reason": "It was kept."}, follow=True).content.decode()
    assert f'href="{url("section", pep, KEY)}"' in body
    assert "applies after all: It was kept." in body


def test_without_a_reason_nothing_is_set_aside(client, cast, pep):
    client.force_login(cast.teacher)
    answer = client.post(url("set_section_aside", pep, KEY), {"reason": " "})
    assert answer.status_code == 200
    assert "Enter why this section does not apply any more" in answer.content.decode()
    assert pep.sections.get(key=KEY).set_aside_on is None


def test_what_always_applies_is_refused_before_anybody_writes_a_reason(client, cast, pep):
    address = url("set_section_aside", pep, "about_me")
    body = body_of(client, cast.teacher, address)
    assert "applies to every child on this form" in body
    assert "<textarea" not in body
    answer = client.post(address, {"reason": REASON})
    assert "applies to every child on this form" in answer.content.decode()


def test_what_the_record_calls_for_is_refused_too(client, cast, pep):
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=TODAY)
    body = body_of(client, cast.teacher, url("set_section_aside", pep, KEY))
    assert "still calls for this section" in body


@pytest.mark.parametrize("name", ["set_section_aside", "take_section_back"])
def test_a_section_that_is_not_on_the_form_is_not_found(client, cast, pep, name):
    client.force_login(cast.teacher)
    assert client.get(url(name, pep, "release")).status_code == 404
    assert client.post(url(name, pep, "moving_on"), {"reason": REASON}).status_code == 404


@pytest.mark.parametrize("name", ["set_section_aside", "take_section_back"])
def test_a_teacher_does_not_decide_on_the_social_worker_s_section(client, cast, pep, name):
    client.force_login(cast.teacher)
    for method in (client.get, client.post):
        assert method(url(name, pep, "care_and_contacts")).status_code == 403


def test_words_on_a_page_that_stayed_open_are_not_called_saved(client, cast, pep):
    set_section_aside(actor=cast.officer, pep=pep, key=KEY, reason=REASON)
    client.force_login(cast.teacher)
    words = {"version": "1", "variant": "secondary", "outcomes": "Reads to the class."}
    answer = client.post(url("section", pep, KEY), words)
    assert answer.status_code == 423
    assert "Reads to the class." in answer.content.decode()


def test_what_is_set_aside_in_a_returned_plan_is_not_its_return(client, cast, submitted_pep):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Give the baselines.")
    change_variant(actor=cast.teacher, pep=submitted_pep, variant="primary", reason="Mistaken.")
    body = body_of(client, cast.teacher, url("pep", submitted_pep))
    assert f"Returned by {cast.officer}" in body
    assert f"Returned by {cast.teacher}" not in body
    [row] = returned_plans(cast.teacher, on=TODAY, is_own_only=True)
    assert row.returned_by == str(cast.officer)


# --- another form would fit better ------------------------------------------------------------


def write_something(cast, pep) -> None:
    """So that the plan no longer follows the child by itself."""
    words = {"what_i_like": "Maps."}
    save_section(actor=cast.officer, pep=pep, key="about_me", answers=words, version=0)


def test_the_plan_says_that_the_child_changed_phase_to_those_who_may_change_it(
    client, cast, ada_pep
):
    write_something(cast, ada_pep)
    assert BETTER not in body_of(client, cast.teacher, url("pep", ada_pep))
    cast.ada.nc_year = 12
    cast.ada.save()
    for person in (cast.teacher, cast.officer, cast.social_worker):
        body = body_of(client, person, url("pep", ada_pep))
        assert f"the form “Post-16, in education” {BETTER} than “Secondary”" in body
    assert BETTER not in body_of(client, cast.iro, url("pep", ada_pep))


def test_the_plan_says_that_the_school_place_is_lost(client, cast, ada_pep):
    write_something(cast, ada_pep)
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=1))
    assert f"the form “Interim, no school place” {BETTER}" in body_of(
        client, cast.social_worker, url("pep", ada_pep)
    )


def test_a_form_that_a_person_chose_is_not_questioned(client, cast, ada_pep):
    change_variant(actor=cast.officer, pep=ada_pep, variant="post_16_at_work", reason="Works.")
    assert BETTER not in body_of(client, cast.officer, url("pep", ada_pep))


def test_a_submitted_plan_keeps_its_form_without_a_word(client, cast, submitted_pep):
    cast.ada.nc_year = 12
    cast.ada.save()
    assert BETTER not in body_of(client, cast.officer, url("pep", submitted_pep))


def test_a_school_is_not_told_of_custody(client, cast, ada_pep):
    write_something(cast, ada_pep)
    cast.ada.placements.update(placement_type="R5")
    assert BETTER in body_of(client, cast.officer, url("pep", ada_pep))
    assert BETTER not in body_of(client, cast.teacher, url("pep", ada_pep))


@pytest.mark.parametrize("person", ["officer", "teacher", "social_worker"])
def test_the_plan_s_page_takes_few_queries(client, cast, pep, person):
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    client.force_login(cast.people[person])
    assert queries_of(client, url("pep", pep)) <= MOST_QUERIES
    return_pep_state(pep)
    assert queries_of(client, url("pep", pep)) <= MOST_QUERIES


def return_pep_state(pep: Pep) -> None:
    """The state in which the page shows most."""
    Pep.objects.filter(pk=pep.pk).update(state="returned")


def test_words_that_wait_in_what_is_not_asked_any_more_are_told_copied_and_put_away(
    client, cast, pep
):
    with pytest.raises(StaleSection):
        save_section(actor=cast.officer, pep=pep, key=KEY, answers={"outcomes": "Mine"}, version=0)
    plan = url("pep", pep)
    body = body_of(client, cast.officer, plan)
    assert WAITS in body
    assert WAITS in body_of(client, cast.officer, url("submit", pep))
    assert WAITS not in body_of(client, cast.teacher, plan), "another's words"
    Pep.objects.filter(pk=pep.pk).update(state="submitted")
    body = body_of(client, cast.officer, plan)
    assert (NOT_IN_PLAN in body, WAITS in body) == (True, False), "there is no choice to make"
    Pep.objects.filter(pk=pep.pk).update(state="in_progress")
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    body = body_of(client, cast.officer, plan)
    assert WAITS not in body
    assert "The plan does not ask it any more." in body
    assert "Mine</div>" in body
    assert queries_of(client, plan) <= MOST_QUERIES
    sent = {"section": KEY, "put_away": re.search(r'name="put_away" value="([^"]+)"', body)[1]}
    assert "Mine</div>" not in body_of(client, cast.teacher, plan)
    client.post(plan, sent)
    assert SectionDraft.objects.exists(), "the officer's alone to put away"
    client.force_login(cast.officer)
    assert "Your words are put away" in client.post(plan, sent, follow=True).content.decode()
    assert not SectionDraft.objects.exists()
    assert client.post(plan, {"put_away": "x"}).status_code == 302
