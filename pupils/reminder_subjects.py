"""What a reminder is about: a clock of a child, named by the day that started it.

Where that day is corrected, the reminders already queued follow it: the clock is the same, and
nobody is told of a stage twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vsh.notices.services import rename_subjects

from .models import CarePeriod, CarePlacement, Deadline, Pupil, StatutoryReview

# The first words of the trigger keys that a fact's day stands in (`ClockState.trigger_key`).
_KEYS: dict[type, tuple[str, tuple[str, ...]]] = {
    CarePeriod: ("started_on", ("care_period",)),
    CarePlacement: ("started_on", ("placement", "placed_for_adoption")),
    StatutoryReview: ("held_on", ("review",)),
}


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
    return f"{deadline.pupil.ref}:{deadline.kind}:{deadline.trigger_key}"


def follow_corrected_days(corrected: Iterable[CorrectedDay]) -> None:
    """Name the reminders queued about a clock by its corrected day."""
    corrected = list(corrected)
    refs = Pupil.objects.in_bulk({one.pupil_id for one in corrected}) if corrected else {}
    for one in corrected:
        for word in _KEYS[one.model][1]:
            rename_subjects(
                pupil_ref=refs[one.pupil_id].ref,
                former=f":{word}:{one.former}",
                now=f":{word}:{one.day}",
            )
