"""From the tab of a child to the locked PDF, by the pages alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peps.models import Pep, PepStatusChange
from peps.services import initiate_pep, return_pep, submit_pep
from pupils.models import StatutoryReview
from tests.peps.views.pages import body_of, page, post, seen_of


def test_the_tab_says_what_to_do_when_there_is_nothing(client, cast):
    url = reverse("peps:of_pupil", kwargs={"ref": cast.ada.ref})
    body = body_of(client, cast.social_worker, url)
    assert "Initiate the first PEP" in body
    assert body.count(reverse("peps:initiate", kwargs={"ref": cast.ada.ref})) == 1
    assert "Initiate" not in body_of(client, cast.teacher, url).replace("initiates", "")


def test_the_page_names_the_day_for_which_the_review_is_arranged(client, cast, ada_pep):
    url = page("peps:pep", ada_pep)
    assert "arranged for" not in body_of(client, cast.teacher, url)
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=ada_pep.care_period, planned_on=date(2026, 11, 20)
    )
    for person in (cast.teacher, cast.social_worker, cast.iro):
        assert "arranged for <strong>20 November 2026</strong>" in body_of(client, person, url)
    for state, is_said in (("quality_assured", True), ("complete", True), ("not_required", False)):
        Pep.objects.filter(pk=ada_pep.pk).update(state=state)
        body = body_of(client, cast.iro, url)
        assert ("no PDF was kept with it" in body) is (state == "complete")
        assert ("The next review of the care plan is arranged for <strong>20 N" in body) is is_said


def test_initiation_by_the_button(client, cast):
    url = reverse("peps:initiate", kwargs={"ref": cast.ada.ref})
    assert "Initiate the PEP" in body_of(client, cast.social_worker, url)
    answer = post(client, cast.social_worker, url)
    pep = Pep.objects.get()
    assert answer.redirect_chain[-1][0] == page("peps:pep", pep)
    assert "PEP initiated for the autumn term 2026-27" in answer.content.decode()
    again = post(client, cast.social_worker, url)
    assert "already been initiated" in again.content.decode()
    assert Pep.objects.count() == 1


@pytest.mark.parametrize("person", ["teacher", "iro", "team_manager", "head_teacher"])
def test_others_do_not_initiate(client, cast, person):
    url = reverse("peps:initiate", kwargs={"ref": cast.ada.ref})
    assert post(client, cast.people[person], url).status_code == 403


def test_the_check_lists_what_is_missing_as_links(client, cast, ada_pep, write_all):
    write_all(ada_pep, without=("leisure_and_learning", "meeting"))
    body = body_of(client, cast.teacher, page("peps:submit", ada_pep))
    assert "/sections/leisure_and_learning/#id_leisure_interests" in body
    assert "/sections/meeting/#id_held_on_day" in body
    assert "required by the regulations" in body
    assert "Submit the PEP" not in body
    answer = post(client, cast.teacher, page("peps:submit", ada_pep), seen_of(ada_pep))
    assert "Still to answer" in answer.content.decode()


def test_submission_twice_by_the_button(client, cast, ada_pep, write_all):
    write_all(ada_pep)
    assert "Submit the PEP" in body_of(client, cast.teacher, page("peps:submit", ada_pep))
    seen = seen_of(ada_pep)
    first = post(client, cast.teacher, page("peps:submit", ada_pep), seen).content.decode()
    assert "is submitted" in first
    assert "The Virtual School reads it now" in first
    second = post(client, cast.teacher, page("peps:submit", ada_pep), seen).content.decode()
    assert "has moved on" in second
    assert PepStatusChange.objects.filter(to_state="submitted").count() == 1


def test_the_social_worker_is_told_who_submits(client, cast, ada_pep, write_all):
    write_all(ada_pep)
    body = body_of(client, cast.social_worker, page("peps:submit", ada_pep))
    assert "The designated teacher submits this PEP." in body
    assert "Submit the PEP" not in body


def test_completion_of_what_is_not_assured_is_refused(client, cast, submitted_pep):
    body = post(client, cast.officer, page("peps:complete", submitted_pep)).content.decode()
    assert "has moved on" in body
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "submitted"


def test_a_return_needs_a_reason_which_the_writers_see(client, cast, submitted_pep):
    url = page("peps:return", submitted_pep)
    body = post(client, cast.officer, url, {"reason": ""}).content.decode()
    assert "Enter what has to be put right" in body
    post(client, cast.officer, url, {"reason": "The baselines are missing."})
    body = body_of(client, cast.teacher, page("peps:pep", submitted_pep))
    assert "The baselines are missing." in body
    assert "Returned by" in body


def test_the_letter_begins_with_the_child_s_own_words(client, cast, submitted_pep):
    body = body_of(client, cast.iro, page("peps:read", submitted_pep))
    start = body.index("vsh-letter")
    own, school = (
        body.index(words, start)
        for words in ("Words about what i like", "Words about current arrangements")
    )
    assert own < school
    assert "Helen Head" in body


def test_a_returned_pep_is_submitted_again(client, cast, submitted_pep):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Baselines.")
    url, seen = page("peps:submit", submitted_pep), seen_of(submitted_pep)
    body = post(client, cast.teacher, url, seen).content.decode()
    assert "is submitted" in body


def test_not_required_with_a_reason(client, cast, ada_pep):
    url = page("peps:not_required", ada_pep)
    body = post(client, cast.officer, url, {"reason": ""}).content.decode()
    assert "Enter why the PEP is not required" in body
    body = post(client, cast.officer, url, {"reason": "Opened twice."}).content.decode()
    assert "Not required" in body


@pytest.mark.parametrize(
    "name",
    ["peps:pep", "peps:read", "peps:submit", "peps:assure", "peps:pdf"],
)
def test_pages_take_at_most_twelve_queries(client, cast, complete, name):
    client.force_login(cast.officer)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page(name, complete)).status_code == 200
    frame = ("SAVEPOINT", "RELEASE SAVEPOINT", "RESET ROLE")
    asked = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(frame)]
    assert len(asked) <= 12, asked


def test_the_page_that_completes_takes_at_most_twelve_queries(client, cast, assured_pep):
    client.force_login(cast.officer)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page("peps:complete", assured_pep)).status_code == 200
    frame = ("SAVEPOINT", "RELEASE SAVEPOINT", "RESET ROLE")
    asked = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(frame)]
    assert len(asked) <= 12, asked


def test_the_lists_take_the_same_queries_for_more_peps(client, cast, submitted_pep, write_all):
    client.force_login(cast.officer)
    counts = []
    for round_ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("peps:quality_queue"))
        counts.append(len(captured))
        if round_ == 0:
            other = initiate_pep(actor=cast.officer, pupil=cast.ben)
            write_all(other)
            submit_pep(actor=cast.head, pep=other)
    assert counts[0] == counts[1]
