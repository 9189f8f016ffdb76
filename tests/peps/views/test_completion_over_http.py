"""Completing a PEP through its page: while the PDF is made nobody waits for the child's record."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from peps.models import Pep, PepSnapshot
from peps.services import complete_pep
from pupils.models import Pupil
from tests.cast import Cast, assemble_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


class Rendering(logging.Handler):
    """Told by WeasyPrint of each step; at the first of each PDF it does what it was given to do."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0
        self.meanwhile: Callable[[], object] = lambda: None

    def createLock(self) -> None:
        """None: what it does meanwhile may make a PDF in another thread."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        if "Step 1" in record.getMessage():
            self.begun += 1
            self.meanwhile()


@pytest.fixture
def rendering() -> Iterator[Rendering]:
    progress, rendering = logging.getLogger("weasyprint.progress"), Rendering()
    before = progress.level
    progress.addHandler(rendering)
    progress.setLevel(logging.INFO)
    yield rendering
    progress.removeHandler(rendering)
    progress.setLevel(before)


def elsewhere(work: Callable[[], object]) -> object:
    """What the work returns or raises over another connection."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(work())
        except Exception as refusal:  # noqa: BLE001  (the outcome is what the test is about)
            outcome.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return outcome[0]


def holders(pep: Pep) -> object:
    """The refusal of a lock that somebody else holds on the child or the plan, or nothing."""

    def take() -> None:
        with transaction.atomic():
            Pupil.objects.select_for_update(nowait=True).get(pk=pep.pupil_id)
            Pep.objects.select_for_update(nowait=True).get(pk=pep.pk)

    return elsewhere(take)


def kept_files() -> set[Path]:
    return set(Path(storages["private"].path("peps")).rglob("*.pdf"))


def complete_over_http(client, cast: Cast, pep: Pep):
    client.force_login(cast.officer)
    return client.post(reverse("peps:complete", kwargs={"ref": pep.ref}), follow=True)


def test_a_lock_that_is_held_would_be_noticed(cast, assured_pep):
    with transaction.atomic():
        Pupil.objects.select_for_update().get(pk=assured_pep.pupil_id)
        assert isinstance(holders(assured_pep), OperationalError)


def test_nobody_waits_while_the_pdf_is_made(client, cast, assured_pep, rendering):
    found: list[object] = []
    rendering.meanwhile = lambda: found.append(holders(assured_pep))
    body = complete_over_http(client, cast, assured_pep).content.decode()
    assert found == [None]
    assert "The PEP is complete, and its PDF is kept" in body
    assert PepSnapshot.objects.get().pep == assured_pep


def test_nor_when_it_is_made_again_because_of_a_change(client, cast, assured_pep, rendering):
    found: list[object] = []

    def change_once() -> None:
        found.append(holders(assured_pep))
        if rendering.begun == 1:
            elsewhere(lambda: Pupil.objects.filter(pk=cast.ada.pk).update(legal_last_name="New"))

    rendering.meanwhile = change_once
    complete_over_http(client, cast, assured_pep)
    assert found == [None, None]
    assert Pep.objects.get().state == "complete"


def test_what_never_stands_still_is_refused_in_words(client, cast, assured_pep, rendering):
    before = kept_files()

    def change() -> None:
        name = f"New{rendering.begun}"
        elsewhere(lambda: Pupil.objects.filter(pk=cast.ada.pk).update(legal_last_name=name))

    rendering.meanwhile = change
    body = complete_over_http(client, cast, assured_pep).content.decode()
    assert "changed while its PDF was being made" in body
    assert Pep.objects.get().state == "quality_assured"
    assert kept_files() == before
    assert not PepSnapshot.objects.exists()


def test_who_completes_it_meanwhile_is_the_only_one(client, cast, assured_pep, rendering):
    before = kept_files()

    def complete_first() -> None:
        if rendering.begun == 1:
            elsewhere(lambda: complete_pep(actor=cast.head, pep=assured_pep))

    rendering.meanwhile = complete_first
    body = complete_over_http(client, cast, assured_pep).content.decode()
    assert "This PEP has moved on since" in body
    assert PepSnapshot.objects.get().made_by == cast.head
    assert len(kept_files() - before) == 1
