"""A PEP begins: a person initiates it, or the system opens the term's PEP at the start of term."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from peps.facts.terms import PepTerm, loaded_terms, term_of_new_pep, term_with, terms_of_children
from peps.models import Pep, PepSection, PepStatusChange
from peps.rules.opening import lapsing_when_begun, term_is_to_open
from peps.rules.states import Action, State
from pupils.child_permissions import require_for
from pupils.models import CarePeriod, Pupil
from pupils.services.clock_states import in_batches
from pupils.services.locking import lock_pupil, lock_visible_pupil
from pupils.services.sweeps import for_each
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority

from .age import with_pep_due
from .existing import existing_in
from .lapsing import lapse
from .locking import move, recalculate_deadlines
from .news import tell_the_others
from .next_plan import NOT_IN_CARE, coming_term, next_plan_in, present_care
from .refusals import PepRefused
from .shape import shape_for
from .targets import follow_targets


@transaction.atomic
def initiate_pep(*, actor: User, pupil: Pupil) -> Pep:
    """Initiate a child's next PEP, or take up the one that the system has opened for the term.

    Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP": the
    social worker, supported by the VSH, takes the lead, even without a school place.
    """
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.INITIATE_PEP, pupil)
    day = today()
    period = present_care(pupil, day)
    if period is None:
        raise ValidationError(NOT_IN_CARE)
    term = coming_term(period, day)
    following = next_plan_in(period, term, day)
    initiation: dict[str, Any] = {"initiated_on": day, "initiated_by": actor}
    if following.refusal:
        raise PepRefused(following.refusal)
    if following.to_take_up:
        opened = Pep.objects.get(pk=following.to_take_up)
        return move(opened, Action.INITIATE, actor=actor, **initiation)
    pep = _open(
        period,
        term,
        kind=following.kind,
        state=State.INITIATED,
        day=day,
        actor=actor,
        **initiation,
    )
    recalculate_deadlines(pupil.pk)
    return pep


def open_termly_peps(
    day: date | None = None,
    authority: Authority | None = None,
    *,
    tell: Callable[[int, int], None] | None = None,
) -> int:
    """Open the term's PEP of each looked-after child of PEP age who lacks it; how many it opened.

    It opens whatever became of the last one, carries forward what stays true, and is not an
    initiation, which a person does. A child who entered care in this term has a first PEP
    instead; one for whom a person began the term's PEP in the holidays has that. Runs any number
    of times, also at once: each child's row is locked in turn, and a child whose row somebody
    holds for too long is left to the next run. `tell` hears how many of how many were looked at.
    """
    day = day or today()
    authorities = [authority] if authority else Authority.objects.all()
    return sum(_open_for_authority(each, day, tell) for each in authorities)


def preview_of_opening(authority: Authority, day: date) -> dict[str, int]:
    """How many plans an opening would begin today, and how many children lack one and why.

    `to_open`; `no_term_dates` where nobody has loaded them; `out_of_term` where the child's own
    school has not begun or is over; `first_plan` for who entered care in the term: a person
    initiates that one; `not_due` below PEP age and in short breaks.
    """
    coming = term_of_new_pep(loaded_terms(authority, day), day)
    lacking = _periods_lacking(authority, coming, day)
    counts = Counter(to_open=0, no_term_dates=0, out_of_term=0, first_plan=0)
    periods = {row.pk: row for row in lacking.order_by("pk").only("pupil_id", "started_on")}
    of_term = Pep.objects.filter(academic_year=coming.academic_year, season=coming.season)
    required = of_term.exclude(state=State.NOT_REQUIRED)
    begun = set(required.filter(care_period__in=lacking).values_list("care_period", flat=True))
    for batch in in_batches(periods):
        terms = terms_of_children({pk: periods[pk].pupil_id for pk in batch}, day)
        for pk in batch:
            term = term_with(terms.get(pk, []), coming.key)
            if term is None:
                counts["no_term_dates"] += 1
            elif not term.first_on <= day <= term.last_on:
                counts["out_of_term"] += 1
            elif periods[pk].started_on >= term.first_on:
                counts["first_plan"] += pk not in begun
            else:
                counts["to_open"] += 1
    without = _without_plan(authority, coming, day).count()
    return dict(counts) | {"not_due": without - len(periods)}


def _open_for_authority(
    authority: Authority, day: date, tell: Callable[[int, int], None] | None = None
) -> int:
    """In the holidays of the authority a school may have begun, or not ended: each child's own
    calendar decides."""
    coming = term_of_new_pep(loaded_terms(authority, day), day)
    lacking = _periods_lacking(authority, coming, day).order_by("pupil_id")
    opened = looked_at = 0
    total = lacking.count() if tell else 0
    for batch in in_batches(list(lacking.values_list("pk", flat=True))):
        children = dict(lacking.filter(pk__in=batch).values_list("pk", "pupil_id"))
        terms = terms_of_children(children, day)
        begun = [
            (period_id, pupil_id, term)
            for period_id, pupil_id in children.items()
            if (term := term_with(terms.get(period_id, []), coming.key))
            and term.first_on <= day <= term.last_on
        ]
        opened += for_each(
            begun, lambda child: _open_for_child(*child, day), sweep="plans of the term"
        )
        looked_at += len(batch)
        if tell:
            tell(looked_at, total)
    return opened


def _periods_lacking(authority: Authority, term: PepTerm, day: date) -> "QuerySet[CarePeriod]":
    periods = _without_plan(authority, term, day)
    return with_pep_due(periods, authority=authority, term=term, day=day)


def _without_plan(authority: Authority, term: PepTerm, day: date) -> "QuerySet[CarePeriod]":
    of_term = Pep.objects.filter(
        care_period=OuterRef("pk"), academic_year=term.academic_year, season=term.season
    )
    is_written = Q(submitted_on__isnull=True) & ~Q(state=State.NOT_REQUIRED)
    there = of_term.filter(Q(kind=Pep.Kind.TERMLY) | is_written)
    return CarePeriod.objects.filter(~Exists(there), pupil__authority=authority).current_on(day)


@transaction.atomic
def _open_for_child(period_id: int, pupil_id: int, term: PepTerm, day: date) -> bool:
    """Open the PEP unless somebody else's run has done so since the list was read.

    `term` has the days of the child's own calendar; who entered care in it has a first PEP.
    """
    lock_pupil(Pupil(pk=pupil_id))
    period = CarePeriod.objects.filter(pk=period_id).current_on(day).first()
    if period is None or period.started_on >= term.first_on:
        return False
    if not term_is_to_open(existing_in(period), term=term.key, starts_on=term.first_on):
        return False
    _open(period, term, kind=Pep.Kind.TERMLY, state=State.OPENED, day=day, actor=None)
    return True


def _open(
    period: CarePeriod,
    term: PepTerm,
    *,
    kind: str,
    state: State,
    day: date,
    actor: User | None,
    **fields: object,
) -> Pep:
    superseded = lapsing_when_begun(existing_in(period), term=term.key)
    pep = Pep.objects.create(
        pupil_id=period.pupil_id,
        care_period=period,
        kind=kind,
        academic_year=term.academic_year,
        season=term.season,
        **shape_for(
            period.pupil_id,
            term_starts_on=term.first_on,
            superseded=[each.id for each in superseded],
        ),
        state=state,
        opened_on=day,
        **fields,
    )
    change = PepStatusChange.objects.create(pep=pep, to_state=state, on=day, by=actor)
    lapse(superseded, by=pep)
    follow_targets([pep])
    carry_forward(pep)
    tell_the_others(change, news=state)
    return pep


def carry_forward(pep: Pep) -> None:
    """Bring what stays true over from this care period's last PEP, marked as not yet said again.

    An earlier time in care had other carers and contacts: it is read, not carried over.
    """
    last = Pep.objects.before(pep).filter(care_period=pep.care_period_id).first()
    if last is None:
        return
    sections = pep.form
    carried = []
    for old in PepSection.objects.filter(pep=last):
        section = sections.section(old.key)
        answers = section.carried(old.data) if section else {}
        if answers:
            carried.append(
                PepSection(
                    pep=pep,
                    key=old.key,
                    data=answers,
                    is_carried_forward=True,
                    changed_by=old.changed_by,
                )
            )
    PepSection.objects.bulk_create(carried)
