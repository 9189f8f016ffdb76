"""The PDF that is kept when a PEP is complete.

Making it takes seconds, in which nobody should wait for the child's record: it is made while
nothing is locked, from the PEP as it will stand. If that turns out otherwise it is not kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.core.files.base import ContentFile

from peps.models import Pep, PepSnapshot, SnapshotDownload
from peps.reading.letter import Letter, letter_for
from peps.reading.reader import Fact
from peps.rules.states import State
from vsh.accounts.models import User
from vsh.accounts.roles import ROLE_PERMISSIONS, Role
from vsh.calendars import today

from .recipients import listed_facts

# Everyone who may read the PEP may have its PDF: it holds what the designated teacher may read.
_READABLE_BY_ALL = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]


@dataclass(frozen=True)
class Draft:
    """A PDF and the page of which it was made."""

    page: str
    content: bytes


class StaleDraft(Exception):  # noqa: N818  (a reason to begin again, not a fault)
    """What is on record changed while the PDF was being made."""


def draft_snapshot(*, actor: User, pep: Pep) -> Draft:
    """Make the PDF of the PEP as it will stand when it is complete; no lock is held."""
    from peps.reading.pdf import page_of, pdf_of  # loads WeasyPrint, which nothing else needs

    draft = Pep.objects.visible_to(actor).as_on(today()).with_writers().get(pk=pep.pk)
    draft.state, draft.completed_on = State.COMPLETE, today()
    letter = _letter(draft, today(), planned=listed_facts(draft))
    page = page_of(letter)
    return Draft(page=page, content=pdf_of(page, letter.pictures))


def _letter(pep: Pep, on: date, *, planned: Sequence[Fact]) -> Letter:
    return letter_for(pep=pep, permissions=_READABLE_BY_ALL, day=on, planned=planned)


def keep_snapshot(*, actor: User, pep: Pep, draft: Draft) -> PepSnapshot:
    """Store the PDF if it shows what is on record; `complete_pep` calls this in its transaction."""
    from peps.reading.pdf import page_of

    if page_of(_letter(pep, today(), planned=listed_facts(pep))) != draft.page:
        raise StaleDraft
    return _store(actor=actor, pep=pep, content=draft.content, on=today())


def snapshot_as_of(*, actor: User, pep: Pep, on: date) -> PepSnapshot:
    """Make and store the PDF of a plan that came in complete, without one, as of that day."""
    from peps.reading.pdf import page_of, pdf_of

    has_list = pep.recipients.exists()
    letter = _letter(pep, on, planned=[] if has_list else listed_facts(pep))
    content = pdf_of(page_of(letter), letter.pictures)
    return _store(actor=actor, pep=pep, content=content, on=on)


def record_download(*, actor: User, snapshot: PepSnapshot) -> None:
    """Keep that the person took the PDF now; in the transaction of the request that gives it."""
    SnapshotDownload.objects.create(snapshot=snapshot, taken_by=actor)


def _store(*, actor: User, pep: Pep, content: bytes, on: date) -> PepSnapshot:
    snapshot = PepSnapshot(pep=pep, sha256=sha256(content).hexdigest(), made_on=on, made_by=actor)
    snapshot.file.save(f"{pep.ref}.pdf", ContentFile(content), save=False)
    try:
        snapshot.save()
    except Exception:
        snapshot.file.delete(save=False)
        raise
    return snapshot
