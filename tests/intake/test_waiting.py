"""An import for which no worker comes: the page says so, and the sweep announces it again."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.pupils.imports.rolls import GIA, roll
from vsh import heartbeats
from vsh.intake import services, tasks
from vsh.intake.models import ImportRun
from vsh.intake.progress import tell_progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast: Cast, client, monkeypatch):
    """An import whose message has been lost, as it looks after so many seconds."""
    monkeypatch.setattr(heartbeats, "heard_of", lambda: (True, True))
    cache.clear()
    file = SimpleUploadedFile("r.csv", roll(GIA))
    run = services.receive_files(
        actor=cast.data, authority=cast.northshire, kind="roll", files=[(file, "Roll extract")]
    )
    client.force_login(cast.data)

    def after(seconds: int, **changed: object) -> str:
        then = timezone.now() - timedelta(seconds=seconds)
        ImportRun.objects.filter(pk=run.pk).update(uploaded_at=then, **changed)
        page = client.get(reverse("intake:run", args=[run.ref])).content.decode()
        part = client.get(reverse("intake:progress", args=[run.ref])).content.decode()
        assert ("Nothing is lost" in page) == ("Nothing is lost" in part)
        return page

    return after


def test_for_half_a_minute_the_check_starts_in_a_moment(waiting) -> None:
    page = waiting(20)
    assert "The check starts in a moment" in page
    assert "Nothing is lost" not in page


def test_then_the_page_says_that_it_takes_longer_and_that_nothing_is_lost(waiting) -> None:
    page = waiting(31)
    assert "The check starts in a moment" not in page
    assert "This takes longer than usual" in page
    assert "Nothing is lost: your file is kept" in page


def test_so_it_does_of_a_load_counted_from_its_confirmation(waiting) -> None:
    now = timezone.now()
    assert "Nothing is lost" not in waiting(900, state="loading", confirmed_at=now)
    late = now - timedelta(seconds=31)
    assert "Nothing is lost" in waiting(900, state="loading", confirmed_at=late)


@pytest.mark.parametrize("heard", [None, (False, True)])
def test_where_the_background_service_is_silent_the_page_says_so_kindly(
    waiting, monkeypatch, heard
) -> None:
    monkeypatch.setattr(heartbeats, "heard_of", lambda: heard)
    assert "does not answer" not in waiting(20)
    page = waiting(31)
    assert "The background service does not answer" in page
    assert "your file is safe here and will be checked" in page
    assert "tell whoever looks after the system" in page
    late = timezone.now() - timedelta(seconds=31)
    assert "will be loaded" in waiting(900, state="loading", confirmed_at=late)


def test_while_redis_does_not_answer_the_worker_is_not_heard_of(settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis"
    assert heartbeats.heard_of() is None
    assert heartbeats.is_worker_silent()


def test_one_that_is_being_read_is_not_called_late(waiting) -> None:
    tell_progress(ImportRun.objects.get().ref, 500, 1000)
    assert "500 of 1000 lines read" in waiting(120, state="checking")
    assert "Nothing is lost" not in waiting(120, state="checking")


def test_the_sweep_checks_an_import_that_was_never_announced(
    waiting, django_capture_on_commit_callbacks
) -> None:
    waiting(4 * 60)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.resume_imports()
    assert ImportRun.objects.get().state == "uploaded"  # its message may still be on its way
    waiting(5 * 60 + 1)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.resume_imports()
    assert ImportRun.objects.get().state == "ready"
