"""A PEP is completed and locked with its PDF: after it was assured, or by recorded acceptance."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction

from peps.models import Pep, QualityDraw
from peps.rules.states import Action
from vsh.accounts.models import User
from vsh.calendars import today

from .locking import lock_for, move, read_for
from .recipients import keep_recipients
from .sign_off import refuse_unfinished
from .snapshots import Draft, StaleDraft, draft_snapshot, keep_snapshot

DRAFTS = 3  # a PDF that somebody's change overtakes is made again so often


def complete_pep(*, actor: User, pep: Pep) -> Pep:
    """Lock an assured PEP and keep its PDF; what is statutory is checked once more."""
    return _finish(Action.COMPLETE, actor=actor, pep=pep)


def accept_pep(*, actor: User, pep: Pep, note: str = "") -> Pep:
    """Complete a submitted PEP that was not drawn, in an authority that assures a sample.

    Who accepted it, its number in the draw and the officer's note stand among the plan's changes of
    state, which the database keeps. What is statutory is checked once more.
    Source: design, section 6: "An authority that assures a sample lets the others complete by an
    officer's acceptance, on record."
    """
    return _finish(Action.ACCEPT, actor=actor, pep=pep, note=note)


def _finish(action: Action, *, actor: User, pep: Pep, note: str = "") -> Pep:
    """A request is one transaction, which keeps each lock to its end: so nothing is locked before
    the PDF is there.

    1. Ask whether it may be completed, holding nothing, and make the PDF.
    2. Lock, ask again, move, and keep the PDF if it still shows what is on record. Otherwise let
       the record go and begin again; a record that never stands still is refused.
    3. A file whose transaction fails is deleted; where the request fails later, in the night.
    """
    for _ in range(DRAFTS):
        refuse_unfinished(read_for(action, actor=actor, pep=pep))
        draft = draft_snapshot(actor=actor, pep=pep)
        with suppress(StaleDraft):
            return _finish_with(draft, action, actor=actor, pep=pep, note=note)
    raise ValidationError(
        "The record changed while its PDF was being made, more than once. Try again in a minute."
    )


def _finish_with(draft: Draft, action: Action, *, actor: User, pep: Pep, note: str) -> Pep:
    kept = None
    try:
        with transaction.atomic():  # rolled back, it lets the record go
            pep = lock_for(action, actor=actor, pep=pep)
            refuse_unfinished(pep)
            reason = _acceptance(pep, note) if action is Action.ACCEPT else ""
            pep = move(pep, action, actor=actor, reason=reason, completed_on=today())
            kept = keep_snapshot(actor=actor, pep=pep, draft=draft)
            keep_recipients(actor=actor, pep=pep)
    except BaseException:
        if kept is not None:
            kept.file.delete(save=False)
        raise
    return pep


def _acceptance(pep: Pep, note: str) -> str:
    drawn = QualityDraw.objects.get(pep=pep)
    said = (
        f"Accepted without quality assurance: its number in the draw is {drawn.number}, and "
        f"numbers up to {drawn.share} were drawn."
    )
    return f"{said} {note.strip()}".strip()
