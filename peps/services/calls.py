"""A child calls: the people who must know are told at once, and one of them says that they have it.

There is no role for a safeguarding lead on record: the school's designated teachers and head
teachers are told in their place, and the child is told so.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from peps.models import Pep, VoiceCall
from peps.rules.links import Purpose
from peps.rules.voices import LONGEST_ANSWER, Call
from peps.voice.link_session import Speaker
from pupils.models import Enrolment, Involvement, Pupil, RestrictedAccess
from pupils.places import at_a_setting
from pupils.querysets import in_force
from pupils.services.locking import lock_pupil
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

from .locking import lock_pep
from .news import who_is

_WORDS = {
    Call.SAFETY: "says on their own page that they are worried about being safe. Read it now",
    Call.ADVOCATE: "asks for an advocate to help them say what they think",
    Call.INTERPRETER: "asks for an interpreter",
}
CAPACITIES = {
    Call.SAFETY: ("social_worker", "team_manager"),
    Call.ADVOCATE: ("social_worker",),
    Call.INTERPRETER: ("social_worker",),
}
ONE_PRESS = timedelta(minutes=5)  # the same again within it is the same press of the button


@dataclass(frozen=True, kw_only=True)
class Told:
    """A person who is told, and what they are to the child."""

    user: User
    what: str


def who_is_told(call: Call, pupil: Pupil) -> list[Told]:
    """Social worker (a worry: with the team manager and the school); never nobody.

    Who is missing is stood in for: by the officer, then by the Virtual School Head.
    """
    people = _allocated(pupil)
    told = [
        Told(user=people[capacity], what=Involvement.Capacity(capacity).label.lower())
        for capacity in CAPACITIES[Call(call)]
        if capacity in people
    ]
    if call == Call.SAFETY:
        told += _at_school(pupil)
    if "social_worker" not in people:
        told += _virtual_school(pupil, people)
    unique = {each.user.pk: each for each in reversed(_who_see(told, pupil))}
    return list(reversed(unique.values())) or _heads(pupil)


def _allocated(pupil: Pupil) -> dict[str, User]:
    """The people allocated to the child who hold that role today, by capacity."""
    day = today()
    involved = Involvement.objects.filter(pupil=pupil).current_on(day).select_related("user")
    holders = set(
        Membership.objects.in_force_on(day)
        .filter(authority=pupil.authority_id, user__is_active=True)
        .filter(user__in=involved.values("user"))
        .values_list("user", "role")
    )
    return {row.capacity: row.user for row in involved if (row.user_id, row.capacity) in holders}


def _who_see(told: list[Told], pupil: Pupil) -> list[Told]:
    """Those who see the child: of a restricted record only who is named for it."""
    active = [each for each in told if each.user.is_active]
    if not pupil.is_restricted:
        return active
    named = RestrictedAccess.objects.filter(in_force(today()), pupil=pupil)
    may = set(named.values_list("user", flat=True))
    return [each for each in active if each.user.pk in may]


def _at_school(pupil: Pupil) -> list[Told]:
    places = Enrolment.objects.filter(at_a_setting(today()), pupil=pupil)
    members = Membership.objects.in_force_on(today()).filter(
        role__in=[Role.DESIGNATED_TEACHER, Role.HEAD_TEACHER], setting__in=places.values("setting")
    )
    return [
        Told(user=member.user, what=f"{Role(member.role).label.lower()} at {member.setting}")
        for member in members.select_related("user", "setting").order_by("role", "id")
    ]


def _virtual_school(pupil: Pupil, people: dict[str, User]) -> list[Told]:
    officer = people.get("virtual_school_officer")
    return [Told(user=officer, what="virtual school")] if officer else _heads(pupil)


def _heads(pupil: Pupil) -> list[Told]:
    members = Membership.objects.in_force_on(today()).filter(
        role=Role.VIRTUAL_SCHOOL_HEAD, authority=pupil.authority_id
    )
    return [Told(user=m.user, what="virtual school") for m in members.select_related("user")]


@transaction.atomic
def call_for_help(*, speaker: Speaker, kind: str, text: str = "") -> VoiceCall:
    """Record what the child calls for and tell those who must know, in whatever state the plan is.

    The message names no child and repeats no word: it leads to the page. The same words again, by
    a second press of the button, tell nobody twice.
    """
    call, link = Call(kind), speaker.link
    if link.purpose != Purpose.CHILD:
        raise PermissionDenied
    text = text.strip()[:LONGEST_ANSWER]
    pep = link.pep
    lock_pupil(Pupil(pk=pep.pupil_id))
    just_now = timezone.now() - ONE_PRESS
    if found := VoiceCall.objects.filter(pep=pep, kind=call, text=text, at__gt=just_now).first():
        return found
    made = VoiceCall.objects.create(pep=pep, kind=call, text=text, link=link)
    told = who_is_told(call, pep.pupil)
    made.told.set([each.user for each in told])
    address = settings.SITE_URL.rstrip("/") + reverse("peps:voices", kwargs={"ref": pep.ref})
    queue_notices(
        Message(
            about=f"voice_call:{made.pk}",
            stage=call.value,
            recipient_id=each.user.pk,
            subject=f"{call.label}: {pep.pupil.ref}",
            body=f"{who_is(pep.pupil)} {_WORDS[call]}.\n\n{address}\n",
            pupil_ref=pep.pupil.ref,
        )
        for each in told
    )
    return made


@transaction.atomic
def take_up_call(*, actor: User, call: VoiceCall, words: str) -> None:
    """One of those who were told says what is being done; the first to say so stands."""
    if not words.strip():
        raise ValidationError({"words": "Say what is being done."})
    pep: Pep = lock_pep(actor=actor, pep=call.pep)
    if not VoiceCall.objects.told_to(actor).filter(pk=call.pk, pep=pep).exists():
        raise PermissionDenied
    VoiceCall.objects.filter(pk=call.pk, taken_up_at=None).update(
        taken_up_at=timezone.now(), taken_up_by=actor, taken_up_words=words.strip()
    )
