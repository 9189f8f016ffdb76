"""A section does not apply to the child any more: set aside with a reason, and taken back."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from peps.facts.learners import learners_in
from peps.models import Pep, PepSection
from peps.rules.sections import may_write_section, refusal_to_set_aside
from peps.rules.states import Action, Refusal
from peps.rules.variants import circumstances_of
from peps.schema import Section
from pupils.child_permissions import permissions_for
from vsh.accounts.models import User
from vsh.calendars import today

from .locking import lock_for, note_on
from .page_versions import renumber
from .refusals import PepRefused

_MARK = ["set_aside_on", "set_aside_by", "set_aside_because"]


@transaction.atomic
def set_section_aside(*, actor: User, pep: Pep, key: str, reason: str) -> None:
    """Say that a section does not apply any more; what was written in it stays readable.

    Source: statutory guidance (2018): the PEP is "an evolving record". What every child's plan
    asks, and what today's facts call for, is refused (`refusal_to_set_aside`). Who writes the
    section may say so; the reason stands among the plan's changes of state too.
    """
    pep, section = _lock(actor=actor, pep=pep, key=key)
    row = PepSection.objects.filter(pep=pep, key=key).first()
    if row is not None and row.set_aside_on:
        return  # a second click
    _require_asked(pep, key)
    if refusal := why_not_set_aside(pep, section):
        raise PepRefused(refusal)
    reason = _reason(reason, "Say why the section does not apply any more.")
    row = row or PepSection.objects.create(pep=pep, key=key, changed_by=actor)
    row.set_aside_on, row.set_aside_by, row.set_aside_because = today(), actor, reason
    row.completed_at = row.completed_by = None
    renumber(row, fields=[*_MARK, "completed_at", "completed_by"])
    pep.circumstances = [name for name in pep.circumstances if name != section.appears_when]
    pep.save(update_fields=["circumstances"])
    note_on(pep, f"“{section.title}” does not apply any more: {reason}", by=actor)


@transaction.atomic
def take_section_back(*, actor: User, pep: Pep, key: str, reason: str) -> None:
    """Ask a section again that was set aside, with what was written in it."""
    pep, section = _lock(actor=actor, pep=pep, key=key)
    row = PepSection.objects.filter(pep=pep, key=key, set_aside_on__isnull=False).first()
    if row is None:
        _require_asked(pep, key)
        return  # a second click
    reason = _reason(reason, "Say why the section applies after all.")
    _lift(row)
    pep.circumstances = sorted({*pep.circumstances, str(section.appears_when)})
    pep.save(update_fields=["circumstances"])
    note_on(pep, f"“{section.title}” applies after all: {reason}", by=actor)


def lift_where_it_applies_again(peps: Iterable[Pep]) -> None:
    """Take back what was set aside in these plans where their form asks it again."""
    plans = {pep.pk: pep for pep in peps}
    for row in PepSection.objects.filter(pep__in=plans, set_aside_on__isnull=False):
        pep = plans[row.pep_id]
        if section := pep.form.section(row.key):
            _lift(row)
            note_on(pep, f"“{section.title}” applies again by what is on record.", by=None)


def why_not_set_aside(pep: Pep, section: Section) -> Refusal | None:
    """Why the section may not be set aside, by the facts of today."""
    learner = learners_in([pep], today())[pep.pk]
    return refusal_to_set_aside(section, called_for=circumstances_of(learner))


def _lock(*, actor: User, pep: Pep, key: str) -> tuple[Pep, Section]:
    """The locked plan and the section, asked of the child or set aside."""
    pep = lock_for(Action.WRITE, actor=actor, pep=pep)
    section = pep.whole_form.section(key)
    if section is None:
        raise PepRefused(Refusal.ANOTHER_FORM)
    has_setting: bool = pep.has_setting  # type: ignore[attr-defined]
    permissions = permissions_for(actor, pep.pupil)
    if not may_write_section(section, permissions=permissions, has_setting=has_setting):
        raise PermissionDenied(key)
    return pep, section


def _require_asked(pep: Pep, key: str) -> None:
    if pep.form.section(key) is None:
        raise PepRefused(Refusal.ANOTHER_FORM)


def _lift(row: PepSection) -> None:
    row.set_aside_on, row.set_aside_by, row.set_aside_because = None, None, ""
    renumber(row, fields=_MARK)


def _reason(text: str, message: str) -> str:
    if not text.strip():
        raise ValidationError({"reason": message})
    return text.strip()
