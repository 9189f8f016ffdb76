"""The minutes of a meeting are saved; what somebody else's words refuse is kept for its writer."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from peps.meetings.record import why_not_written
from peps.models import Meeting
from peps.rules.kept import NO_PAGE, OpenPage
from peps.rules.side_by_side import Choice, chosen, differ
from pupils.child_permissions import require_for
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

from .drafts import kept_of, renew_kept
from .locking import lock_pep
from .merging import known_version

LONGEST_MINUTES = 20_000
MINUTES = "minutes"  # the question that they answer


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which text is to stand; it holds for the `version` of theirs that stood beside it."""

    choice: Choice
    version: int


@dataclass
class StaleMinutes(Exception):  # noqa: N818  (a conflict to settle, not a fault)
    """Somebody saved the minutes since: what stands, and what is kept for the person until they
    choose, over the `version` that they saw. Both were chosen and do not fit into one,
    `is_too_long`."""

    meeting: Meeting
    mine: str
    version: int
    is_too_long: bool = False


class RecordClosed(ValidationError):  # noqa: N818  (an answer to show)
    """The record of the meeting is not this person's to write, or nobody's any more."""


def save_minutes(
    *,
    actor: User,
    meeting: Meeting,
    text: str | None,
    version: int,
    made: Chosen | None = None,
    page: OpenPage = NO_PAGE,
) -> Meeting:
    """Keep the minutes over the `version` that their writer saw of them.

    A stale save is refused, and its words are kept for the writer (`MinutesDraft`) until they
    choose: those of a page in place of what it kept or showed before. Without a `text` the page
    holds what cannot be kept, and gives it up for theirs.
    """
    with transaction.atomic():
        meeting, stale = _save(actor, meeting, text, version, made, page)
    if stale is not None:
        raise stale
    return meeting


def refuse_record(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting as it stands; its record follows its plan: locked with it, and opened with it."""
    row = Meeting.objects.with_record(by).select_related("minutes_by").get(pk=meeting.pk)
    row.pep = meeting.pep
    if refused := why_not_written(row, by=by):
        raise RecordClosed(refused.words, code=refused.value)
    return row


def _save(
    actor: User,
    meeting: Meeting,
    text: str | None,
    version: int,
    made: Chosen | None,
    page: OpenPage,
) -> tuple[Meeting, StaleMinutes | None]:
    meeting.pep = lock_pep(actor=actor, pep=meeting.pep)
    require_for(actor, Permission.ARRANGE_PEP_MEETING, meeting.pep.pupil)
    meeting = refuse_record(meeting, by=actor)
    seen = known_version(version, stands=meeting.minutes_version)
    is_of_now = made is not None and made.version == meeting.minutes_version
    if text is None and not is_of_now:
        mine = next((kept.text for kept in kept_of(meeting) if page.holds(kept)), "")
        return meeting, StaleMinutes(meeting, mine, seen)
    mine = (text or "").strip()
    after = mine
    if made and (is_of_now or made.choice is Choice.BOTH):  # the same again: its answer was lost
        after = _after_choice(meeting.minutes, mine, made)
    is_other = differ(after, meeting.minutes)
    is_too_long = is_other and len(after) > LONGEST_MINUTES
    is_stale = is_other and not (is_of_now or version == meeting.minutes_version)
    waits = {MINUTES: mine} if is_stale or is_too_long else {}
    renew_kept(
        meeting, actor=actor, page=page, answered=[MINUTES], waits=waits, seen={MINUTES: seen}
    )
    if waits:
        return meeting, StaleMinutes(meeting, mine, seen, is_too_long=is_too_long)
    if is_other:
        meeting.minutes, meeting.minutes_by, meeting.minutes_at = after, actor, timezone.now()
        meeting.minutes_version += 1
        meeting.save(update_fields=["minutes", "minutes_by", "minutes_at", "minutes_version"])
    return meeting, None


def _after_choice(theirs: str, mine: str, made: Chosen) -> str:
    after = chosen({MINUTES: mine}, choices={MINUTES: made.choice}, theirs={MINUTES: theirs})
    return after.get(MINUTES, theirs)
