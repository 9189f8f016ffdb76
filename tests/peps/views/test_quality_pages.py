"""Phrases, feedback by section, the sample's settings, acceptance, and two who mark apart."""

from dataclasses import replace

import pytest
from django.urls import reverse

from peps.models import FeedbackPhrase, Marking, QualityDraw, QualityPolicy
from peps.quality.queue import waiting_for
from peps.rubric import CURRENT_RUBRIC, rubric
from peps.services import assure_pep, submit_pep
from peps.services.quality_policy import make_rubric
from peps.services.second_marking import ask_for_two, mark_apart
from pupils.models import ClockSetting, Deadline
from tests.cast import add_person
from tests.peps.views.pages import body_of, judge, page, post
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.accounts.roles import Role

MARKS = {mark.key: "green" for mark in rubric(CURRENT_RUBRIC).marks}
QUEUE, PHRASES, SETTINGS = (
    reverse(f"peps:{name}") for name in ("quality_queue", "phrases", "quality_settings")
)
PHRASE = "Say who does it, and by when."
SAMPLE = {
    "assures": "sample",
    "share": "1",
    "second_share": "0",
    "clock_number": "5",
    "clock_is_on": "on",
    "version": "0",
}


def test_phrases_are_added_put_in_and_retired(client, cast, submitted_pep):
    assert (
        "The phrase is added"
        in post(client, cast.officer, PHRASES, {"text": f" {PHRASE} "}).content.decode()
    )
    body = post(client, cast.officer, PHRASES, {"text": PHRASE}).content.decode()
    assert "<title>Error: " in body
    assert "among your phrases already" in body
    assert PHRASE not in body_of(client, cast.south_head, PHRASES)
    form = page("peps:assure", submitted_pep)
    assert PHRASE in body_of(client, cast.officer, form)
    # Without JavaScript: the server puts it in, loses no word and judges nothing.
    sent = MARKS | {"feedback": "Well begun.", "needs_comment": "Which?", "insert_phrase": "yes"}
    sent |= {
        "phrase": PHRASE,
        "phrase_into": "section_actions",
        "section_actions": "Two lack names.",
    }
    answer = post(client, cast.officer, form, sent)
    shown = answer.context["form"]
    assert shown["section_actions"].value() == f"Two lack names.\n{PHRASE}"
    assert (shown["feedback"].value(), shown["needs_comment"].value()) == ("Well begun.", "Which?")
    assert "Error: " not in answer.content.decode()
    assert not submitted_pep.quality_reviews.exists()
    retire = reverse("peps:retire_phrase", kwargs={"pk": FeedbackPhrase.objects.get().pk})
    client.force_login(cast.south_head)
    assert client.post(retire).status_code == 404
    assert "Retired phrases" in post(client, cast.officer, retire).content.decode()
    assert PHRASE not in body_of(client, cast.officer, form)
    kept = FeedbackPhrase.pgh_event_model.objects.order_by("pk")
    assert [row.pgh_label for row in kept] == ["insert", "update"]


def test_feedback_on_a_section_stands_on_its_page_when_the_plan_comes_back(
    client, cast, submitted_pep
):
    red = MARKS | {"actions": "red", "actions_comment": "No names.", "feedback": "Nearly."}
    said = {"section_actions": "Who drives <b>her</b> there?", "goes_back": "yes"}
    judge(client, cast.officer, submitted_pep, red | said)
    section = reverse("peps:section", kwargs={"ref": submitted_pep.ref, "key": "actions"})
    other = reverse("peps:section", kwargs={"ref": submitted_pep.ref, "key": "about_me"})
    for person in (cast.teacher, cast.social_worker, cast.officer):
        assert "Who drives &lt;b&gt;her&lt;/b&gt; there?" in body_of(client, person, section)
        assert "Who drives" in body_of(client, person, page("peps:pep", submitted_pep))
        assert "Who drives" not in body_of(client, person, other)
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    assert "Who drives" not in body_of(client, cast.teacher, section)
    assert "Who drives" in body_of(client, cast.head, page("peps:assure", submitted_pep))
    judge(client, cast.head, submitted_pep, MARKS | {"feedback": "Now it is clear."})
    plan = body_of(client, cast.teacher, page("peps:pep", submitted_pep))
    assert "Now it is clear." in plan
    assert "Who drives" not in plan, "what was put right is no part of the new judgement"


def test_a_plan_is_returned_with_words_on_single_sections(client, cast, submitted_pep):
    post(client, cast.officer, PHRASES, {"text": PHRASE})
    url = page("peps:return", submitted_pep)
    body = body_of(client, cast.officer, url)
    assert PHRASE in body
    assert 'name="section_actions"' in body
    put_in = {"insert_phrase": "yes", "phrase": PHRASE, "phrase_into": "reason"}
    shown = post(client, cast.officer, url, put_in | {"reason": "Two lack names."})
    assert shown.context["form"]["reason"].value() == f"Two lack names.\n{PHRASE}"
    said = {"reason": "Two lack names.", "section_actions": "Who drives her?"}
    post(client, cast.officer, url, said)
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "returned"
    section = reverse("peps:section", kwargs={"ref": submitted_pep.ref, "key": "actions"})
    for read in (section, page("peps:pep", submitted_pep)):
        assert "Who drives her?" in body_of(client, cast.teacher, read)
        assert queries_of(client, read) <= MOST_QUERIES
    submit_pep(actor=cast.teacher, pep=submitted_pep, confirmed=[])
    assure = page("peps:assure", submitted_pep)
    again = body_of(client, cast.officer, assure)
    for words in ("Two lack names.", "Who drives her?"):
        assert words in again, "the officer reads why it came back"
    assert queries_of(client, assure) <= MOST_QUERIES
    judge(client, cast.officer, submitted_pep, MARKS | {"feedback": "Clear."})
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "quality_assured"
    judged = client.get(assure).context["form"]["section_actions"].value()
    assert not judged, "what was said of an earlier handing-in is no part of this judgement"
    assert "Who drives her?" not in body_of(client, cast.teacher, section)


def test_a_return_keeps_what_was_said_of_a_section_that_is_not_asked_any_more(
    client, cast, submitted_pep
):
    assert submitted_pep.form.section("ehc_plan") is None
    assure_pep(
        actor=cast.officer,
        pep=submitted_pep,
        ratings=MARKS | {"actions": "red"},
        comments={"actions": "No names."},
        feedback="Nearly.",
        sections={"ehc_plan": "Whose hours?"},
    )
    url = page("peps:return", submitted_pep)
    client.force_login(cast.officer)
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() or "" for field in form.section_fields()}
    post(client, cast.officer, url, sent | {"reason": "Too early."})
    assert submitted_pep.section_feedback.get().text == "Whose hours?"
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "returned"


def test_all_that_is_wrong_with_a_judgement_is_told_at_once(client, cast, submitted_pep):
    body = judge(client, cast.officer, submitted_pep, MARKS | {"actions": "red"}).content.decode()
    assert "say what is missing" in body
    assert "Enter feedback to the school" in body


def test_the_head_samples_and_an_officer_accepts(client, cast, ada_pep, write_all):
    client.force_login(cast.officer)
    assert client.get(SETTINGS).status_code == 403
    wrong = post(client, cast.head, SETTINGS, SAMPLE | {"share": ""}).content.decode()
    assert "Enter the share that is drawn" in wrong
    saved = post(client, cast.head, SETTINGS, SAMPLE).content.decode()
    assert "handed in from now on" in saved
    assert "Somebody else has changed" in post(client, cast.head, SETTINGS, SAMPLE).content.decode()
    clock = ClockSetting.objects.get(authority=cast.northshire)
    assert (clock.kind, clock.number, clock.is_on) == ("quality_assurance", 5, True)
    write_all(ada_pep)
    QualityPolicy.objects.update(seed=not_drawing(ada_pep))
    submit_pep(actor=cast.teacher, pep=ada_pep)
    due = Deadline.objects.get(kind="quality_assurance")
    assert (due.owner_role, str(due.due_on)) == ("virtual_school_officer", "2026-11-11")
    drawn = QualityDraw.objects.get(pep=ada_pep)
    listed = body_of(client, cast.officer, QUEUE)
    assert f"Not drawn: number {drawn.number}, up to {drawn.share} drawn" in listed
    assert "Not drawn: the authority assures a sample" in listed
    assert "Ada" in body_of(client, cast.officer, f"{QUEUE}?todo=accepted")
    assert "Ada" not in body_of(client, cast.officer, f"{QUEUE}?todo=judged")
    accept = page("peps:accept", ada_pep)
    body = body_of(client, cast.officer, accept)
    assert "not drawn for quality assurance" in body
    assert "Note (optional)</label>" in body
    assert "You can enter up to 1,000 characters" in body
    body = post(client, cast.officer, accept, {"note": "A good plan."}).content.decode()
    assert "accepted and complete" in body
    assert "A good plan." in body
    due.refresh_from_db()
    assert str(due.met_on) == "2026-11-04"


def not_drawing(pep) -> str:
    """A seed under which the plan's number is above 1."""
    from peps.rules.sampling import FOR_ASSURANCE, number_of

    term = f"{pep.academic_year}-{pep.season}"
    return next(
        seed
        for seed in map(str, range(1000))
        if number_of(seed=seed, term=term, ref=pep.ref, purpose=FOR_ASSURANCE) > 1
    )


def test_two_mark_apart_and_agree_on_the_pages(client, cast, submitted_pep):
    second = add_person("second_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    agree = page("peps:agree", submitted_pep)
    body = post(client, cast.officer, page("peps:ask_for_two", submitted_pep)).content.decode()
    assert "Neither sees the other" in body
    blind = MARKS | {"needs": "amber", "needs_comment": "Whoseneeds", "feedback": "Myownwords"}
    body = judge(client, cast.officer, submitted_pep, blind).content.decode()
    assert "The other officer does not see them before theirs" in body
    assert "the other officer&#x27;s marks are awaited" in body_of(
        client, cast.officer, QUEUE
    ) or "the other officer's marks are awaited" in body_of(client, cast.officer, QUEUE)
    for person in (second, cast.head, cast.teacher):
        for address in ("peps:pep", "peps:read", "peps:assure", "peps:agree"):
            client.force_login(person)
            shown = client.get(page(address, submitted_pep), follow=True).content.decode()
            assert "Whoseneeds" not in shown
            assert "Myownwords" not in shown
    told = judge(client, second, submitted_pep, MARKS | {"feedback": "Theirwords"})
    assert "Your marks are in. Both officers have marked it" in told.content.decode()
    assert Marking.objects.count() == 2
    third = add_person("third_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    awaited = "Waiting for Officer and Second Officer, who marked it, to agree the judgement"
    for person, settles in ((third, False), (second, True), (cast.head, True)):
        listed = body_of(client, person, QUEUE)
        assert (awaited in listed) is not settles
        assert (agree in listed) is settles
    assert not waiting_for(third).get().may_settle
    client.force_login(second)
    sides = client.get(page("peps:assure", submitted_pep), follow=True).content.decode()
    for words in ("Whoseneeds", "Myownwords", "Theirwords", "You differ on 1 of 9 marks"):
        assert words in sides
    submitted_pep.refresh_from_db()
    final = MARKS | {"feedback": "Agreed.", "version": submitted_pep.version}
    assert "two sets of marks to one" in post(client, second, agree, final).content.decode()
    body = post(client, second, agree, final | {"settled": "Read again."}).content.decode()
    assert "Second Officer and Officer" in body
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "quality_assured"


def test_on_to_the_next_plan_by_one_button(client, cast, submitted_pep, ada_pep):
    body = judge(client, cast.officer, submitted_pep, MARKS | {"feedback": "Well.", "next": "yes"})
    assert body.redirect_chain[-1][0] == page("peps:pep", submitted_pep)  # none waits


@pytest.mark.parametrize(
    "name",
    ["quality_queue", "phrases", "rubric", "quality_settings", "quality_trend", "quality_plans"],
)
def test_pages_ask_few_queries(client, cast, submitted_pep, name, django_assert_max_num_queries):
    client.force_login(cast.head)
    with django_assert_max_num_queries(12):
        client.get(reverse(f"peps:{name}"))


@pytest.mark.parametrize("state", ["submitted", "marked apart", "assured"])
def test_pages_of_a_plan_ask_few_queries(cast, submitted_pep, state):
    """By a rubric of the authority's own, which no software ships."""
    shipped = rubric(CURRENT_RUBRIC)
    own = replace(shipped, marks=[replace(mark, title="Ours") for mark in shipped.marks])
    changed = {"rubric": own, "what_changed": "The titles", "version": 0}
    make_rubric(actor=cast.head, authority=cast.northshire, **changed)
    if state == "marked apart":
        ask_for_two(actor=cast.head, pep=submitted_pep)
        said = {"comments": {}, "feedback": "Well.", "version": submitted_pep.version}
        mark_apart(actor=cast.head, pep=submitted_pep, ratings=MARKS, **said)
    if state == "assured":
        assure_pep(actor=cast.head, pep=submitted_pep, ratings=MARKS, feedback="Well.")
    for name in ("pep", "assure"):
        url = page(f"peps:{name}", submitted_pep)
        assert queries_of(signed_in(cast, "officer"), url) <= MOST_QUERIES
