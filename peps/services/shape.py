"""The form of a plan follows the child: its variant at the start, its sections as facts change."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction

from peps.learners import learners_of, plans_that_say_a_move_is_planned
from peps.models import Pep, PepSection, PepStatusChange
from peps.rules.states import Action
from peps.rules.variants import circumstances_of, variant_of
from peps.schema import CURRENT_VERSION, Variant
from vsh.accounts.models import User
from vsh.calendars import today

from .locking import lock_for

CHUNK = 500


def shape_for(pupil_id: int) -> dict[str, object]:
    """The columns `form_version`, `variant` and `circumstances` of a plan that begins today."""
    child = learners_of([pupil_id], today())[pupil_id]
    return {
        "form_version": CURRENT_VERSION,
        "variant": variant_of(child).value,
        "circumstances": sorted(circumstances_of(child)),
    }


def adapt_open_plans() -> int:
    """Give each open plan the sections that its child's facts call for now; how many changed.

    A section in which somebody wrote stays, whatever the facts say since.
    """
    open_plans = Pep.objects.open().filter(form_version=CURRENT_VERSION).order_by("pk")
    ids = list(open_plans.values_list("pk", flat=True))
    return sum(_adapt(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))


def adapt_plan(pep: Pep) -> None:
    """The same for one plan, after an answer that a section depends on."""
    _adapt([pep.pk])
    pep.refresh_from_db(fields=["circumstances"])


@transaction.atomic
def change_variant(*, actor: User, pep: Pep, variant: str, reason: str) -> Pep:
    """Write the plan on another form: what both forms ask stays, the rest is kept out of sight.

    The reason stands among the plan's changes of state.
    """
    pep = lock_for(Action.WRITE, actor=actor, pep=pep)
    if pep.form_version != CURRENT_VERSION or variant not in set(Variant):
        raise ValidationError({"variant": "Choose one of the forms."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why the plan needs another form."})
    if variant == pep.variant:
        return pep
    before = Variant(pep.variant).label
    pep.variant = variant
    pep.save(update_fields=["variant"])
    PepStatusChange.objects.create(
        pep=pep,
        from_state=pep.state,
        to_state=pep.state,
        on=today(),
        by=actor,
        reason=f"Form changed from “{before}” to “{Variant(variant).label}”: {reason.strip()}",
    )
    return pep


@transaction.atomic
def _adapt(pep_ids: list[int]) -> int:
    peps = list(Pep.objects.select_for_update(skip_locked=True).filter(pk__in=pep_ids).open())
    learners = learners_of([pep.pupil_id for pep in peps], today())
    move_planned = plans_that_say_a_move_is_planned(peps)
    written = _keys_written(peps)
    changed = []
    for pep in peps:
        applies: set[str] = set(circumstances_of(learners[pep.pupil_id]))
        if pep.pk in move_planned:
            applies.add("transition")
        applies |= {
            section.appears_when
            for section in pep.form.sections
            if section.appears_when and section.key in written[pep.pk]
        }
        if sorted(applies) != pep.circumstances:
            pep.circumstances = sorted(applies)
            changed.append(pep)
    Pep.objects.bulk_update(changed, ["circumstances"])
    return len(changed)


def _keys_written(peps: list[Pep]) -> dict[int, set[str]]:
    written: dict[int, set[str]] = defaultdict(set)
    for row in PepSection.objects.filter(pep__in=peps, version__gt=0):
        if any(row.data.values()):
            written[row.pep_id].add(row.key)
    return written
