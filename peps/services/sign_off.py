"""A PEP is submitted, returned, assured, unlocked, set aside and taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from peps.models import FinishedVersion, Pep, QualityRating, QualityReview
from peps.quality.rubrics import rubric_in_force
from peps.querysets.own_words import answered_in
from peps.reading.finished import said_when_finished
from peps.rubric import RED, Rubric
from peps.rules.completeness import missing
from peps.rules.opening import is_overtaken, lapsing_when_handed_in
from peps.rules.quality import judgement, unrated
from peps.rules.states import Action, Refusal, State
from vsh.accounts.models import User
from vsh.calendars import today

from .actions import keep_actions
from .calling_off import call_off_meetings_of
from .early import is_too_early
from .existing import existing_in
from .lapsing import lapse
from .locking import answers_of, lock_for, move
from .quality_standing import standing_of
from .refusals import PepRefused, PepUnfinished
from .sampling import draw_for
from .schools import school_when_handed_in
from .section_feedback import give_section_feedback
from .targets import follow_targets, follow_targets_of, keep_targets
from .unchanged import confirm_or_refuse
from .unseen import refuse_unseen


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What two who marked a plan apart agreed: with whom, how, and by which rubric both marked."""

    agreed_with: User
    words: str
    rubric: Rubric


@transaction.atomic
def submit_pep(
    *,
    actor: User,
    pep: Pep,
    seen: Mapping[str, int] | None = None,
    confirmed: Collection[str] = (),
) -> Pep:
    """Submit a PEP that lacks nothing; the day of the first submission that was not empty stands.

    Source: SI 2010/959 Schedule 1, paragraph 2: refused while one of the five heads is missing.
    What was never finished of an earlier term's lapses. With `seen`, the versions that stood
    before the person by section, it is refused if somebody else has changed one since. What is
    unchanged since the last plan has to be among the keys `confirmed`, unless somebody has
    confirmed it already: no old plan is handed in as new unnoticed. Its targets, what it says of
    earlier ones and its actions become records.
    """
    pep = lock_for(Action.SUBMIT, actor=actor, pep=pep)
    if is_too_early(pep):
        raise PepRefused(Refusal.BEFORE_ITS_TERM)
    existing = existing_in(pep.care_period_id)
    if is_overtaken(existing, pep_id=pep.pk):
        raise PepRefused(Refusal.SUPERSEDED)
    if seen is not None:
        refuse_unseen(pep, seen, actor=actor)
    follow_targets([pep])
    refuse_unfinished(pep)
    confirm_or_refuse(pep, confirmed, actor=actor)
    answers = {key: said for key, said in answers_of(pep).items() if pep.form.section(key)}
    keep_targets(pep, answers)
    keep_actions(pep, answers, actor=actor)
    superseded = lapsing_when_handed_in(existing, term=(pep.academic_year, pep.season))
    pep = move(
        pep,
        Action.SUBMIT,
        actor=actor,
        submitted_on=pep.submitted_on or today(),
        submitted_by=actor,
    )
    lapse(superseded, by=pep)
    follow_targets_of(pep.pupil_id, but=pep)
    draw_for(pep)
    return pep


@transaction.atomic
def return_pep(
    *,
    actor: User,
    pep: Pep,
    reason: str,
    is_empty: bool = False,
    sections: Mapping[str, str] | None = None,
) -> Pep:
    """Return a submitted PEP with the reason; one returned as empty counts as never submitted.

    `sections` is what is said to the writers of each; without it what was said before stands.
    """
    pep = lock_for(Action.RETURN, actor=actor, pep=pep)
    reason = _reason(reason, "Say what has to be put right.")
    if sections is not None:
        give_section_feedback(actor=actor, pep=pep, sections=sections)
    withdrawn: dict[str, Any] = {"submitted_on": None, "submitted_by": None} if is_empty else {}
    pep = move(
        pep, Action.RETURN, actor=actor, reason=reason, is_returned_empty=is_empty, **withdrawn
    )
    if is_empty:
        follow_targets_of(pep.pupil_id, but=pep)
    return pep


@transaction.atomic
def assure_pep(
    *,
    actor: User,
    pep: Pep,
    ratings: Mapping[str, str],
    comments: Mapping[str, str] | None = None,
    feedback: str,
    sections: Mapping[str, str] | None = None,
    settlement: Settlement | None = None,
) -> QualityReview:
    """Judge a submitted PEP by the authority's rubric in force; nobody judges what they submitted.

    A judgement may be put right by another until the PEP is complete. Of a red one the others are
    told by the return that follows. What two marked apart is judged by their `settlement` alone.
    Source: statutory guidance (2018): "VSHs should have a quality assurance role in relation
    to PEPs."
    """
    pep = lock_for(Action.ASSURE, actor=actor, pep=pep)
    if settlement is None and standing_of(pep, actor=actor).is_marked_twice:
        raise PepRefused(Refusal.TWO_MARK)
    refuse_unfinished(pep)
    marks = settlement.rubric if settlement else rubric_in_force(pep.pupil.authority_id)
    if lacking := unrated(marks, ratings):
        raise ValidationError(dict.fromkeys(lacking, "Choose red, amber or green."))
    feedback = _reason(feedback, "Say what is good and what would make it better.", "feedback")
    review = QualityReview.objects.create(
        pep=pep,
        rubric_version=marks.version,
        outcome=judgement(marks, ratings),
        feedback=feedback,
        reviewed_on=today(),
        reviewed_by=actor,
        setting_id=school_when_handed_in(pep),
        agreed_with=settlement.agreed_with if settlement else None,
        settled=settlement.words if settlement else "",
    )
    QualityRating.objects.bulk_create(
        QualityRating(
            review=review,
            criterion=mark.key,
            rating=ratings[mark.key],
            comment=(comments or {}).get(mark.key, "").strip(),
        )
        for mark in marks.marks
    )
    give_section_feedback(actor=actor, pep=pep, sections=sections or {})
    move(pep, Action.ASSURE, actor=actor, is_told=review.outcome != RED)
    return review


@transaction.atomic
def unlock_pep(*, actor: User, pep: Pep, reason: str) -> Pep:
    """Open a completed PEP again, with the reason on record; its snapshot is kept, and what those
    with a copy read until it is complete anew."""
    pep = lock_for(Action.UNLOCK, actor=actor, pep=pep)
    reason = _reason(reason, "Say why this PEP has to be opened again.")
    FinishedVersion.objects.create(
        pep=pep, finished_on=pep.completed_on or today(), said=said_when_finished(pep)
    )
    return move(pep, Action.UNLOCK, actor=actor, reason=reason, completed_on=None)


@transaction.atomic
def mark_not_required(*, actor: User, pep: Pep, reason: str) -> Pep:
    """Set a PEP aside, with the reason on record; what was still to be met about is cancelled."""
    pep = lock_for(Action.NOT_REQUIRED, actor=actor, pep=pep)
    reason = _reason(reason, "Say why this PEP is not required.")
    pep = move(pep, Action.NOT_REQUIRED, actor=actor, reason=reason)
    call_off_meetings_of(pep)
    follow_targets_of(pep.pupil_id, but=pep)
    return pep


@transaction.atomic
def take_back_pep(*, actor: User, pep: Pep, reason: str) -> Pep:
    """Put a PEP that was found not required back to where it stood, with the reason on record."""
    pep = lock_for(Action.TAKE_BACK, actor=actor, pep=pep)
    reason = _reason(reason, "Say why this PEP is required after all.")
    set_aside = pep.status_changes.filter(to_state=State.NOT_REQUIRED).latest("id")
    before = State(set_aside.from_state)
    _refuse_beside_another(pep)
    pep = move(pep, Action.TAKE_BACK, actor=actor, reason=reason, to_state=before)
    follow_targets_of(pep.pupil_id, but=pep)
    return pep


def _refuse_beside_another(pep: Pep) -> None:
    """Of a term there is one plan; another came from a record that was merged into the child's."""
    of_term = Pep.objects.filter(
        care_period=pep.care_period_id,
        kind=Pep.Kind.TERMLY,
        academic_year=pep.academic_year,
        season=pep.season,
    )
    others = of_term.exclude(pk=pep.pk).exclude(state=State.NOT_REQUIRED)
    if pep.kind == Pep.Kind.TERMLY and others.exists():
        raise ValidationError("This term has another PEP. Go on with that one.")


def refuse_unfinished(pep: Pep) -> None:
    """Refuse a plan that lacks what is needed, the statutory heads among it."""
    if lacking := missing(pep.form, answers_of(pep), answered_in(pep)):
        raise PepUnfinished(lacking)


def _reason(text: str, message: str, field: str = "reason") -> str:
    if not text.strip():
        raise ValidationError({field: message})
    return text.strip()
