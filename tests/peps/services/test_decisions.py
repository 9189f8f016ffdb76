"""The social worker is asked before a significant decision, and answers once, on record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from peps.models import ProposedDecision
from peps.services.decisions import answer_decision, propose_decision
from pupils.models import CarePeriod
from tests.cast import TODAY
from tests.peps.views.pages import body_of, post
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
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
