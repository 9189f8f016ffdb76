"""What counts as the breakdown of a placement, or as the breakdown or change of schooling, of which
the IRO is alerted.

Source: statutory guidance (2018), "The social worker's role in supporting the PEP": the IRO is
alerted to significant changes such as the breakdown or change of an education placement, to decide
whether a review of the care plan is required. Which facts say so is our convention.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pupils.rules.ages import compulsory_school_age

LOOKS_BACK = timedelta(days=28)  # what was recorded later is no news

# The return's reasons for a placement change that nobody planned: closure or resignation, an
# allegation, a concern about standards, approval removed, the carer's or the child's request.
UNPLANNED = frozenset({"CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD"})


class Breakdown(StrEnum):
    """What happened."""

    HOME = "home"
    SCHOOL = "school"
    CHANGE = "change"  # of school, planned or not
    EXCLUSION = "exclusion"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a child learns as the main thing: at a setting, or otherwise than at school."""

    started_on: date
    setting: int | None


def changed_from(place: Place, others: Iterable[Place]) -> Place | None:
    """The place that a child had before this one, however long ago it ended, if it was another."""
    earlier = [one for one in others if one.started_on < place.started_on]
    last = max(earlier, key=lambda one: one.started_on, default=None)
    return last if last is not None and last.setting != place.setting else None


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened on a day, as it is on record; `known_on` if that was later."""

    what: Breakdown
    on: date
    known_on: date | None = None


def is_news(event: Event, *, on: date, on_record_since: date | None, date_of_birth: date) -> bool:
    """Whether people are alerted of it on `on`.

    Not of what happened before the child was first loaded here, nor of what has been known for
    long; of a lost school place only at compulsory school age. A change of school is news as soon
    as it is on record, also before its day.
    """
    if on_record_since is not None and event.on < on_record_since:
        return False
    known_on = max(event.on, event.known_on or event.on)
    if known_on < on - LOOKS_BACK or (known_on > on and event.what is not Breakdown.CHANGE):
        return False
    if event.what is not Breakdown.SCHOOL:
        return True
    begins, ends = compulsory_school_age(date_of_birth)
    return begins <= event.on <= ends
