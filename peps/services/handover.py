"""The plan goes with the child to the new school: found from facts, told, accepted, asked about.

A sweep reads the places, so it makes no difference whether a person recorded the move, the night's
roll file brought it, or a designated teacher came to the school later. It may run twice.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from peps.models import Handover, HandoverNote, Pep
from peps.rules.handover import MainPlace, Move, move_to
from peps.rules.presses import ONE_PRESS
from pupils.child_permissions import require_for
from pupils.models import Enrolment, Pupil
from pupils.places import at_a_setting
from pupils.services.locking import lock_pupil, lock_visible_pupil
from pupils.services.sweeps import for_each
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role
from vsh.calendars import today

from .handover_news import ask_former_school, tell_of_acceptance, tell_of_handover, tell_of_note
from .invitations import ask_new_school, take_back_invitations_of

LOOKS_BACK = timedelta(days=60)  # a move that nobody noticed for longer was handed over on paper


def hand_over_plans(*, on: date | None = None) -> int:
    """Withdraw what does not hold any more, send what is new, tell who has not been told; how
    many are new."""
    day = on or today()
    waiting = Handover.objects.waiting().select_related("enrolment", "pupil")
    for_each(
        waiting,
        lambda handover: _withdraw_unless_it_holds(handover, day),
        sweep="handovers that do not hold",
    )
    places = Enrolment.objects.filter(
        at_a_setting(day), kind=Enrolment.Kind.MAIN, started_on__gte=day - LOOKS_BACK
    )
    places = places.filter(pupil__in=Pupil.objects.looked_after_on(day).order_by())
    known = Handover.objects.filter(withdrawn_on__isnull=True, enrolment__isnull=False)
    done = set(known.values_list("enrolment", "setting"))
    new = [place for place in places if (place.pk, place.setting_id) not in done]
    sent = for_each(new, lambda place: _send(place, day), sweep="handovers to send")
    untold = waiting.select_related("pupil__authority", "open_pep", "enrolment")
    for_each(untold, _told, sweep="handovers to tell of")
    begun = Handover.objects.begun_since(day - LOOKS_BACK, until=day)
    for_each(
        begun.select_related("pupil__authority", "open_pep"), _asked, sweep="former schools to ask"
    )
    return sent


@transaction.atomic
def _told(handover: Handover) -> int:
    """The new school's teachers, also one who came later, hear of the plan and are asked to the
    meetings of their time."""
    pupil = lock_pupil(handover.pupil)
    tell_of_handover(handover)
    if handover.enrolment:
        take_back_invitations_of(pupil.pk)
        ask_new_school(pupil, handover.setting_id, since=handover.enrolment.started_on)
    return 1


@transaction.atomic
def _asked(handover: Handover) -> int:
    """Once, also where the new school accepted before that day."""
    ask_former_school(handover)
    return 1


@transaction.atomic
def _send(place: Enrolment, day: date) -> bool:
    """Write down that the plans go to the place's school, if it is a move and there is a plan."""
    pupil = lock_pupil(Pupil(pk=place.pupil_id))
    if not Enrolment.objects.filter(pk=place.pk, pupil=pupil).exists():
        return False  # it fell together with another in a merge
    standing = Handover.objects.filter(enrolment=place, setting=place.setting_id)
    move = _move(place, pupil)
    complete, being_written = _plans(pupil)
    has_plan = complete is not None or being_written is not None
    if move is None or not has_plan or standing.filter(withdrawn_on__isnull=True).exists():
        return False
    assert place.setting_id is not None  # the database refuses a main place without a setting
    Handover.objects.create(
        pupil=pupil,
        enrolment=place,
        setting_id=place.setting_id,
        former_setting_id=move.former_setting,
        complete_pep=complete,
        open_pep=being_written,
        sent_on=day,
    )
    return True


def _move(place: Enrolment, pupil: Pupil) -> Move | None:
    others = Enrolment.objects.filter(pupil=pupil).main().exclude(pk=place.pk)
    return move_to(
        place=MainPlace(setting=place.setting_id, started_on=place.started_on),
        others=[MainPlace(setting=one.setting_id, started_on=one.started_on) for one in others],
        on_record_since=pupil.on_record_since,
    )


def _plans(pupil: Pupil) -> tuple[Pep | None, Pep | None]:
    """The last complete plan and the one being written, of the present time in care."""
    peps = list(
        Pep.objects.filter(pupil=pupil, care_period__ended_on__isnull=True)
        .exclude(state=Pep.State.NOT_REQUIRED)
        .order_by("-opened_on", "-id")
    )
    complete = next((pep for pep in peps if pep.state == Pep.State.COMPLETE), None)
    being_written = next((pep for pep in peps if pep.state != Pep.State.COMPLETE), None)
    return complete, being_written


def _why_not_any_more(handover: Handover, day: date) -> str:
    place = handover.enrolment
    if place is None:
        return "The place was withdrawn."
    if place.setting_id != handover.setting_id or place.kind != Enrolment.Kind.MAIN:
        return "The place was corrected."
    if place.ended_on is not None and place.ended_on < day:
        return "The place has ended."
    if not Pupil.objects.looked_after_on(day).filter(pk=handover.pupil_id).exists():
        return "The child is no longer looked after."
    return ""


@transaction.atomic
def _withdraw_unless_it_holds(handover: Handover, day: date) -> int:
    reason = _why_not_any_more(handover, day)
    if not reason:
        return 0
    lock_pupil(handover.pupil)
    waiting = Handover.objects.waiting().filter(pk=handover.pk)
    return waiting.update(withdrawn_on=day, withdrawn_because=reason)


def may_accept(user: User, handover: Handover) -> bool:
    """Whether the person is a designated teacher of the new school."""
    return handover.setting_id in user.setting_ids(Role.DESIGNATED_TEACHER)


@transaction.atomic
def accept_handover(*, actor: User, handover: Handover, question: str = "") -> Handover:
    """A designated teacher of the new school takes the plan over; a second click finds it done."""
    handover = _locked(actor, handover)
    if not may_accept(actor, handover):
        raise PermissionDenied("accept")
    if handover.withdrawn_on:
        raise ValidationError(f"This handover was withdrawn. {handover.withdrawn_because}")
    if handover.accepted_on is None:
        handover.accepted_on, handover.accepted_by = today(), actor
        handover.save(update_fields=["accepted_on", "accepted_by"])
        tell_of_acceptance(handover)
    if question.strip():
        add_note(actor=actor, handover=handover, text=question)
    return handover


@transaction.atomic
def add_note(*, actor: User, handover: Handover, text: str) -> HandoverNote:
    """A question about what was handed over, or an answer; of the same the others are told once."""
    handover = _locked(actor, handover)
    if not text.strip():
        raise ValidationError({"text": "Write your question or answer."})
    last = handover.notes.filter(at__gt=timezone.now() - ONE_PRESS).order_by("-id").first()
    if last and (last.by_id, last.text) == (actor.pk, text.strip()):
        return last
    note = HandoverNote.objects.create(handover=handover, by=actor, on=today(), text=text.strip())
    tell_of_note(note)
    return note


def _locked(actor: User, handover: Handover) -> Handover:
    pupil = lock_visible_pupil(handover.pupil, actor=actor)
    require_for(actor, Permission.HAND_OVER_PEP, pupil)
    rows = Handover.objects.select_related("pupil__authority", "setting", "open_pep")
    found: Handover = rows.get(pk=handover.pk)
    return found
