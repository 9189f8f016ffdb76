"""A PEP begins: a person initiates it, or the system opens the term's PEP at the start of term."""

from datetime import date
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from psycopg.errors import DeadlockDetected, LockNotAvailable

from peps.models import Pep, PepSection, PepStatusChange
from peps.rules.opening import (
    Existing,
    has_its_termly,
    is_one_open,
    kind_of_next,
    to_be_marked,
)
from peps.rules.states import Action, Refusal, State
from peps.schema import CURRENT_VERSION, form
from peps.terms import PepTerm, term_of_new_pep, term_under_way
from pupils.child_permissions import require_for
from pupils.models import CarePeriod, Enrolment, Pupil
from pupils.services.locking import lock_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority

from .age import with_pep_due
from .locking import move, recalculate_deadlines
from .refusals import PepRefused

log = structlog.get_logger("peps")


@transaction.atomic
def initiate_pep(*, actor: User, pupil: Pupil) -> Pep:
    """Initiate a child's next PEP, or take up the one that the system has opened for the term.

    Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP": the
    social worker, supported by the VSH, takes the lead, even without a school place.
    """
    if not Pupil.objects.visible_to(actor).filter(pk=pupil.pk).exists():
        raise PermissionDenied
    require_for(actor, Permission.INITIATE_PEP, pupil)
    pupil = lock_pupil(pupil)
    day = today()
    period = CarePeriod.objects.filter(pupil=pupil).current_on(day).first()
    if period is None:
        raise ValidationError("A PEP is for a child who is looked after: this child is not today.")
    term = term_of_new_pep(pupil.authority, day)
    existing = _existing(period, term)
    initiation: dict[str, Any] = {"initiated_on": day, "initiated_by": actor}
    if marked := to_be_marked(existing):
        return move(Pep.objects.get(pk=marked.id), Action.INITIATE, actor=actor, **initiation)
    if is_one_open(existing):
        raise PepRefused(Refusal.ALREADY_INITIATED)
    pep = _open(
        period,
        term,
        kind=kind_of_next(existing, has_setting=_has_setting(pupil, day)),
        state=State.INITIATED,
        day=day,
        actor=actor,
        **initiation,
    )
    recalculate_deadlines(pupil.pk)
    return pep


def open_termly_peps(day: date | None = None, authority: Authority | None = None) -> int:
    """Open the term's PEP of each looked-after child of PEP age who lacks it; how many it opened.

    It opens whatever became of the last one, carries forward what stays true, and is not an
    initiation, which a person does. A child who entered care in this term has a first PEP
    instead. Runs any number of times, also at once: each child's row is locked in turn, and a
    child whose row somebody holds for too long is left to the next run.
    """
    day = day or today()
    authorities = [authority] if authority else Authority.objects.all()
    return sum(_open_for_authority(each, day) for each in authorities)


def _open_for_authority(authority: Authority, day: date) -> int:
    term = term_under_way(authority, day)
    if term is None:
        return 0
    lacking = _periods_lacking(authority, term, day).values_list("pk", "pupil_id")
    return sum(
        _open_unless_held(period_id, pupil_id, term, day)
        for period_id, pupil_id in lacking.order_by("pupil_id")
    )


def _periods_lacking(authority: Authority, term: PepTerm, day: date) -> "QuerySet[CarePeriod]":
    termly = Pep.objects.filter(
        care_period=OuterRef("pk"),
        kind=Pep.Kind.TERMLY,
        academic_year=term.academic_year,
        season=term.season,
    )
    periods = CarePeriod.objects.filter(
        ~Exists(termly), pupil__authority=authority, started_on__lt=term.first_on
    ).current_on(day)
    return with_pep_due(periods, authority=authority, term=term, day=day)


def _open_unless_held(period_id: int, pupil_id: int, term: PepTerm, day: date) -> bool:
    try:
        return _open_for_child(period_id, pupil_id, term, day)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        log.warning("a child's record is held: the PEP waits for the next run")
        return False


@transaction.atomic
def _open_for_child(period_id: int, pupil_id: int, term: PepTerm, day: date) -> bool:
    """Open the PEP unless somebody else's run has done so since the list was read."""
    lock_pupil(Pupil(pk=pupil_id))
    period = CarePeriod.objects.filter(pk=period_id).current_on(day).first()
    if period is None or has_its_termly(_existing(period, term)):
        return False
    _open(period, term, kind=Pep.Kind.TERMLY, state=State.OPENED, day=day, actor=None)
    return True


def _has_setting(pupil: Pupil, day: date) -> bool:
    """Whether the child has a school or setting today."""
    places = Enrolment.objects.filter(pupil=pupil, setting__isnull=False)
    return places.current_on(day).exists()


def _existing(period: CarePeriod, term: PepTerm) -> list[Existing]:
    """The PEPs of the care period as the rule sees them, newest first."""
    return [
        Existing(
            id=pep.pk,
            kind=pep.kind,
            state=State(pep.state),
            is_initiated=pep.initiated_on is not None,
            is_this_term=(pep.academic_year, pep.season) == (term.academic_year, term.season),
        )
        for pep in Pep.objects.filter(care_period=period).order_by("-opened_on", "-id")
    ]


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
    pep = Pep.objects.create(
        pupil_id=period.pupil_id,
        care_period=period,
        kind=kind,
        academic_year=term.academic_year,
        season=term.season,
        form_version=CURRENT_VERSION,
        state=state,
        opened_on=day,
        **fields,
    )
    PepStatusChange.objects.create(pep=pep, to_state=state, on=day, by=actor)
    _carry_forward(pep)
    return pep


def _carry_forward(pep: Pep) -> None:
    """Bring what stays true over from this care period's last PEP, marked as not yet said again.

    An earlier time in care had other carers and contacts: it is read, not carried over.
    """
    last = Pep.objects.before(pep).filter(care_period=pep.care_period_id).first()
    if last is None:
        return
    sections = form(pep.form_version)
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
