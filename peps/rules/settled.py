"""Who is settled, so that a short form of the plan is enough; each reason by itself.

A local choice of the authority, off unless the Virtual School Head allows it: the short form asks
every question that the regulations and the guidance call for, and folds away what is the same as
last time. The statutory guidance (2018) asks for a review each term whatever the form.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peps.schema import Answers, Section

ALWAYS_OPEN = {  # what a review is about: the child's and others' views, and the targets
    "childs_views",
    "carer_and_parent_views",
    "review_of_targets",
    "new_targets",
}


@dataclass(frozen=True, kw_only=True)
class RecordOfChild:
    """What decides whether a child is settled, as it stands today.

    `since` is the day on which the last plan was handed in, if it is complete; days of moves are
    the latest on record. Rates are of attendance; none where nothing is known.
    """

    since: date | None
    last_outcome: str = ""
    has_red: bool = False  # a criterion, whatever the authority makes of it for the whole
    home_since: date | None = None
    place_since: date | None = None
    is_at_school_full_time: bool = False
    attendance: Decimal | None = None
    national_attendance: Decimal | None = None
    last_suspended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One condition, in words that Yes or No can stand before, and whether it is met."""

    words: str
    is_met: bool


def settled_reasons(record: RecordOfChild) -> list[Reason]:
    """Every condition; the child is settled when all are met."""
    return [
        Reason(words="The last plan is complete", is_met=record.since is not None),
        Reason(
            words="It was found green, with no red",
            is_met=record.last_outcome == "green" and not record.has_red,
        ),
        Reason(
            words="The child has lived in the same home since",
            is_met=_has_lasted(record.home_since, record.since),
        ),
        Reason(
            words="The child has been at the same school since, full time",
            is_met=record.is_at_school_full_time and _has_lasted(record.place_since, record.since),
        ),
        Reason(
            words="Neither suspended nor excluded since",
            is_met=record.since is not None
            and (record.last_suspended_on is None or record.last_suspended_on < record.since),
        ),
        _attends(record),
    ]


def is_settled(record: RecordOfChild) -> bool:
    """Whether every condition is met."""
    return all(reason.is_met for reason in settled_reasons(record))


def is_folded(section: Section, key: str, answers: Answers, before: Answers) -> bool:
    """Whether the short form folds a question away: the same as last time, or not needed.

    What a review is about stays open, and so does what the child says.
    """
    field = section.field(key)
    if section.key in ALWAYS_OPEN or field.is_own_words:
        return False
    if not field.is_answered(answers):
        return not field.is_needed(answers)
    return field.carries_forward and answers[key] == before.get(key)


def fold_words(section: Section, key: str, answers: Answers, before: Answers) -> str:
    """Why a question is folded away, as its page says it; nothing for one that stays open."""
    if not is_folded(section, key, answers, before):
        return ""
    return "same as last time" if section.field(key).is_answered(answers) else "not answered"


def _has_lasted(began_on: date | None, since: date | None) -> bool:
    return began_on is not None and since is not None and began_on <= since


def _attends(record: RecordOfChild) -> Reason:
    """Met too where either figure is not known: nobody is kept from it by a missing number."""
    if record.attendance is None or record.national_attendance is None:
        return Reason(words="Attendance is not known, and does not count here", is_met=True)
    return Reason(
        words=f"Attendance of {record.attendance}% is at or above that of all pupils in England, "
        f"{record.national_attendance}%",
        is_met=record.attendance >= record.national_attendance,
    )
