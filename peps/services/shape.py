"""The form of a plan follows the child: its variant at the start, its sections as facts change."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from peps.facts.earlier_words import spoke_in
from peps.facts.learners import learners_in, learners_of
from peps.facts.reported import reported_of
from peps.models import Pep, PepSection, PepStatusChange
from peps.querysets.own_words import answered_in
from peps.rules.completeness import missing_in
from peps.rules.states import Action, State
from peps.rules.variants import Learner, circumstances_of, in_term, variant_of
from peps.schema import CURRENT_VERSION, Answers, Circumstance, Variant
from pupils.models import Pupil
from pupils.services.clock_states import in_batches
from pupils.services.sweeps import for_batches
from vsh.accounts.models import User
from vsh.calendars import today
from vsh.calendars.rules import academic_year, season_of_start

from .locking import lock_for, note_on
from .page_versions import renumber
from .set_aside import lift_where_it_applies_again
from .targets import follow_targets

FORM_CHANGED = "Form changed from"


def shape_for(
    pupil_id: int, *, term_starts_on: date, superseded: Collection[int] = ()
) -> dict[str, object]:
    """The columns `form_version`, `variant` and `circumstances` of a plan that begins today.

    A plan begun in August is written for the year group of September. The plans `superseded`
    are set aside by it, and are no earlier ones to look back on.
    """
    earlier = Pep.objects.filter(pupil=pupil_id).exclude(state=State.NOT_REQUIRED)
    child = in_term(
        learners_of([pupil_id], today())[pupil_id],
        year=academic_year(term_starts_on),
        season=season_of_start(term_starts_on),
    )
    child = reported_of([pupil_id]).told(
        child,
        pupil_id=pupil_id,
        year=academic_year(term_starts_on),
        season=season_of_start(term_starts_on),
    )
    latest = earlier.exclude(pk__in=superseded).order_by("-opened_on", "-id")
    last = latest.values_list("pk", flat=True).first()
    spoke = spoke_in([last] if last else [])
    child = replace(
        child,
        has_earlier_plan=last is not None,
        child_spoke_before=last in spoke.children,
        home_spoke_before=last in spoke.homes,
    )
    return {
        "form_version": CURRENT_VERSION,
        "variant": variant_of(child).value,
        "circumstances": sorted(circumstances_of(child)),
    }


def adapt_open_plans() -> int:
    """Give each open plan the sections that its child's facts call for now; how many changed.

    One that was handed in once keeps its own; a plan of a time in care that has ended stays as
    it is. A section in which somebody wrote stays, whatever the facts say since, until a person
    sets it aside; it is back as soon as the facts call for it. A plan in which nobody wrote, and
    whose form nobody chose, follows the facts with its variant too.
    """
    plans = Pep.objects.open().in_care_on(today()).exclude(variant="")
    unsubmitted = plans.filter(submitted_on__isnull=True).order_by("pk")
    ids = list(unsubmitted.values_list("pk", flat=True))
    return for_batches(in_batches(ids), _adapt, sweep="forms of open plans")


def adapt_plan(pep: Pep) -> None:
    """The same for one plan, after an answer that a section depends on."""
    _adapt([pep.pk])
    pep.refresh_from_db(fields=["circumstances", "reviewed"])


@transaction.atomic
def change_variant(*, actor: User, pep: Pep, variant: str, reason: str) -> Pep:
    """Write the plan on another form: what both forms ask stays, the rest is kept out of sight.

    The reason stands among the plan's changes of state.
    """
    pep = lock_for(Action.WRITE, actor=actor, pep=pep)
    if not pep.has_variants or variant not in set(Variant):
        raise ValidationError({"variant": "Choose one of the forms."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why the plan needs another form."})
    if variant == pep.variant:
        return pep
    before = Variant(pep.variant).label
    pep.variant = variant
    pep.save(update_fields=["variant"])
    _show_anew(pep)
    words = f"{FORM_CHANGED} “{before}” to “{Variant(variant).label}”: {reason.strip()}"
    note_on(pep, words, by=actor)
    return pep


def _show_anew(pep: Pep) -> None:
    """No page of the other form saves over a section; what is not whole is not finished."""
    said = answered_in(pep)
    for row in PepSection.objects.filter(pep=pep):
        section = pep.form.section(row.key)
        if section is None or missing_in(section, row.data, said):
            row.completed_at = row.completed_by = None
        renumber(row, fields=["completed_at", "completed_by"])


@transaction.atomic
def _adapt(pep_ids: Sequence[int]) -> int:
    """The child is locked as for every write; whose record is held is left to the next run."""
    children = Pupil.objects.filter(peps__in=pep_ids).order_by("pk")
    held = children.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    peps = list(Pep.objects.filter(pk__in=pep_ids, pupil__in=list(held)).open())
    learners = learners_in(peps, today())
    written, chosen = _answers_written(peps), _whose_form_was_chosen(peps)
    changed = []
    for pep in peps:
        child, before = learners[pep.pk], (pep.variant, pep.circumstances)
        if not written[pep.pk] and pep.pk not in chosen:
            pep.variant = variant_of(child).value
        applies = _called_for(pep, child)
        for section in pep.form.sections:
            applies |= section.answered_circumstances(written[pep.pk].get(section.key, {}))
        pep.circumstances = sorted(applies)
        if before != (pep.variant, pep.circumstances):
            changed.append(pep)
    Pep.objects.bulk_update(changed, ["variant", "circumstances"])
    lift_where_it_applies_again(changed)
    return len({pep.pk for pep in (*changed, *follow_targets(peps))})


def _called_for(pep: Pep, child: Learner) -> set[str]:
    """The circumstances that add a section; a plan handed in once is asked nothing that is new
    since, but for a move of school that it tells of itself."""
    if pep.submitted_on is None:
        return set(circumstances_of(child))
    moves = {Circumstance.TRANSITION.value} if child.is_move_planned else set()
    return {*pep.circumstances, *moves}


def _answers_written(peps: list[Pep]) -> dict[int, dict[str, Answers]]:
    """What somebody wrote since the plan began, by section; what it carried over is none."""
    written: dict[int, dict[str, Answers]] = defaultdict(dict)
    for row in PepSection.objects.filter(pep__in=peps, is_carried_forward=False):
        if any(row.data.values()):
            written[row.pep_id][row.key] = row.data
    return written


def _whose_form_was_chosen(peps: list[Pep]) -> set[int]:
    changes = PepStatusChange.objects.filter(pep__in=peps, reason__startswith=FORM_CHANGED)
    return set(changes.values_list("pep_id", flat=True))
