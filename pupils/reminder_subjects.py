"""What a reminder is about: a clock of a child, named by the day that started it.

Where that day is corrected, the reminders of the stages that have come follow it: the clock is
the same, and nobody is told of a stage twice. So does all that was told of a record that is merged
into another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vsh.accounts.roles import SETTING_ROLES
from vsh.calendars import today
from vsh.calendars.services import load_working_days
from vsh.notices.models import Notice
from vsh.notices.services import rename_subjects

from .models import (
    CarePeriod,
    CarePlacement,
    Deadline,
    EhcRequest,
    EhcReview,
    Pupil,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from .reminder_days import school_day_counts
from .rules.reminder_stages import school_stages_come, stages_come
from .services.clock_states import clock_states

# The first words of the trigger keys that a fact's day stands in (`ClockState.trigger_key`).
_KEYS: dict[type, tuple[str, tuple[str, ...]]] = {
    CarePeriod: ("started_on", ("care_period",)),
    CarePlacement: ("started_on", ("placement", "placed_for_adoption")),
    StatutoryReview: ("held_on", ("review",)),
    SdqScore: ("completed_on", ("sdq",)),
    SenStatus: ("plan_issued_on", ("ehc_plan",)),
    EhcReview: ("decided_on", ("ehc_review",)),
    EhcRequest: ("requested_on", ("ehc_request",)),
}


def register_day(model: type, field: str, keys: tuple[str, ...]) -> None:
    """Make known the day of a model of a floor above that stands in trigger keys."""
    _KEYS[model] = (field, keys)


@dataclass(frozen=True, kw_only=True)
class CorrectedDay:
    """A day that starts clocks, put right."""

    pupil_id: int
    model: type
    former: date
    day: date


def day_of(model: type) -> str:
    """The field of the model by which clocks are named; empty if there is none."""
    return _KEYS[model][0] if model in _KEYS else ""


def subject_of(deadline: Deadline) -> str:
    """What the reminders of a deadline are about."""
    return _subject(deadline.pupil.ref, deadline.kind, deadline.trigger_key)


def _subject(ref: str, kind: str, trigger_key: str) -> str:
    return f"{ref}:{kind}:{trigger_key}"


def follow_corrected_days(corrected: Iterable[CorrectedDay]) -> None:
    """Name the reminders queued about a clock by its corrected day, once that is written.

    Only those of the stages that have come under the new due day. The others were told for
    another day: they keep their name, and are told for this one when their day comes.
    """
    corrected = list(corrected)
    if not corrected:
        return
    day, working_days = today(), load_working_days()
    pupils = Pupil.objects.select_related("authority").in_bulk({c.pupil_id for c in corrected})
    codes = {pk: pupil.authority.code for pk, pupil in pupils.items()}
    counts = school_day_counts(codes, on=day, working_days=working_days)
    clocks = clock_states(list(pupils), on=day)
    new_names: dict[tuple[str, str], str] = {}
    for one in corrected:
        ref = pupils[one.pupil_id].ref
        former = {f"{word}:{one.day}": f"{word}:{one.former}" for word in _KEYS[one.model][1]}
        for state in clocks[one.pupil_id].states:
            key, slash, rest = state.trigger_key.partition("/")
            if key in former and state.due_on is not None:
                told = _subject(ref, state.kind, f"{former[key]}{slash}{rest}")
                now = _subject(ref, state.kind, state.trigger_key)
                come = stages_come(due_on=state.due_on, on=day, working_days=working_days)
                if state.owner_role in SETTING_ROLES:  # told of it in school days
                    count = counts[one.pupil_id]
                    come += school_stages_come(due_on=state.due_on, on=day, count=count)
                new_names |= {(told, stage): now for stage in come}
    rename_subjects(new_names)


def follow_merged_record(*, keep: Pupil, gone: Pupil) -> None:
    """Name what was told of the record that goes, and of those that it took in, by who stays."""
    told = Notice.objects.filter(
        pupil_ref__in=[gone.ref, *gone.merged.values_list("ref", flat=True)]
    )
    new_names = {
        (about, stage): ":".join(keep.ref if part == gone.ref else part for part in parts)
        for about, stage in told.order_by().values_list("about", "stage").distinct()
        if gone.ref in (parts := about.split(":"))
    }
    _send_once(new_names)
    rename_subjects(new_names)


def _send_once(new_names: Mapping[tuple[str, str], str]) -> None:
    """What somebody was told of one of the two records, or waits to be told, is not sent to them of
    the other too."""
    subjects = {former for former, _ in new_names} | set(new_names.values())
    same: dict[tuple[object, ...], list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(about__in=subjects).order_by("pk"):
        about = new_names.get((notice.about, notice.stage), notice.about)
        same[about, notice.stage, notice.recipient_id, notice.address].append(notice)
    waits, told = Notice.State.PENDING, {Notice.State.SENDING, Notice.State.SENT}
    dropped: list[int] = []
    for notices in same.values():
        waiting = [notice.pk for notice in notices if notice.state == waits]
        is_told = any(notice.state in told for notice in notices)
        dropped += waiting if is_told else waiting[1:]
    Notice.objects.filter(pk__in=dropped, state=waits).delete()
