"""Nothing that was uploaded outlives its import."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.intake.test_services import confirmed, contents, receive
from vsh.accounts.tasks import clear_expired_sessions
from vsh.intake import services
from vsh.intake.clearing import CONFIRMED_WITHIN, REPORT_KEPT_FOR, clear_imports
from vsh.intake.models import ImportRun, private_storage


@pytest.fixture
def ready(cast):
    run = receive(cast)
    services.check_import(run_id=run.pk)
    run.refresh_from_db()
    return run


def at(run: ImportRun, **later: float):
    return run.uploaded_at + CONFIRMED_WITHIN + timedelta(**later)


def test_an_import_not_confirmed_in_a_week_is_given_up_with_its_files(cast, ready):
    (name,) = contents()
    clear_imports(at(ready, seconds=-1))
    assert (ImportRun.objects.get().state, contents()) == ("ready", [name])
    clear_imports(at(ready, seconds=1))
    run = ImportRun.objects.get()
    assert (run.state, contents()) == ("cancelled", [""])
    assert "7 days" in run.failure
    assert not private_storage().exists(name)
    assert private_storage().exists(run.report.name)
    assert not services.confirm_import(actor=cast.data, run=run)


def test_an_import_that_is_loading_keeps_its_files(cast):
    run = confirmed(cast)
    clear_imports(at(run, days=1))
    assert private_storage().exists(*contents())


@pytest.mark.parametrize("state", ["loaded", "failed", "cancelled"])
def test_files_left_behind_by_an_import_that_is_over_go(cast, ready, state):
    (name,) = contents()
    ImportRun.objects.update(state=state)
    clear_imports()
    assert contents() == [""]
    assert not private_storage().exists(name)


def test_a_second_file_goes_even_where_the_first_is_gone_already(ready):
    second = ready.files.get()
    second.pk = None
    second.content.save("second.csv", ContentFile(b"x"), save=True)
    first = ready.files.order_by("pk").first()
    first.content.delete(save=True)
    ImportRun.objects.update(state="cancelled")
    clear_imports()
    assert set(contents()) == {""}
    assert not private_storage().exists(second.content.name)


@pytest.mark.parametrize("state", ["loaded", "failed", "cancelled"])
def test_what_was_found_goes_after_ninety_days_and_the_counts_stay(client, cast, ready, state):
    ended = timezone.now()
    ImportRun.objects.update(state=state, finished_at=ended, errors=1)
    clear_imports(ended + REPORT_KEPT_FOR - timedelta(seconds=1))
    assert private_storage().exists(ready.report.name)
    clear_imports(ended + REPORT_KEPT_FOR + timedelta(seconds=1))
    run = ImportRun.objects.get()
    assert not private_storage().exists(ready.report.name)
    assert (run.report.name, run.findings) == ("", {})
    assert (run.rows_new, run.errors) == (ready.rows_new, 1)
    assert ready.rows_new
    client.force_login(cast.data)
    page = client.get(f"/imports/{run.ref}/").content.decode()
    assert "has been deleted, as 90 days have passed" in page
    assert client.get(f"/imports/{run.ref}/report/").status_code == 404


def test_an_import_that_is_not_over_keeps_its_report(cast, ready):
    ImportRun.objects.update(state="loading", finished_at=None)
    clear_imports(timezone.now() + 2 * REPORT_KEPT_FOR)
    assert private_storage().exists(ready.report.name)


def test_files_that_no_import_names_go_after_a_day(ready):
    orphan = private_storage().save("imports/abc/1.csv", ContentFile(b"a name"))
    clear_imports(timezone.now() + timedelta(hours=23))
    assert private_storage().exists(orphan)
    clear_imports(timezone.now() + timedelta(hours=25))
    assert not private_storage().exists(orphan)
    assert private_storage().exists(*contents())
    assert private_storage().exists(ready.report.name)


def test_sessions_that_are_over_go(db):
    for hours in (-1, 1):
        store = SessionStore()
        store["searched"] = "a name"
        store.set_expiry(timezone.now() + timedelta(hours=hours))
        store.create()
    clear_expired_sessions()
    assert Session.objects.count() == 1
