"""A meeting of governors or of a panel about an exclusion is put on record, and its outcome."""

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import Exclusion, ExclusionMeeting
from placements.places import place_to_report
from placements.rules.exclusion_meetings import Held, panels_without_board
from placements.services.exclusion_overlaps import (
    exclusion_in_words,
    overlapping_once_reinstated,
)
from pupils.child_permissions import require_for
from pupils.services.enrolments import facts_changed
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted


@dataclass(frozen=True, kw_only=True)
class MeetingAsItIs:
    """What a person says of a meeting."""

    body: str
    invited_on: date | None
    meets_on: date
    attended_by: str
    representations: str
    outcome: str


@transaction.atomic
def save_exclusion_meeting(
    *,
    actor: User,
    exclusion: Exclusion,
    facts: MeetingAsItIs,
    meeting: ExclusionMeeting | None = None,
    version: int = 0,
    reason: str = "",
) -> ExclusionMeeting:
    """Record a meeting, or write over the one that the page showed; the reason stays in the
    history."""
    found = _locked(actor, exclusion)
    row = ExclusionMeeting(exclusion=found, version=0)
    if meeting is not None:
        row = _current(meeting, version)
    if wrong := (
        _wrong(found, facts)
        or _not_its_to_decide(row, facts)
        or _takes_from_panel(found, row, facts)
        or _is_out_twice(found, row, facts)
    ):
        raise ValidationError(wrong)
    for name, value in asdict(facts).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.recorded_by, row.recorded_on = actor, today()
    row.version += 1
    row.full_clean()
    with noted(reason=reason) if reason else nullcontext():
        row.save()
    facts_changed(found.enrolment.pupil)
    return row


@transaction.atomic
def withdraw_exclusion_meeting(
    *, actor: User, exclusion: Exclusion, meeting: ExclusionMeeting, version: int, reason: str
) -> None:
    """Take a meeting that was never held, or of another exclusion, off the record; history keeps
    it."""
    found = _locked(actor, exclusion)
    row = _current(meeting, version)
    if left := _panels_left(found, row, None):
        raise ValidationError(_panel_depends(left))
    if other := _other_for_those_days(found, row, None):
        raise ValidationError(_depends_on_reinstatement(other))
    with noted(reason=reason):
        row.delete()
    facts_changed(found.enrolment.pupil)


def meeting_in_words(row: ExclusionMeeting) -> str:
    """A meeting as a refusal names it."""
    outcome = row.get_outcome_display() if row.outcome else "no outcome yet"
    return f"{row.get_body_display()}, {long_date(row.meets_on)}, {outcome}"


def _locked(actor: User, exclusion: Exclusion) -> Exclusion:
    pupil = lock_visible_pupil(exclusion.enrolment.pupil, actor=actor)
    require_for(actor, Permission.RECORD_EXCLUSION_MEETING, pupil)
    place_to_report(actor, Permission.RECORD_EXCLUSION_MEETING, exclusion.enrolment)
    found = Exclusion.objects.select_related("enrolment__pupil").filter(pk=exclusion.pk).first()
    if found is None:
        raise StaleRecordError("this exclusion was taken off the record")
    return found


def _current(meeting: ExclusionMeeting, version: int) -> ExclusionMeeting:
    row = ExclusionMeeting.objects.filter(pk=meeting.pk).first()
    if row is None:
        raise StaleRecordError("this meeting was taken off the record")
    if row.version != version:
        raise StaleRecordError(meeting_in_words(row))
    return row


def _wrong(exclusion: Exclusion, facts: MeetingAsItIs) -> dict[str, str]:
    if facts.meets_on < exclusion.started_on:
        return {"meets_on": f"The exclusion began on {long_date(exclusion.started_on)}"}
    if facts.body == ExclusionMeeting.Body.PANEL and not _upheld_before(exclusion, facts.meets_on):
        return {
            "body": "A panel reviews what the governing board has upheld: record the board's "
            "meeting with that outcome first"
        }
    if facts.outcome and facts.meets_on > today():
        return {"outcome": "The meeting is still to come: leave the outcome open"}
    return {}


def _not_its_to_decide(row: ExclusionMeeting, facts: MeetingAsItIs) -> dict[str, str]:
    """A panel reinstates nobody (Education Act 2002, section 51A(4)); what is on record already is
    not asked again."""
    decided = (ExclusionMeeting.Body.PANEL, ExclusionMeeting.Outcome.REINSTATED)
    if (facts.body, facts.outcome) != decided or (row.body, row.outcome) == decided:
        return {}
    return {
        "outcome": "A panel upholds the decision, has the governors think again or quashes it. "
        "Where the governors then reinstated the child, record their meeting"
    }


def _is_out_twice(
    exclusion: Exclusion, row: ExclusionMeeting, facts: MeetingAsItIs
) -> dict[str, str]:
    """What is wrong with a change after which the child was not back when excluded again."""
    if row.pk is None or not (other := _other_for_those_days(exclusion, row, facts)):
        return {}
    field = "meets_on" if facts.outcome == row.outcome else "outcome"
    return {field: _depends_on_reinstatement(other)}


def _other_for_those_days(
    exclusion: Exclusion, row: ExclusionMeeting, facts: MeetingAsItIs | None
) -> Exclusion | None:
    """Another exclusion from the school for days from which this one kept the child out, were the
    meeting changed, or withdrawn."""
    meetings: list[ExclusionMeeting | MeetingAsItIs] = [*exclusion.meetings.exclude(pk=row.pk)]
    meetings += [facts] if facts else []
    reinstated = ExclusionMeeting.Outcome.REINSTATED
    back = (one.meets_on for one in meetings if one.outcome == reinstated)
    return overlapping_once_reinstated(exclusion, min(back, default=None))


def _depends_on_reinstatement(other: Exclusion) -> str:
    return (
        f"On record is: {exclusion_in_words(other)}. It stands because the child was back by then: "
        "correct or withdraw that entry first"
    )


def _upheld_before(exclusion: Exclusion, day: date) -> bool:
    upheld = exclusion.meetings.filter(
        body=ExclusionMeeting.Body.GOVERNORS, outcome=ExclusionMeeting.Outcome.UPHELD
    )
    return bool(upheld.filter(meets_on__lte=day).exists())


def _takes_from_panel(
    exclusion: Exclusion, row: ExclusionMeeting, facts: MeetingAsItIs
) -> dict[str, str]:
    """What is wrong with a change after which a panel reviews nothing, by the field that makes it
    so; nothing if none does."""
    if not (left := _panels_left(exclusion, row, facts)):
        return {}
    field = "meets_on"
    if facts.body != row.body:
        field = "body"
    elif facts.outcome != row.outcome:
        field = "outcome"
    return {field: _panel_depends(left)}


def _panels_left(
    exclusion: Exclusion, row: ExclusionMeeting, facts: MeetingAsItIs | None
) -> set[date]:
    """The days of panels that would have nothing to review once a meeting is changed, or withdrawn:
    of those that have it now."""
    if row.pk is None:
        return set()
    stays = [_held(one) for one in exclusion.meetings.exclude(pk=row.pk)]
    before = panels_without_board([*stays, _held(row)])
    return panels_without_board([*stays, *([_held(facts)] if facts else [])]) - before


def _held(one: ExclusionMeeting | MeetingAsItIs) -> Held:
    return Held(
        is_panel=one.body == ExclusionMeeting.Body.PANEL,
        meets_on=one.meets_on,
        has_upheld=one.outcome == ExclusionMeeting.Outcome.UPHELD,
    )


def _panel_depends(left: set[date]) -> str:
    return (
        f"The independent review panel of {long_date(min(left))} reviews what this meeting upheld: "
        "change or withdraw the panel’s meeting first"
    )
