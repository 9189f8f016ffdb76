"""The social worker is asked before a significant decision, and answers once, on record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from peps.models import Pep, PlannedAction, ProposedDecision
from peps.services import initiate_pep
from peps.services.decisions import answer_decision, propose_decision
from peps.waiting.decisions import decisions_to_answer
from pupils.models import CarePeriod, Deadline, Enrolment, Involvement
from tests.cast import TODAY
from tests.peps.views.pages import body_of, post
from tests.reporting.page_requests import MOST_QUERIES, add_deadline, queries_of, signed_in
from vsh.audit.models import ReadLog
from vsh.notices.models import Notice

WORDS = "Secret: mornings only until half term."


def told(stage):
    rows = Notice.objects.filter(stage=stage, about__startswith="decision:")
    return sorted(rows.values_list("recipient__name", flat=True))


@pytest.fixture
def asked(cast):
    return propose_decision(actor=cast.teacher, pupil=cast.ada, kind="part_time", words=WORDS)


def test_the_social_worker_is_asked_and_answers_once(cast, asked):
    assert told("asked") == ["Iro", "Officer", "Social Worker"]
    notice = Notice.objects.filter(stage="asked").first()
    assert "Secret" not in notice.body
    assert "Canary" not in notice.subject + notice.body
    answer_decision(actor=cast.social_worker, decision=asked, answer="talk", words="By Friday.")
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answered_on) == (
        "talk",
        cast.social_worker,
        TODAY,
    )
    assert told("answered") == ["Officer", "Teacher"]
    with pytest.raises(ValidationError, match="has been answered"):
        answer_decision(actor=cast.social_worker, decision=asked, answer="agree")
    labels = ProposedDecision.pgh_event_model.objects.order_by("pk")
    assert list(labels.values_list("pgh_label", flat=True)) == ["insert", "update"]


def test_without_a_social_worker_somebody_who_can_act_is_told(cast):
    Involvement.objects.filter(pupil=cast.ada, user=cast.social_worker).delete()
    propose_decision(actor=cast.officer, pupil=cast.ada, kind="part_time", words=WORDS)
    assert told("asked") == ["Head", "Iro"]
    Involvement.objects.filter(pupil=cast.ada, user=cast.officer).delete()
    propose_decision(actor=cast.teacher, pupil=cast.ada, kind="other", words=WORDS)
    assert told("asked") == ["Head", "Head", "Iro", "Iro"]


@pytest.mark.parametrize("who", ["social_worker", "iro", "other_teacher", "head_teacher", "data"])
def test_who_does_not_ask(cast, who):
    with pytest.raises(PermissionDenied):
        propose_decision(actor=cast.people[who], pupil=cast.ada, kind="other", words=WORDS)


@pytest.mark.parametrize("who", ["teacher", "officer", "other_social_worker", "iro"])
def test_who_does_not_answer(cast, asked, who):
    with pytest.raises(PermissionDenied):
        answer_decision(actor=cast.people[who], decision=asked, answer="agree")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"answer": "no", "words": " "}, "Write why"),
        ({"answer": "perhaps", "words": "x"}, "Choose your answer"),
    ],
)
def test_an_answer_that_is_refused(cast, asked, given, message):
    with pytest.raises(ValidationError, match=message):
        answer_decision(actor=cast.social_worker, decision=asked, **given)


def test_the_database_keeps_an_answer_with_its_person(cast, asked):
    rows = ProposedDecision.objects.filter(pk=asked.pk)
    for change in ({"answer": "agree"}, {"words": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_nobody_is_asked_about_a_child_who_has_left_care(cast):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    with pytest.raises(ValidationError, match="not looked after"):
        propose_decision(actor=cast.officer, pupil=cast.ada, kind="other", words=WORDS)


def test_over_the_pages(client, cast):
    ref = cast.ada.ref
    url = reverse("peps:propose_decision", args=[ref])
    assert "Choose what you are thinking about" in post(client, cast.teacher, url).content.decode()
    post(client, cast.teacher, url, {"kind": "part_time", "words": "<b>Mornings</b> only."})
    listed = reverse("peps:decisions", args=[ref])
    body = body_of(client, cast.social_worker, listed)
    assert "&lt;b&gt;Mornings&lt;/b&gt; only." in body
    answer = reverse("peps:answer_decision", args=[ref, ProposedDecision.objects.get().ref])
    assert answer in body
    refused = post(client, cast.social_worker, answer, {"answer": "no"}).content.decode()
    assert "There is a problem" in refused
    post(client, cast.social_worker, answer, {"answer": "no", "words": "Full days."})
    body = body_of(client, cast.teacher, listed)
    assert "Social worker does not agree" in body
    assert ReadLog.objects.filter(page="peps:decisions", user=cast.teacher).exists()
    assert queries_of(signed_in(cast, "iro"), listed) <= MOST_QUERIES


def test_it_stands_on_the_list_of_whoever_is_asked_until_it_is_answered(client, cast, asked):
    """Beside everything else that a social worker's list can hold, in as few queries."""
    home, words = reverse("reporting:home"), "Decisions that wait for your answer"
    link = reverse("peps:answer_decision", args=[cast.ada.ref, asked.ref])
    body = body_of(client, cast.social_worker, home)
    assert words in body
    assert f'href="{link}"' in body
    assert "Nothing is due" not in body
    for who in ("teacher", "officer", "iro", "other_social_worker"):
        assert words not in body_of(client, cast.people[who], home), who
    Enrolment.objects.filter(pupil=cast.ben).delete()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ben)
    Pep.objects.filter(pk=pep.pk).update(state="returned")
    add_deadline(cast.ada, kind="statutory_review", owner_role="social_worker")
    action = PlannedAction.objects.create(
        pupil=cast.ada, what="Ring", owner_words="Her carer", made_on=TODAY, by_when=TODAY
    )
    add_deadline(cast.ada, kind="pep_action", owner_role="social_worker")
    Deadline.objects.filter(kind="pep_action").update(trigger_key=f"action:{action.ref}")
    worker = signed_in(cast, "social_worker")
    body = worker.get(home).content.decode()
    assert "Plans returned to you" in body
    assert "By Her carer" in body
    assert queries_of(worker, home) <= MOST_QUERIES
    answer_decision(actor=cast.social_worker, decision=asked, answer="agree")
    assert words not in body_of(client, cast.social_worker, home)


def test_it_leaves_the_list_with_the_end_of_care(cast, asked):
    assert list(decisions_to_answer(cast.social_worker, on=TODAY)) == [asked]
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    assert not decisions_to_answer(cast.social_worker, on=TODAY).exists()
