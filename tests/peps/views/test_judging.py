"""The queue of submitted plans and the rubric beside a plan: judged, returned red, judged again."""

import re

import pytest
from django.urls import reverse

from peps.rubric import CURRENT_RUBRIC, rubric
from peps.services import assure_pep, return_pep, submit_pep
from pupils.models import CarePeriod
from tests.cast import TODAY
from tests.peps.views.pages import body_of, judge, page, post
from vsh.notices.models import Notice

MARKS = {mark.key: "green" for mark in rubric(CURRENT_RUBRIC).marks}


def test_the_queue_shows_whom_the_officer_assures(client, cast, submitted_pep):
    url = reverse("peps:quality_queue")
    body = body_of(client, cast.officer, url)
    assert "Ada Canaryada" in body
    assert page("peps:assure", submitted_pep) in body
    assert "Canary" not in body_of(client, cast.south_head, url)
    client.force_login(cast.teacher)
    assert client.get(url).status_code == 403


def test_the_queue_is_filtered_by_school_and_term(client, cast, submitted_pep):
    client.force_login(cast.officer)
    url = reverse("peps:quality_queue")
    for query, is_there in [
        ({"school": cast.oakfield.pk}, True),
        ({"term": "2026-27-autumn"}, True),
        ({"school": cast.elm.pk}, False),
    ]:
        assert ("Ada Canaryada" in client.get(url, query).content.decode()) is is_there


def test_the_officer_s_own_submission_waits_for_somebody_else(client, cast, ada_pep, write_all):
    write_all(ada_pep)
    submit_pep(actor=cast.officer, pep=ada_pep)
    body = body_of(client, cast.officer, reverse("peps:quality_queue"))
    assert page("peps:assure", ada_pep) not in body
    body = body_of(client, cast.officer, page("peps:assure", ada_pep))
    assert "somebody else assures its quality" in body
    answer = judge(client, cast.officer, ada_pep, MARKS | {"feedback": "Good"})
    assert "somebody else assures its quality" in answer.content.decode()
    ada_pep.refresh_from_db()
    assert ada_pep.state == "submitted"


def test_assurance_with_a_mark_missing(client, cast, submitted_pep):
    data = {**MARKS, "feedback": "Good"}
    del data["needs"]
    body = judge(client, cast.officer, submitted_pep, data).content.decode()
    assert "<title>Error: " in body
    assert "Rate “Needs are identified”" in body


def test_assurance_completion_and_unlocking(client, cast, submitted_pep):
    data = MARKS | {"feedback": "A plan that Ada owns.", "needs_comment": "Well found."}
    body = judge(client, cast.officer, submitted_pep, data).content.decode()
    assert "A plan that Ada owns." in body
    body = post(client, cast.officer, page("peps:complete", submitted_pep)).content.decode()
    assert "Download the PDF" in body
    assert "Unlock" not in body
    body = post(
        client, cast.head, page("peps:unlock", submitted_pep), {"reason": "A wrong date."}
    ).content.decode()
    assert "A wrong date." in body
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "returned"


def test_the_same_judgement_pressed_twice_is_one(client, cast, submitted_pep):
    url, marks = page("peps:assure", submitted_pep), MARKS | {"feedback": "A plan that Ada owns."}
    read = re.search(r'name="version" value="(\d+)"', body_of(client, cast.officer, url))[1]
    for _ in range(2):
        body = post(client, cast.officer, url, marks | {"version": read}).content.decode()
        assert "since you opened this page" not in body
    assert submitted_pep.quality_reviews.count() == 1
    for field in ("feedback", "needs_comment", "section_about_me"):
        body = post(client, cast.officer, url, marks | {"version": read, field: "Something else."})
        assert "judged by somebody" in body.content.decode(), field
        assert "Something else." in body.content.decode(), "nothing is lost"


@pytest.mark.parametrize("is_over", [False, True])
def test_the_same_red_judgement_pressed_twice_returned_the_plan_once(
    client, cast, submitted_pep, is_over
):
    """Of a time in care that has ended it does not go back."""
    if is_over:
        CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    url = page("peps:assure", submitted_pep)
    read = re.search(r'name="version" value="(\d+)"', body_of(client, cast.officer, url))[1]
    for _ in range(2):
        data = RED | {"goes_back": "yes", "version": read}
        body = post(client, cast.officer, url, data).content.decode()
        assert not any(words in body for words in ("moved on", "judged by somebody"))
    assert submitted_pep.quality_reviews.count() == 1
    data |= {"needs_comment": "Another word."}
    assert "Another word." in post(client, cast.officer, url, data).content.decode()


RED = MARKS | {"actions": "red", "needs": "amber", "feedback": "No action has a name."}
RED |= {"actions_comment": "Who drives her there?", "behaviour_comment": "Well agreed."}


def test_every_mark_with_its_comment_reaches_the_writers_red_before_amber(
    client, cast, submitted_pep
):
    judge(client, cast.officer, submitted_pep, RED | {"goes_back": "yes"})
    for person in ("teacher", "social_worker", "head", "iro"):
        for name in ("peps:pep", "peps:read"):
            body = body_of(client, cast.people[person], page(name, submitted_pep))
            marks = [
                body.index(words, body.index("No action has a name."))
                for words in ("Actions, people and", "Who drives her there?")
            ]
            marks.append(body.index("Needs are identified", marks[-1]))
            marks.append(body.index("Well agreed.", marks[-1]))
            assert marks == sorted(marks), (person, name)


def test_a_red_plan_goes_back_in_one_step_once_the_officer_says_so(client, cast, submitted_pep):
    body = judge(client, cast.officer, submitted_pep, RED).content.decode()
    assert "These marks add up to red." in body
    assert "Record red and return the PEP" in body
    assert "Who drives her there?" in body
    assert not submitted_pep.quality_reviews.exists()
    body = judge(client, cast.officer, submitted_pep, RED | {"goes_back": "yes"}).content.decode()
    assert "The PEP is returned with your feedback" in body
    assert "Complete and lock" not in body
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "returned"
    last = submitted_pep.status_changes.last()
    assert (last.from_state, last.reason) == ("quality_assured", "No action has a name.")


def test_a_judgement_is_put_right_until_the_plan_is_complete(client, cast, submitted_pep):
    said = {"feedback": "A plan that Ada owns.", "needs": "amber", "needs_comment": "Half of it."}
    body = judge(client, cast.officer, submitted_pep, MARKS | said).content.decode()
    url = page("peps:assure", submitted_pep)
    assert f'href="{url}"' in body
    assert "Change the judgement" in body
    form = body_of(client, cast.head, url)
    assert "takes the place of that judgement" in form
    assert "Half of it." in form
    body = judge(client, cast.head, submitted_pep, MARKS | {"feedback": "All of it."})
    assert "All of it." in body.content.decode()
    assert submitted_pep.quality_reviews.count() == 2
    body = post(client, cast.officer, page("peps:complete", submitted_pep)).content.decode()
    assert "Change the judgement" not in body
    judge(client, cast.head, submitted_pep, RED | {"goes_back": "yes"})
    assert submitted_pep.quality_reviews.count() == 2


def test_who_handed_it_in_does_not_change_the_judgement(client, cast, ada_pep, write_all):
    write_all(ada_pep)
    submit_pep(actor=cast.officer, pep=ada_pep)
    judge(client, cast.head, ada_pep, MARKS | {"feedback": "Well."})
    assert "Change the judgement" not in body_of(client, cast.officer, page("peps:pep", ada_pep))
    judge(client, cast.officer, ada_pep, MARKS | {"feedback": "Mine."})
    assert ada_pep.quality_reviews.get().reviewed_by == cast.head


def test_a_red_mark_says_what_is_missing(client, cast, submitted_pep):
    marks = MARKS | {"needs": "red", "feedback": "Nearly."}
    body = judge(client, cast.officer, submitted_pep, marks).content.decode()
    assert body.count("“Needs are identified” is red: say what is missing") == 2
    assert "Comment on “Needs are identified” (needed with red)" in body
    assert "(optional)" not in body
    assert not submitted_pep.quality_reviews.exists()
    judge(client, cast.officer, submitted_pep, marks | {"needs_comment": "Which needs?"})
    assert submitted_pep.quality_reviews.get().outcome == "amber"


def test_a_red_judgement_is_told_once_as_a_return(client, cast, submitted_pep):
    judge(client, cast.officer, submitted_pep, RED | {"goes_back": "yes"})
    mails = Notice.objects.filter(recipient=cast.teacher, stage__in=["returned", "quality_assured"])
    assert [mail.stage for mail in mails] == ["returned"]


def test_a_judgement_of_before_is_no_judgement_of_what_was_handed_in_again(
    client, cast, submitted_pep
):
    judge(client, cast.officer, submitted_pep, RED | {"goes_back": "yes"})
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    assert "The quality of this plan" not in body_of(
        client, cast.iro, page("peps:read", submitted_pep)
    )
    assert "as judged before it was handed in again" in body_of(
        client, cast.teacher, page("peps:pep", submitted_pep)
    )
    assert "How it was judged before" in body_of(
        client, cast.officer, page("peps:assure", submitted_pep)
    )


def test_a_judgement_of_words_that_were_not_read_is_refused(client, cast, submitted_pep):
    url, marks = page("peps:assure", submitted_pep), MARKS | {"feedback": "Read it, all well."}
    read = re.search(r'name="version" value="(\d+)"', body_of(client, cast.head, url))[1]
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Targets.")
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    body = post(client, cast.head, url, marks | {"version": read}).content.decode()
    assert "handed in anew since you opened this page" in body
    assert "Read it, all well." in body
    assert not submitted_pep.quality_reviews.exists()
    read = re.search(r'name="version" value="(\d+)"', body)[1]
    post(client, cast.head, url, marks | {"version": read})
    assert submitted_pep.quality_reviews.get().reviewed_by == cast.head


@pytest.mark.parametrize("version", ["", "²", "-1", "9" * 5000])
def test_a_judgement_without_the_version_that_was_read_is_refused(
    client, cast, submitted_pep, version
):
    marks = MARKS | {"feedback": "All well.", "version": version}
    post(client, cast.head, page("peps:assure", submitted_pep), marks)
    assert not submitted_pep.quality_reviews.exists()


def test_an_assured_plan_that_is_red_is_returned_and_not_completed(client, cast, submitted_pep):
    ratings = {key: level for key, level in RED.items() if key in MARKS}
    assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ratings, feedback="Who does what?")
    body = body_of(client, cast.officer, page("peps:pep", submitted_pep))
    assert "Complete and lock" not in body
    assert "Return with a reason" in body
    body = post(client, cast.officer, page("peps:complete", submitted_pep)).content.decode()
    assert "return this PEP with the feedback as the reason" in body
    answer = post(client, cast.officer, page("peps:return", submitted_pep), {"reason": "Actions."})
    assert "The PEP is returned" in answer.content.decode()


def test_a_returned_plan_that_is_judged_again_is_completed(client, cast, submitted_pep):
    judge(client, cast.officer, submitted_pep, RED | {"goes_back": "yes"})
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    judge(client, cast.officer, submitted_pep, MARKS | {"feedback": "Now it can be done."})
    body = post(client, cast.officer, page("peps:complete", submitted_pep)).content.decode()
    assert "Download the PDF" in body
