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
from vsh.intake.clearing import CONFIRMED_WITHIN, clear_imports
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
