"""While the PDF of a completed PEP is made nobody waits, and it shows what is on record."""

import io
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from peps.models import Pep, PepSnapshot
from peps.services import PepRefused, complete_pep
from pupils.models import Pupil
from reporting.term_plans.services import clear_orphans
from tests.cast import Cast, assemble_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


class Watcher(logging.Handler):
    """Told by WeasyPrint of each step; at the first it does what it was given to do."""

    def __init__(self) -> None:
        super().__init__()
        self.in_transaction: list[bool] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def emit(self, record: logging.LogRecord) -> None:
        self.in_transaction.append(connection.in_atomic_block)
        if len(self.in_transaction) == 1:
            self.meanwhile()


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    progress, watcher = logging.getLogger("weasyprint.progress"), Watcher()
    before = progress.level
    progress.addHandler(watcher)
    progress.setLevel(logging.INFO)
    yield watcher
    progress.removeHandler(watcher)
    progress.setLevel(before)


def words_of(snapshot: PepSnapshot) -> str:
    with snapshot.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return " ".join(page.extract_text() for page in pages)


def kept_files() -> set[Path]:
    return set(Path(storages["private"].path("peps")).rglob("*.pdf"))


def test_the_pdf_is_made_while_no_record_is_locked(cast, assured_pep, watcher):
    complete_pep(actor=cast.officer, pep=assured_pep)
    assert watcher.in_transaction
    assert not any(watcher.in_transaction)
    assert "Ada" in words_of(assured_pep.snapshots.get())


def test_what_changes_meanwhile_is_in_the_pdf(cast, assured_pep, watcher):
    watcher.meanwhile = lambda: Pupil.objects.filter(pk=cast.ada.pk).update(
        legal_last_name="Newname"
    )
    complete_pep(actor=cast.officer, pep=assured_pep)
    assert "Newname" in words_of(assured_pep.snapshots.get())


def test_a_pep_completed_meanwhile_is_not_completed_again(cast, assured_pep, watcher):
    watcher.meanwhile = lambda: complete_pep(actor=cast.head, pep=assured_pep)
    before = kept_files()
    with pytest.raises(PepRefused):
        complete_pep(actor=cast.officer, pep=assured_pep)
    assert len(kept_files() - before) == 1
    assert PepSnapshot.objects.get().made_by == cast.head


def test_a_file_whose_transaction_fails_is_deleted(cast, assured_pep):
    before = kept_files()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE integrity_constraint_violation; END $$"
        )
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER refuse_late AFTER INSERT ON peps_pepsnapshot "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_late()"
        )
        try:
            with pytest.raises(IntegrityError):
                complete_pep(actor=cast.officer, pep=assured_pep)
        finally:
            cursor.execute("DROP FUNCTION refuse_late CASCADE")
    assert kept_files() == before
    assert Pep.objects.get(pk=assured_pep.pk).state == "quality_assured"


def test_a_file_whose_request_fails_later_is_deleted_in_the_night(cast, assured_pep):
    def request() -> None:
        with transaction.atomic():
            complete_pep(actor=cast.officer, pep=assured_pep)
            raise RuntimeError

    before = kept_files()
    with pytest.raises(RuntimeError):
        request()
    orphans = kept_files() - before
    assert len(orphans) == 1
    complete_pep(actor=cast.officer, pep=assured_pep)
    clear_orphans(timezone.now() + timedelta(hours=25))
    assert not orphans & kept_files()
    assert "Ada" in words_of(assured_pep.snapshots.get())
