"""The minutes of a meeting are saved; what somebody else's words refuse is kept for its writer."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from peps.meetings.record import why_not_written
from peps.models import Meeting, MinutesDraft
from peps.rules.both_texts import none_lost
from peps.rules.side_by_side import Choice, chosen, differ
from pupils.child_permissions import require_for
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

from .locking import lock_pep
from .merging import NEVER_ON_RECORD

LONGEST_MINUTES = 20_000


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which text is to stand; it holds for the `version` of theirs that stood beside it."""

    choice: Choice
    version: int


@dataclass
class StaleMinutes(Exception):  # noqa: N818  (a conflict to settle, not a fault)
    """Somebody saved the minutes since: what stands, under which version, by whom; and what is
    kept for the person until they choose. Both were chosen and do not fit into one, `is_too_long`.
    """

    meeting: Meeting
    draft: MinutesDraft
    is_too_long: bool = False


class RecordClosed(ValidationError):  # noqa: N818  (an answer to show)
    """The record of the meeting is not this person's to write, or nobody's any more."""


def save_minutes(
    *,
    actor: User,
    meeting: Meeting,
    text: str,
    version: int,
    made: Chosen | None = None,
    shown: datetime | None = None,
) -> Meeting:
    """Keep the minutes over the `version` that their writer saw of them.

    A stale save is refused, and its words are kept for the writer (`MinutesDraft`) until they
    choose. The page says of when the words are that it has `shown`: these make room for what it
    sends, and go with the save that settles it. Words that another window has kept since stay,
    unless the minutes hold all of them.
    """
    with transaction.atomic():
        meeting, stale = _save(actor, meeting, text.strip(), version, made, shown)
        if stale is None and (shown or made):
            _put_settled_away(actor, meeting, shown)
    if stale is not None:
        raise stale
    return meeting


def put_minutes_away(*, actor: User, meeting: Meeting, written_at: datetime | None) -> bool:
    """Their words are on record, or they do not want them any more; those that another window has
    kept since stay. Whether there were any."""
    if written_at is None:
        return False
    read = MinutesDraft.objects.filter(meeting=meeting, user=actor, written_at=written_at)
    return bool(read.delete()[0])


def refuse_record(meeting: Meeting, *, by: User) -> None:
    """The record follows its plan: locked with it, and opened with it."""
    row = Meeting.objects.with_record(by).get(pk=meeting.pk)
    row.pep = meeting.pep
    if refused := why_not_written(row, by=by):
        raise RecordClosed(refused.words, code=refused.value)


def _save(
    actor: User,
    meeting: Meeting,
    mine: str,
    version: int,
    made: Chosen | None,
    shown: datetime | None,
) -> tuple[Meeting, StaleMinutes | None]:
    pep = lock_pep(actor=actor, pep=meeting.pep)
    require_for(actor, Permission.ARRANGE_PEP_MEETING, pep.pupil)
    meeting = Meeting.objects.select_related("minutes_by").get(pk=meeting.pk)
    meeting.pep = pep
    refuse_record(meeting, by=actor)
    is_of_now = made is not None and made.version == meeting.minutes_version
    text = _after_choice(meeting.minutes, mine, made) if made and is_of_now else mine
    if not differ(text, meeting.minutes):
        return meeting, None
    is_too_long = len(text) > LONGEST_MINUTES
    if is_too_long or not (is_of_now or version == meeting.minutes_version):
        draft = _keep(actor, meeting, mine, version, shown)
        return meeting, StaleMinutes(meeting, draft, is_too_long=is_too_long)
    meeting.minutes, meeting.minutes_by, meeting.minutes_at = text, actor, timezone.now()
    meeting.minutes_version += 1
    meeting.save(update_fields=["minutes", "minutes_by", "minutes_at", "minutes_version"])
    return meeting, None


def _after_choice(theirs: str, mine: str, made: Chosen) -> str:
    key = "minutes"
    after = chosen({key: mine}, choices={key: made.choice}, theirs={key: theirs})
    return after.get(key, theirs)


def _put_settled_away(actor: User, meeting: Meeting, shown: datetime | None) -> None:
    kept = MinutesDraft.objects.filter(meeting=meeting, user=actor).first()
    if kept and (kept.written_at == shown or _is_in(kept.text, meeting.minutes)):
        kept.delete()


def _is_in(text: str, minutes: str) -> bool:
    return not differ(none_lost(text, minutes), minutes)


def _keep(
    actor: User, meeting: Meeting, text: str, version: int, shown: datetime | None
) -> MinutesDraft:
    version = version if 0 <= version <= meeting.minutes_version else NEVER_ON_RECORD
    kept = MinutesDraft.objects.filter(meeting=meeting, user=actor).first()
    if kept and kept.written_at != shown:  # of another window: both stay
        text, version = none_lost(kept.text, text), min(kept.version, version)
    draft = MinutesDraft(
        meeting=meeting, user=actor, text=text, version=version, written_at=timezone.now()
    )
    MinutesDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["meeting", "user"],
        update_fields=["text", "version", "written_at"],
    )
    return draft
