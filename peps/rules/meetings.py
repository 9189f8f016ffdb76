"""What a meeting about a PEP should be: who is asked to it, and that it comes in time."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

# In the order in which they are asked for.
WANTED = (
    ("social_worker", "the social worker"),
    ("designated_teacher", "the designated teacher"),
    ("carer", "the carer"),
    ("child", "the child, where appropriate"),
    ("parent", "the parent, where appropriate"),
)

# A place called so is where children learn; the Virtual School's own office is not.
_OFFICE = re.compile(r"virtual[\s_-]*school", re.IGNORECASE)
_SCHOOL = re.compile(
    r"school|college|academy|nursery|pre-?school|sixth form|\.sch\.uk|\.ac\.uk", re.IGNORECASE
)


@dataclass(frozen=True)
class DueDay:
    """A day by which a meeting is wanted, and why in words."""

    words: str
    on: date


def not_asked(*, capacities: Collection[str], has_setting: bool) -> tuple[str, ...]:
    """Whom the guidance wants at the meeting and nobody has asked, in words.

    Without a school or setting there is no designated teacher to ask.
    Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP" ("meeting
    with appropriate education providers and the carer"); "The child's voice"; "Personal Education
    Plans" (the involvement of the child's parent or relevant family member, where appropriate).
    """
    return tuple(
        words
        for capacity, words in WANTED
        if capacity not in capacities and (has_setting or capacity != "designated_teacher")
    )


def comes_too_late(*, day: date, due: Iterable[DueDay]) -> DueDay | None:
    """The first day that the meeting misses; on the day itself it is in time."""
    missed = [one for one in due if day > one.on]
    return min(missed, key=lambda one: one.on, default=None)


def gives_place_away(words: str, *, names: Collection[str]) -> bool:
    """Whether a place or a link speaks of a school, or names one of where the child learns.

    It catches what is written by oversight: what a parent may not know is left out all the same.
    """
    words = _OFFICE.sub("", words)
    said = words.casefold()
    return bool(_SCHOOL.search(words)) or any(
        name.strip().casefold() in said for name in names if name and name.strip()
    )
