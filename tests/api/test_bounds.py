"""What one system may hold up or fill: no worker, and the list of what waits only so far."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.api.sending import mark, runs_of
from vsh.intake import engine, services
from vsh.intake.api import MOST_WAITING
from vsh.intake.engine import ImportBusyError
from vsh.intake.models import ImportFile, ImportRun

LIST = reverse("intake:list")


def states(token) -> list[str]:
    return [run.state for run in runs_of(token.token)]


@pytest.fixture
def held(cast):
    """Another process loads something of the authority."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_lock(%s, %s)", [engine._AUTHORITY_LOCK, cast.northshire.pk]
        )
        yield
    other.close()


@pytest.mark.usefixtures("held")
def test_a_delivery_waits_for_no_other_import_in_a_worker(token, put) -> None:
    put(mark())
    [run] = runs_of(token.token)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
    with pytest.raises(ImportBusyError) as busy:
        services.check_import(run_id=run.pk)
    assert busy.value.__cause__ is None, "it waited as long as the database allows"
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("checking", 0)


def test_one_that_merely_waits_is_never_given_up(token, put) -> None:
    put(mark())
    put(mark(code="I"), key="delivery-2")
    later = timezone.now() + timedelta(minutes=6)
    first, second = runs_of(token.token)
    for _ in range(services.MOST_ATTEMPTS + 1):
        with pytest.raises(ImportBusyError):
            services.check_import(run_id=second.pk)
        services.resume_imports(now=later, minutes=5)
    assert states(token) == ["uploaded", "checking"]
    for run in (first, second):
        services.check_import(run_id=run.pk)
    assert states(token) == ["loaded", "loaded"]


def ten_wait(token, run: ImportRun) -> None:
    """As many as may wait, `run` one of them."""
    ImportRun.objects.bulk_create(
        ImportRun(
            kind=run.kind,
            authority=run.authority,
            uploaded_by=run.uploaded_by,
            sent_by=token.token,
            idempotency_key=f"waiting-{at}",
            state="ready",
        )
        for at in range(MOST_WAITING - 1)
    )


def test_a_system_of_which_ten_wait_sends_no_more_before_a_person_has_come(
    client, token, send, cast
) -> None:
    send(mark("cam"))
    [run] = runs_of(token.token)
    ten_wait(token, run)
    refused = send(mark(), key="delivery-2")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "wait for a person" in refused.json()["detail"]
    assert send(mark("cam")).json()["ref"] == run.ref, "taken before"
    services.cancel_import(actor=cast.head, run=run)
    assert send(mark(), key="delivery-2").status_code == 202


def test_all_that_waits_of_a_system_is_cancelled_at_once_and_nothing_else(
    client, token, made, send, cast, django_capture_on_commit_callbacks
) -> None:
    send(mark())
    send(mark("cam"), key="delivery-2")
    other = made("Another")
    send(mark("cam"), secret=other.secret)
    ten_wait(token, runs_of(token.token)[1])
    of_system = f"{LIST}?system={token.token.ref}"
    cancel = reverse("intake:cancel_all", args=[token.token.ref])
    client.force_login(cast.south_head)
    assert client.get(of_system).status_code == 404
    assert client.post(cancel).status_code == 404
    assert client.get(reverse("api:systems")).content.decode().count("?system=") == 0
    client.force_login(cast.head)
    assert of_system in client.get(reverse("api:systems")).content.decode()
    page = client.get(of_system)
    assert {row["run"].sent_by for row in page.context["runs"]} == {token.token}
    assert "Cancel 10 imports that wait" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post(cancel, follow=True).content.decode()
    assert "10 imports cancelled" in shown
    assert cancel not in shown
    assert states(token) == ["loaded", *["cancelled"] * MOST_WAITING]
    assert states(other) == ["ready"]
    kept = ImportFile.objects.exclude(content="")
    assert [file.run.sent_by for file in kept] == [other.token]
    assert "No import of this system waits" in client.post(cancel, follow=True).content.decode()
