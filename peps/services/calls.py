"""A child calls: the people who must know are told at once, and one of them says that they have it.

Who they are stands in `call_people`. What nobody takes up is told again and passed on, once.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from peps.models import CallPolicy, Pep, VoiceCall, VoiceCallLine
from peps.rules.calls import CallFacts, CallLimits, is_to_be_passed_on, is_to_be_said_again
from peps.rules.presses import ONE_PRESS
from peps.rules.voices import LONGEST_CALL, Call
from peps.schema.speakers import Purpose
from peps.voice.speaker import Speaker
from pupils.models import Pupil
from pupils.reminders import is_time_to_remind
from pupils.services.locking import lock_pupil
from pupils.services.sweeps import for_each
from vsh.accounts.models import User
from vsh.calendars import today
from vsh.calendars.services import load_working_days
from vsh.notices.tasks import send_pending

from .call_news import AGAIN, PASSED_ON, RAISED, tell_of_call
from .call_people import Told, heads_told, who_is_told
from .locking import lock_pep


@transaction.atomic
def call_for_help(*, speaker: Speaker, kind: str, text: str = "") -> VoiceCall:
    """Record what the child calls for and tell those who must know, in whatever state the plan is.

    However long it is, it is told: of very many letters the first are kept. The message names no
    child and repeats no word: it leads to the page. The same words again, by a second press of the
    button, tell nobody twice.
    """
    call, link = Call(kind), speaker.link
    if link.purpose != Purpose.CHILD:
        raise PermissionDenied
    text = text.replace("\r\n", "\n").strip()[:LONGEST_CALL]
    pupil = lock_pupil(Pupil(pk=link.pep.pupil_id))
    pep = Pep.objects.get(pk=link.pep_id)  # as it stands behind the lock
    pep.pupil = pupil
    same = VoiceCall.objects.filter(pep=pep, kind=call, text=text, taken_up_at__isnull=True)
    if found := same.filter(at__gt=timezone.now() - ONE_PRESS).first():
        return found
    made = VoiceCall.objects.create(pep=pep, kind=call, text=text, link=link, called_on=today())
    told = who_is_told(call, pupil)
    _note_told(made, told)
    tell_of_call(made, told, news=RAISED)
    # Now, not at the next minute; where that fails, beat sends it then.
    transaction.on_commit(send_pending.delay, robust=True)
    return made


@transaction.atomic
def take_up_call(*, actor: User, call: VoiceCall, words: str, is_further: bool = False) -> None:
    """One of those who were told says what is being done; the first to say so takes it up.

    What comes after is refused to who did not know of it, and kept as a line of its own from who
    did (`is_further`). The same again by the same person is the same press of the button.
    """
    words = words.strip()
    if not words:
        raise ValidationError({"words": "Say what is being done."})
    pep: Pep = lock_pep(actor=actor, pep=call.pep)
    now = VoiceCall.objects.told_to(actor).filter(pk=call.pk, pep=pep).first()
    if now is None:
        raise PermissionDenied
    if now.taken_up_at is None:
        now.taken_up_at, now.taken_up_by, now.taken_up_words = timezone.now(), actor, words
        now.save(update_fields=["taken_up_at", "taken_up_by", "taken_up_words"])
        return
    is_said = (now.taken_up_by_id, now.taken_up_words) == (actor.pk, words)
    if is_said or now.lines.filter(by=actor, words=words).exists():
        return
    if not is_further:
        raise ValidationError(
            f"{now.taken_up_by} has taken it up since you opened this page. Read what they wrote. "
            "Your words are still below: add them if they say something else."
        )
    VoiceCallLine.objects.create(call=now, by=actor, words=words)


def follow_up_calls(now: datetime | None = None) -> int:
    """Tell again of calls that nobody took up, and pass on those that waited too long; how many
    messages are new. A second run, or one at the same time, finds none."""
    now = now or timezone.now()
    waiting = VoiceCall.objects.waiting().order_by("pep__pupil", "pk")
    keys = waiting.values_list("pk", flat=True)
    return for_each(keys, lambda pk: _follow_up(pk, now), sweep="calls to follow up")


@transaction.atomic
def _follow_up(pk: int, now: datetime) -> int:
    """Unless it has been taken up since the list was read."""
    call = VoiceCall.objects.select_related("pep__pupil__authority").get(pk=pk)
    pupil = call.pep.pupil = lock_pupil(call.pep.pupil)
    call.refresh_from_db(fields=["taken_up_at", "escalated_on"])
    facts = CallFacts(
        kind=Call(call.kind),
        at=call.at,
        on=call.called_on,
        is_taken_up=call.taken_up_at is not None,
        escalated_on=call.escalated_on,
    )
    is_working_time, new = is_time_to_remind(now), 0
    if is_to_be_passed_on(
        facts,
        now=now,
        today=today(),
        limits=_limits(pupil.authority_id),
        working_days=load_working_days(),
        is_working_time=is_working_time,
    ):
        call.escalated_on = today()
        call.save(update_fields=["escalated_on"])
        told = [*heads_told(pupil), *_told_by_now(call)]
        _note_told(call, told)
        new += tell_of_call(call, told, news=PASSED_ON)
    elif is_to_be_said_again(facts, today=today(), is_working_time=is_working_time):
        told = _told_by_now(call)
        _note_told(call, told)
        new += tell_of_call(call, told, news=AGAIN, stage=f"{AGAIN}:{today().isoformat()}")
    return new


def _told_by_now(call: VoiceCall) -> list[Told]:
    """Those who would be told today, such as a new social worker; once passed on, the head too."""
    pupil = call.pep.pupil
    heads = heads_told(pupil) if call.escalated_on else []
    told = {each.user or each.address: each for each in [*who_is_told(call.kind, pupil), *heads]}
    return list(told.values())


def _note_told(call: VoiceCall, told: list[Told]) -> None:
    call.told.add(*[each.user for each in told if each.user])
    words = [each.words for each in told]
    call.told_as = list(dict.fromkeys([*call.told_as, *words]))
    call.save(update_fields=["told_as"])


def _limits(authority_id: int) -> CallLimits:
    policy = CallPolicy.objects.filter(authority=authority_id).first()
    return policy.limits if policy else CallLimits()
