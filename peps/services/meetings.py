"""A meeting is arranged, changed, cancelled; people are asked to it; what came of it is kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from peps.facts.people_told import sees
from peps.meetings.for_parents import refusal_of_place
from peps.meetings.people import Asked
from peps.models import Attendee, Meeting, Pep
from peps.rules.states import State
from pupils.child_permissions import require_for
from pupils.services.locking import StaleRecordError
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .calling_off import call_off
from .invitations import ask_followers, pass_on_and_tell, refuse_closed, take_back
from .links import child_of
from .locking import lock_pep
from .meeting_news import tell_asked, tell_no_longer_asked
from .minutes import refuse_record
from .passing_on import pass_on

MOST_ASKED = 30


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """When and where, who leads, and whether it is also the review of the EHC plan."""

    day: date
    starts_at: time
    ends_at: time
    place: str = ""
    video_link: str = ""
    chair: str = ""
    is_ehc_review: bool = False


# What those invited have to know of; who leads they see on the day.
_TOLD = ("day", "starts_at", "ends_at", "place", "video_link")


@transaction.atomic
def arrange_meeting(
    *, actor: User, pep: Pep, arrangement: Arrangement, asked: Iterable[Asked]
) -> Meeting:
    """Put a meeting on record; those asked to it are told, unless it is one that has been. The same
    again on the same day, by a second press of the button, is the one that was arranged.

    Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP".
    """
    pep = _locked(actor, pep)
    _refuse_over(pep)
    wanted = {"arranged_by": actor, "arranged_on": today(), **asdict(arrangement)}
    asked = list(asked)
    for same in Meeting.objects.filter(pep=pep, version=1, cancelled_on=None, **wanted):
        if _has_just(same, asked):
            _refuse_place(same)  # as it is today
            return same
    meeting = Meeting(pep=pep, **wanted)
    meeting.full_clean()
    meeting.save()
    _ask(meeting, asked)
    return meeting


@transaction.atomic
def change_meeting(
    *, actor: User, meeting: Meeting, version: int, arrangement: Arrangement
) -> Meeting:
    """Another day, hour or place: everybody invited gets the invitation anew."""
    meeting = _lock(actor, meeting, version)
    _refuse_over(meeting.pep)
    _refuse_settled(meeting)
    gone = take_back(meeting)  # before the new day and place are told
    is_passed_on = pass_on(meeting)
    wanted = asdict(arrangement)
    is_news = is_passed_on or any(getattr(meeting, name) != wanted[name] for name in _TOLD)
    for name, value in wanted.items():
        setattr(meeting, name, value)
    _save(meeting, is_revised=is_news)
    _refuse_place(meeting)
    if is_news:
        tell_asked(meeting, meeting.attendees.filter(is_invited=True))
    ask_followers(meeting, gone.left)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: User, meeting: Meeting, version: int, reason: str) -> Meeting:
    """It does not take place, and why; everybody invited is told."""
    meeting = _lock(actor, meeting, version)
    _refuse_settled(meeting)
    take_back(meeting)  # who no longer sees the child is told; nobody is asked
    call_off(meeting, because=_needed(reason, "reason", "Say why the meeting is cancelled."))
    return meeting


@transaction.atomic
def change_people(
    *,
    actor: User,
    meeting: Meeting,
    version: int,
    answers: Mapping[int, str],
    no_longer: Collection[int],
    asked: Iterable[Asked],
) -> Meeting:
    """Who comes as far as told, who is not asked any more, and who is asked besides.

    Each of them alone is told; the revision grows, so that the last word counts. Whose invitation
    has ended is taken off before the meeting passes on, which asks everybody anew.
    """
    meeting = _lock(actor, meeting, version)
    _refuse_settled(meeting)
    ended = take_back(meeting)
    rows = {row.pk: row for row in meeting.attendees.select_related("user")}
    told = [
        (rows[pk], answer)
        for pk, answer in answers.items()
        if pk in rows and pk not in no_longer and rows[pk].answer != answer
    ]
    for row, answer in told:
        row.answer = answer
        row.full_clean()
        row.save(update_fields=["answer"])
    gone = [rows[pk] for pk in no_longer if pk in rows]
    asked = list(asked)
    if told or gone or asked:  # else nobody's open page is behind
        _save(meeting, is_revised=bool(gone or asked))
    tell_no_longer_asked(meeting, gone)
    for row in gone:
        row.delete()  # the history keeps it
    pass_on_and_tell(meeting)  # who was withdrawn heard from the one who had asked them
    _ask(meeting, asked)
    ask_followers(meeting, ended.left)
    return meeting


@transaction.atomic
def record_attendance(
    *,
    actor: User,
    meeting: Meeting,
    version: int,
    is_held: bool,
    not_held_because: str = "",
    came: Collection[int] = (),
    besides: Iterable[Asked] = (),
) -> Meeting:
    """Whether the meeting was held; who came of those asked, and who came besides."""
    meeting = _lock(actor, meeting, version)
    refuse_record(meeting, by=actor)
    if meeting.cancelled_on:
        raise ValidationError("This meeting is cancelled. Arrange another one.")
    if meeting.day > today():
        raise ValidationError(
            {"is_held": "The day of the meeting has not come yet. If it cannot be, cancel it."}
        )
    meeting.is_held = is_held
    meeting.attendance_by, meeting.attendance_at = actor, timezone.now()
    meeting.not_held_because = (
        "" if is_held else _needed(not_held_because, "not_held_because", "Say why it was not held.")
    )
    _save(meeting)
    for row in meeting.attendees.all():
        row.has_attended = row.pk in came if is_held else None
        row.save(update_fields=["has_attended"])
    if is_held:
        for one in besides:
            _add(meeting, one, is_invited=False, has_attended=True)
    return meeting


def _locked(actor: User, pep: Pep) -> Pep:
    pep = lock_pep(actor=actor, pep=pep)
    require_for(actor, Permission.ARRANGE_PEP_MEETING, pep.pupil)
    return pep


def _lock(actor: User, meeting: Meeting, version: int) -> Meeting:
    pep = _locked(actor, meeting.pep)
    meeting = _read(meeting)
    meeting.pep = pep
    if meeting.version != version:
        raise StaleRecordError(in_words(meeting))
    return meeting


def _read(meeting: Meeting) -> Meeting:
    found: Meeting = Meeting.objects.select_related(
        "pep__pupil__authority", "arranged_by", "passed_to", "minutes_by"
    ).get(pk=meeting.pk)
    return found


def in_words(meeting: Meeting) -> str:
    """A meeting as a refusal names what is on record."""
    state = "cancelled" if meeting.cancelled_on else meeting.where
    return f"{meeting.when}, {state}"


def _save(meeting: Meeting, *, is_revised: bool = False) -> None:
    meeting.version += 1
    meeting.revision += is_revised
    meeting.full_clean()
    meeting.save()


def _refuse_over(pep: Pep) -> None:
    if pep.state == State.NOT_REQUIRED:
        raise ValidationError("This plan is not required: arrange the meeting on the one that is.")
    if pep.is_of_care_ended_by(today()):
        raise ValidationError("The time in care to which this plan belongs has ended.")


def _refuse_settled(meeting: Meeting) -> None:
    if meeting.cancelled_on:
        raise ValidationError("This meeting is cancelled. Arrange another one.")
    if meeting.is_held is not None:
        raise ValidationError("It is on record already whether this meeting was held.")


def _needed(text: str, field: str, message: str) -> str:
    if not text.strip():
        raise ValidationError({field: message})
    return text.strip()


def _ask(meeting: Meeting, asked: Iterable[Asked]) -> None:
    rows = [_add(meeting, one) for one in asked]
    if rows:
        _refuse_place(meeting)
    tell_asked(meeting, rows)


def _has_just(meeting: Meeting, asked: Iterable[Asked]) -> bool:
    """Whether these people are asked to it and nobody else."""
    fields = ("user", "name", "email")
    there = [tuple(getattr(row, each) or "" for each in fields) for row in meeting.attendees.all()]
    rows = [_account_or_name(one, meeting.pep) for one in asked]
    return set(there) == {tuple(row.get(each, "") for each in fields) for row in rows}


def _refuse_place(meeting: Meeting) -> None:
    if refused := refusal_of_place(meeting, on=today()):
        raise ValidationError(refused)


def _add(
    meeting: Meeting, one: Asked, *, is_invited: bool = True, has_attended: bool | None = None
) -> Attendee:
    if meeting.attendees.count() >= MOST_ASKED:
        raise ValidationError(f"A meeting has at most {MOST_ASKED} people.")
    child = child_of(meeting.pep)
    if is_invited:
        refuse_closed(meeting, one.capacity, child)
    row = Attendee(
        meeting=meeting,
        home_id=child.home,
        is_invited=is_invited,
        has_attended=has_attended,
        **_account_or_name(one, meeting.pep),
        capacity=one.capacity,
    )
    taken = meeting.attendees.filter(user=row.user) if row.user else meeting.attendees.none()
    if row.email:
        taken = meeting.attendees.filter(email__iexact=row.email)
    if taken.exists():
        raise ValidationError(f"{row.shown_name} is asked to this meeting already.")
    row.full_clean()
    row.save()
    return row


def _account_or_name(one: Asked, pep: Pep) -> dict[str, object]:
    """An address that belongs to somebody who sees the child is theirs; others get mail alone."""
    user = one.user
    if user is None and one.email:
        user = User.objects.filter(email__iexact=one.email, is_active=True).first()
    if user is not None and sees(user, pep.pupil):
        return {"user": user}
    return {"name": one.name.strip() or one.email, "email": one.email.strip().lower()}
