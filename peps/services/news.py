"""Who is told what became of a PEP, from its initiation to its completion: no child is named."""

from collections.abc import Collection

from django.conf import settings
from django.urls import reverse

from peps.models import Pep, PepStatusChange
from peps.rules.states import State
from pupils.models import Enrolment, Involvement, Pupil, RestrictedAccess
from pupils.places import at_a_setting
from pupils.querysets import in_force
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

_WORDS = {
    State.INITIATED: (
        "PEP initiated",
        "The PEP of {who} has been initiated. The school's sections can be written now.",
    ),
    State.SUBMITTED: (
        "PEP submitted",
        "The PEP of {who} has been submitted and waits for quality assurance.",
    ),
    State.RETURNED: (
        "PEP returned",
        "The PEP of {who} has been returned. What has to be put right is on its page.",
    ),
    State.QUALITY_ASSURED: (
        "PEP quality assured",
        "The quality of the PEP of {who} has been assured. The feedback is on its page.",
    ),
    State.COMPLETE: (
        "PEP complete",
        "The PEP of {who} is complete. Its PDF is ready for the case file.",
    ),
}


def tell_the_others(change: PepStatusChange, *, news: State | None) -> None:
    """Queue the message of a change of state, once, to those whom it concerns.

    `news` is the state reached; for an initiation "initiated", even if somebody has begun to write.

    A beginning: the designated teachers of the child's school. A submission: the child's
    officer, without one the Virtual School Head. A return or the judgement: who submitted the PEP,
    the designated teachers of the child's school, who may be others by now, and the child's social
    worker. A completion: the child's social worker, with the PDF for the case file; where it is the
    answer to a plan handed in, accepted without a judgement, those of a judgement too. Nobody is
    told of what they did, or of a child whom they cannot see; a head, who may open a restricted
    record with a reason, is told of its reference.
    """
    if news is None or news not in _WORDS:
        return
    pep = change.pep
    subject, text = _WORDS[news]
    body = text.format(who=who_is(pep.pupil))
    page = "peps:pdf" if news is State.COMPLETE else "peps:pep"
    link = f"{settings.SITE_URL.rstrip('/')}{reverse(page, kwargs={'ref': pep.ref})}"
    queue_notices(
        Message(
            about=f"pep:{pep.ref}:{change.pk}",
            stage=news.value,
            recipient_id=user.pk,
            subject=f"{subject}: {pep.pupil.ref}",
            body=f"{body}\n\n{link}\n",
            pupil_ref=pep.pupil.ref,
        )
        for user in _concerned(pep, news, is_answer=change.from_state == State.SUBMITTED)
        if user.pk != change.by_id
    )


def _concerned(pep: Pep, state: State, *, is_answer: bool) -> set[User]:
    if state is State.INITIATED:
        return designated_teachers(pep.pupil)
    if state is State.COMPLETE and not is_answer:
        return allocated(pep.pupil, Involvement.Capacity.SOCIAL_WORKER)
    if state is State.SUBMITTED:
        return officers_or_heads(pep.pupil)
    handed_in = PepStatusChange.objects.submissions().filter(pep=pep).select_related("by").last()
    by = handed_in.by if handed_in else None
    return {
        *allocated(pep.pupil, Involvement.Capacity.SOCIAL_WORKER),
        *designated_teachers(pep.pupil),
        *([by] if by and sees(by, pep.pupil) else []),
    }


def allocated(pupil: Pupil, capacity: str) -> set[User]:
    """Who is allocated to the child in this capacity today, holds it still, and may be told: of a
    restricted record those who are named for it."""
    return allocated_in(pupil, [capacity])[capacity]


def allocated_in(pupil: Pupil, capacities: Collection[str]) -> dict[str, set[User]]:
    """The same for each of these capacities, in one query."""
    rows = Involvement.objects.filter(pupil=pupil, capacity__in=capacities).to_tell_on(today())
    found: dict[str, set[User]] = {capacity: set() for capacity in capacities}
    for row in rows.select_related("user"):
        found[row.capacity].add(row.user)
    return found


def officers_or_heads(pupil: Pupil) -> set[User]:
    """The child's officer, without one who may be told the heads of the Virtual School."""
    return allocated(pupil, Involvement.Capacity.OFFICER) or heads(pupil)


def heads(pupil: Pupil) -> set[User]:
    """The heads of the child's Virtual School; a restricted record they may open with a reason."""
    members = Membership.objects.in_force_on(today()).filter(
        role=Role.VIRTUAL_SCHOOL_HEAD, authority=pupil.authority_id, user__is_active=True
    )
    return {member.user for member in members.select_related("user")}


def designated_teachers(pupil: Pupil) -> set[User]:
    """Those of the setting that has the child or has accepted them; of a restricted record those
    who are named for it."""
    day = today()
    places = Enrolment.objects.filter(at_a_setting(day), pupil=pupil)
    members = Membership.objects.in_force_on(day).filter(
        role=Role.DESIGNATED_TEACHER, setting__in=places.values("setting"), user__is_active=True
    )
    if pupil.is_restricted:
        named = RestrictedAccess.objects.filter(in_force(day), pupil=pupil)
        members = members.filter(user__in=named.values("user"))
    return {member.user for member in members.select_related("user")}


def teachers_of(setting: int | None) -> set[User]:
    """The designated teachers of a setting today."""
    members = Membership.objects.in_force_on(today()).filter(
        role=Role.DESIGNATED_TEACHER, setting=setting, user__is_active=True
    )
    return {member.user for member in members.select_related("user")}


def who_is(pupil: Pupil) -> str:
    """The child in a message: initials and reference; for a restricted record not even initials."""
    named = not pupil.is_restricted and pupil.initials != pupil.ref
    return f"{pupil.initials}, {pupil.ref}" if named else pupil.ref


def sees(user: User, pupil: Pupil) -> bool:
    """Whether the person may see the child."""
    return Pupil.objects.visible_to(user).filter(pk=pupil.pk).exists()
