"""What systems send loads in order, as a whole or not at all, and somebody is told of the rest."""

import json
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pupils.models import Enrolment
from tests.api.sending import MARKS, asked, mark, on_record, runs_of
from tests.cast import TODAY, assemble_cast
from tests.placements.attendance_files import give_upns
from vsh.accounts.models import Membership
from vsh.api.authentication import Sending
from vsh.api.scopes import Scope
from vsh.api.services import NewToken, end_token, make_token
from vsh.celery import app
from vsh.intake import deliveries, services, tasks
from vsh.intake.engine import ImportBusyError
from vsh.intake.models import ImportFile, ImportRun
from vsh.notices.models import Notice


def states(token) -> list[str]:
    return [run.state for run in runs_of(token.token)]


def told() -> set[tuple[str, str]]:
    """Of what there are notices, but for that of the new token."""
    return set(Notice.objects.exclude(stage="made").values_list("stage", "subject"))


def test_the_later_word_stands_also_where_a_worker_takes_it_first(token, put, send) -> None:
    send(mark(), key="delivery-0")
    put(mark(code="I"), key="delivery-1")
    put(mark(code="/"), key="delivery-2")
    _, earlier, later = runs_of(token.token)
    with pytest.raises(ImportBusyError):
        services.check_import(run_id=later.pk)
    services.check_import(run_id=earlier.pk)
    assert on_record() == [("C-ada", "2026-11-03", "I", "")]
    services.check_import(run_id=later.pk)
    assert on_record() == [("C-ada", "2026-11-03", "/", "")]
    assert states(token) == ["loaded"] * 3


def test_one_that_waits_for_a_person_keeps_no_later_one_back(token, put, send) -> None:
    send(mark(), mark("cam"))
    send(mark(code="I"), key="delivery-2")
    assert states(token) == ["ready", "loaded"]


def test_what_another_system_sends_does_not_wait(token, made, put) -> None:
    other = made("Another")
    put(mark())
    put(mark("eve"), secret=other.secret)
    services.check_import(run_id=runs_of(other.token)[0].pk)
    assert states(other) == ["loaded"]


def test_it_is_loaded_as_it_is_checked_so_nothing_can_change_between(token, put, cast) -> None:
    put(mark())
    services.check_import(run_id=runs_of(token.token)[0].pk)
    assert (states(token), len(on_record())) == (["loaded"], 1)
    put(mark(session="PM", code="\\"), mark("eve"), key="delivery-2")
    Enrolment.objects.filter(pupil=cast.eve).update(ended_on="2026-11-02")
    services.check_import(run_id=runs_of(token.token)[1].pk)
    assert states(token) == ["loaded", "ready"]
    assert on_record() == [("C-ada", "2026-11-03", "/", "")]


def test_the_history_names_the_system(token, send) -> None:
    send(mark())
    send(mark(code="I"), key="delivery-2")
    event = apps.get_model("placements", "AttendanceDayEvent").objects.get()
    run = runs_of(token.token)[1]
    assert event.pgh_context == {
        "user": run.uploaded_by_id, "import": run.ref, "system": token.token.ref,
    }  # fmt: skip


@pytest.mark.parametrize("ends", ["by a person", "with its maker's role"])
def test_what_waits_for_a_worker_is_not_loaded_once_the_token_has_ended(
    token, put, cast, ends: str, django_capture_on_commit_callbacks
) -> None:
    put(mark())
    if ends == "by a person":
        end_token(actor=cast.head, token=token.token)
    else:
        Membership.objects.filter(user=cast.data).update(role="social_worker")
    with django_capture_on_commit_callbacks(execute=True):
        services.check_import(run_id=runs_of(token.token)[0].pk)
    run = runs_of(token.token)[0]
    assert (run.state, on_record()) == ("cancelled", [])
    assert "The token ended" in run.failure
    assert list(ImportFile.objects.values_list("content", flat=True)) == [""]
    assert told() == {("cancelled", "Attendance not loaded: SIMS of Oakfield")}


def test_who_may_load_it_is_told_once_a_day_of_what_waits(token, send, cast) -> None:
    send(mark(), mark("cam"))
    send(mark("cam"), key="delivery-2")
    assert states(token) == ["ready", "ready"]
    notices = Notice.objects.exclude(stage="made").order_by("recipient__email")
    assert {each.recipient for each in notices} == {cast.data, cast.head}
    assert len(notices) == 2
    assert notices[0].subject == "Attendance waits: SIMS of Oakfield"
    assert f"/imports/{runs_of(token.token)[0].ref}/" in notices[0].body
    assert "999000" not in notices[0].body


def test_they_are_told_of_what_failed(token, put, cast) -> None:
    put(mark())
    ImportRun.objects.update(attempts=services.MOST_ATTEMPTS)
    services.resume_imports(now=timezone.now() + timedelta(minutes=6), minutes=5)
    assert states(token) == ["failed"]
    assert told() == {("failed", "Attendance not loaded: SIMS of Oakfield")}


def test_what_waits_stands_first_and_beside_its_system(client, token, send, cast) -> None:
    send(mark("cam"))
    send(mark(), key="delivery-2")
    client.force_login(cast.head)
    shown = client.get(reverse("intake:list")).context["runs"]
    assert [row["run"].state for row in shown] == ["ready", "loaded"]
    assert client.get(reverse("api:systems")).context["rows"] == [(token.token, 1)]


def test_a_system_that_sends_faster_than_a_worker_loads_waits(token, made, put) -> None:
    sent = [put(mark(), key=f"delivery-{at}").status_code for at in range(4)]
    assert sent == [202, 202, 202, 429]
    refused = put(mark(), key="delivery-3")
    assert int(refused.headers["Retry-After"]) > 0
    assert put(mark(), key="delivery-0").status_code == 202, "taken before"
    assert put(mark(), secret=made("Another").secret).status_code == 202
    services.check_import(run_id=runs_of(token.token)[0].pk)
    assert put(mark(), key="delivery-3").status_code == 202


def test_it_has_a_queue_of_its_own_that_a_worker_listens_to(put, send, monkeypatch) -> None:
    queues = app.amqp.queues
    assert {name: queue.routing_key for name, queue in queues.items()} == {
        "celery": "celery", deliveries.QUEUE: deliveries.QUEUE,
    }  # fmt: skip
    sent = []
    monkeypatch.setattr(
        tasks.check_import, "apply_async", lambda given, queue: sent.append((given, queue))
    )
    send(mark())
    assert sent == [((ImportRun.objects.get().pk,), deliveries.QUEUE)]


def sent_at_once(keys: list[str]) -> tuple[NewToken, list]:
    cast = assemble_cast()
    give_upns(cast)
    token = make_token(
        actor=cast.data,
        authority=cast.northshire,
        setting=cast.oakfield,
        system="SIMS",
        scopes=[Scope.ATTENDANCE_IN],
        expires_on=TODAY,
    )
    together, answers = threading.Barrier(len(keys)), []

    def post(key: str) -> None:
        headers = {"Authorization": f"Bearer {token.secret}", "Idempotency-Key": key}
        together.wait(20)
        body = json.dumps({"marks": [mark()]})
        answers.append(Client().post(MARKS, body, "application/json", headers=headers))
        connection.close()

    threads = [threading.Thread(target=post, args=[key]) for key in keys]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return token, answers


@pytest.mark.usefixtures("transactional_db")
def test_the_same_key_twice_at_once_is_one_delivery() -> None:
    token, answers = sent_at_once(["delivery-1"] * 4)
    assert [answer.status_code for answer in answers] == [202] * 4
    run = ImportRun.objects.get()
    assert {answer.json()["ref"] for answer in answers} == {run.ref}
    assert asked(Client(), answers[0], token.secret).json()["state"] == "loaded"


@pytest.mark.usefixtures("transactional_db")
def test_sixteen_at_once_give_three_at_work(monkeypatch) -> None:
    monkeypatch.setattr(Sending, "rate", "100/min")
    monkeypatch.setattr(tasks.check_import, "apply_async", lambda given, queue: None)
    token, answers = sent_at_once([f"delivery-{at}" for at in range(16)])
    assert sorted(answer.status_code for answer in answers) == [202] * 3 + [429] * 13
    assert states(token) == ["uploaded"] * 3
