"""A concern about a plan is raised, answered, accepted as resolved, or passed on to the head."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from peps.models import Concern, ConcernStep, Pep
from peps.rules.concerns import KIND, ConcernRefusal, ConcernState, Step, refusal
from peps.rules.presses import ONE_PRESS
from peps.rules.states import Refusal
from pupils.child_permissions import permissions_for
from pupils.models import Deadline, Pupil
from pupils.services.locking import lock_pupil
from pupils.services.sweeps import for_each
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role, permissions_of
from vsh.calendars import today

from .concern_news import tell_of
from .locking import lock_pep, recalculate_deadlines
from .refusals import PepRefused


class ConcernRefused(ValidationError):  # noqa: N818  (an answer to show)
    """The state of the concern, or the person's part in it, does not allow this."""

    def __init__(self, reason: ConcernRefusal) -> None:
        self.refusal = reason
        super().__init__(reason.words, code=reason.value)


@transaction.atomic
def raise_concern(*, actor: User, pep: Pep, words: str, section: str = "") -> Concern:
    """Raise a concern about a plan or one of its sections; who must answer is told. The same again,
    by a second press of the button, is the one that was raised.

    Source: statutory guidance (2018), "The IRO's role in supporting the PEP".
    """
    pep = lock_pep(actor=actor, pep=pep)
    roles = [role for role in roles_for(actor, pep.pupil) if _raises(role)]
    if not roles:
        raise PermissionDenied(Permission.RAISE_CONCERN.value)
    if pep.is_of_care_ended_by(today()):
        raise PepRefused(Refusal.CARE_ENDED)
    if pep.state == Pep.State.NOT_REQUIRED:
        raise PepRefused(Refusal.WRONG_STATE)
    if section and pep.whole_form.section(section) is None:
        raise ValidationError({"section": "Choose a section of this plan, or the whole plan."})
    said = _needed(words, "Write what you are concerned about.")
    same = Concern.objects.filter(pep=pep, section=section, words=said, raised_by=actor)
    if found := same.filter(raised_at__gt=timezone.now() - ONE_PRESS).first():
        return found
    concern = Concern.objects.create(
        pep=pep,
        section=section,
        words=said,
        raised_on=today(),
        raised_by=actor,
        raised_as=roles[0],
    )
    recalculate_deadlines(pep.pupil_id)
    tell_of(concern)
    return concern


@transaction.atomic
def answer_concern(*, actor: User, concern: Concern, words: str) -> Concern:
    """Answer a concern; who raised it says whether that resolves it."""
    concern = _lock_for(Step.ANSWER, actor=actor, concern=concern)
    said = _needed(words, "Write what was done, or will be, and by when.")
    last = concern.steps.filter(at__gt=timezone.now() - ONE_PRESS).order_by("-id").first()
    if last and (last.kind, last.by_id, last.words) == (Step.ANSWER.value, actor.pk, said):
        return concern
    return _take(Step.ANSWER, concern=concern, actor=actor, words=said)


@transaction.atomic
def accept_answer(*, actor: User, concern: Concern, words: str = "") -> Concern:
    """Say that a concern is resolved, by an answer or by itself."""
    concern = _lock_for(Step.ACCEPT, actor=actor, concern=concern)
    return _take(Step.ACCEPT, concern=concern, actor=actor, words=words.strip())


@transaction.atomic
def escalate_concern(*, actor: User, concern: Concern, words: str) -> Concern:
    """Pass a concern without an answer, or whose answer is not accepted, on to the head."""
    concern = _lock_for(Step.ESCALATE, actor=actor, concern=concern)
    said = _needed(words, "Write why the Virtual School Head should see to this.")
    return _take(Step.ESCALATE, concern=concern, actor=actor, words=said)


def escalate_overdue_concerns(day: date | None = None) -> int:
    """Pass on to the head what nobody answered in time; how many. A second run finds none."""
    day = day or today()
    overdue = Deadline.objects.filter(
        kind=KIND,
        owner_role=Role.VIRTUAL_SCHOOL_OFFICER,
        due_on__lt=day,
        met_on__isnull=True,
        closed_on__isnull=True,
    )
    keys = overdue.order_by("pupil_id", "pk").values_list("trigger_key", flat=True)
    refs = (key.removeprefix("concern:") for key in keys)
    return for_each(refs, _escalate_unanswered, sweep="concerns to pass on")


@transaction.atomic
def _escalate_unanswered(ref: str) -> bool:
    """Unless it has been answered since the list was read."""
    concern = Concern.objects.with_people().get(ref=ref)
    concern.pep.pupil = lock_pupil(concern.pep.pupil)
    concern.refresh_from_db(fields=["state"])
    if concern.state != Concern.State.OPEN:
        return False
    _take(Step.ESCALATE, concern=concern, actor=None, words="")
    return True


def refusal_of(step: Step, *, actor: User, concern: Concern) -> ConcernRefusal | None:
    """Why the step would be refused now, for a page that offers it or not."""
    return refusal(
        step,
        state=ConcernState(concern.state),
        permissions=permissions_for(actor, concern.pep.pupil),
        is_theirs=concern.raised_by_id == actor.pk
        or Role(concern.raised_as) in roles_for(actor, concern.pep.pupil),
    )


def roles_for(user: User, pupil: Pupil) -> list[Role]:
    """The roles in which the user reaches the child today."""
    if vars(pupil).get("seen_by") != user.pk:
        found = Pupil.objects.with_roles_of(user).filter(pk=pupil.pk).first()
        if found is None:
            return []
        pupil = found
    return [role for role in Role if vars(pupil).get(f"seen_as_{role.value}")]


def _raises(role: Role) -> bool:
    return Permission.RAISE_CONCERN in permissions_of({role})


def _lock_for(step: Step, *, actor: User, concern: Concern) -> Concern:
    """The concern as it stands, its child's row held, or a refusal of the step."""
    lock_pep(actor=actor, pep=concern.pep)
    visible = Concern.objects.visible_to(actor, Permission.READ_CONCERNS)
    found: Concern = visible.with_people().get(pk=concern.pk)
    reason = refusal_of(step, actor=actor, concern=found)
    if reason is ConcernRefusal.NOT_YOURS:
        raise PermissionDenied(step.value)
    if reason is not None:
        raise ConcernRefused(reason)
    return found


def _take(step: Step, *, concern: Concern, actor: User | None, words: str) -> Concern:
    taken = ConcernStep.objects.create(
        concern=concern, kind=step.value, words=words, on=today(), by=actor
    )
    concern.state = step.value
    concern.save(update_fields=["state"])
    recalculate_deadlines(concern.pep.pupil_id)
    tell_of(concern, taken)
    return concern


def _needed(words: str, message: str) -> str:
    if not words.strip():
        raise ValidationError({"words": message})
    return words.strip()
