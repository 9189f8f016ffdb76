"""The codes of a school's attendance register: what each says, how it counts, and since when.

Source: the School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) reg. 10,
tables 1 and 2, in force from 19 August 2024. A session that could not be attended is left out of
every count; a late arrival before the register closed is present, after it an unauthorised absence.

Of days before that no source here gives the words: a mark of such a day is told by its code and by
how it counts, and not in today's words, which may say something else than the school said.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from placements.rules.attendance import Sessions
from vsh.calendars.rules import in_words

IN_FORCE_ON = date(2024, 8, 19)
WITHOUT_WORDS = "(code in force before 19 August 2024)"


class Count(StrEnum):
    """How a mark counts."""

    PRESENT = "present"
    APPROVED = "approved activity"
    AUTHORISED = "authorised absence"
    UNAUTHORISED = "unauthorised absence"
    NOT_POSSIBLE = "not counted"


class HalfDay(StrEnum):
    """The two sessions of a day."""

    AM = "AM"
    PM = "PM"

    @property
    def words(self) -> str:
        """The session as people say it."""
        return "morning" if self is HalfDay.AM else "afternoon"


@dataclass(frozen=True, kw_only=True)
class Code:
    """One code of the register; `only` is the session to which it belongs, if to one."""

    code: str
    words: str  # empty where they are not known
    count: Count
    only: HalfDay | None = None
    first_on: date | None = None
    ended_on: date | None = None  # from this day on it is withdrawn

    @property
    def meaning(self) -> str:
        """What it says, as a list has it behind the code."""
        return self.words or f"{WITHOUT_WORDS}: {self.count}"

    @property
    def in_words(self) -> str:
        """The code with what it says, as a sentence has it."""
        said = f"({self.words.lower()})" if self.words else WITHOUT_WORDS
        return f"{self.code} {said}"

    @property
    def is_absence(self) -> bool:
        """Whether the child was missing from a session that they could have attended."""
        return self.count in (Count.AUTHORISED, Count.UNAUTHORISED)

    @property
    def is_possible(self) -> bool:
        """Whether the session could be attended: it stands under the line of every rate."""
        return self.count is not Count.NOT_POSSIBLE


class CodeRefusedError(Exception):
    """A mark that cannot stand for that day and session: a word for machines, one for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


_WORDS: dict[Count, dict[str, str]] = {
    Count.PRESENT: {
        "/": "Present in the morning",
        "\\": "Present in the afternoon",
        "L": "Late, before the register closed",
    },
    Count.APPROVED: {
        "K": "Education arranged by the local authority",
        "V": "Educational visit or trip",
        "P": "Sporting activity",
        "W": "Work experience",
        "B": "Other approved educational activity off site",
    },
    Count.AUTHORISED: {
        "C": "Leave in exceptional circumstances",
        "C1": "Regulated performance, or employment abroad",
        "C2": "Part-time timetable",
        "E": "Suspended or excluded, no provision made",
        "I": "Illness",
        "J1": "Interview for employment or another school",
        "M": "Medical or dental appointment",
        "R": "Religious observance",
        "S": "Study leave",
        "T": "Parent travelling for work",
    },
    Count.UNAUTHORISED: {
        "G": "Holiday that was not granted",
        "N": "Reason not yet established",
        "O": "Absent in other or unknown circumstances",
        "U": "Late, after the register closed",
    },
    Count.NOT_POSSIBLE: {
        "D": "Registered at another school and expected there",
        "X": "Not of compulsory school age and not required",
        "Z": "Not yet on the register",
        "#": "Planned closure",
        "Q": "The local authority arranged no access",
        "Y1": "Usual transport not available",
        "Y2": "Widespread travel disruption",
        "Y3": "Part of the premises closed",
        "Y4": "The whole site unexpectedly closed",
        "Y5": "In the criminal justice system",
        "Y6": "Public health guidance or law",
        "Y7": "Another unavoidable cause",
    },
}  # fmt: skip
_WITHDRAWN = {"H": Count.AUTHORISED, "J": Count.APPROVED, "Y": Count.NOT_POSSIBLE}
_NEW = ("C1", "C2", "J1", "K", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7")
_ONLY = {"/": HalfDay.AM, "\\": HalfDay.PM}

LATE = "U"  # in school, after the register closed

# To be confirmed against the DfE's guidance: that the last block of `_WORDS` is left out of the
# statistics, how the withdrawn codes counted, and which codes were new on 19 August 2024.
TO_BE_CONFIRMED = frozenset({*_WORDS[Count.NOT_POSSIBLE], *_WITHDRAWN, *_NEW})
CONFIRMATION = (
    "That sessions with the codes D, X, Z, #, Q and Y1 to Y7 do not count as possible ones is "
    "still to be confirmed against the Department for Education’s guidance."
)

CODES: dict[str, Code] = {
    code: Code(
        code=code,
        words=words,
        count=count,
        only=_ONLY.get(code),
        first_on=IN_FORCE_ON if code in _NEW else None,
    )
    for count, found in _WORDS.items()
    for code, words in found.items()
} | {
    code: Code(code=code, words="", count=count, ended_on=IN_FORCE_ON)
    for code, count in _WITHDRAWN.items()
}
_BEFORE = {code: replace(one, words="") for code, one in CODES.items()}
POSSIBLE, AUTHORISED, UNAUTHORISED = (
    tuple(code for code, one in CODES.items() if one.count in counts)
    for counts in (
        (Count.PRESENT, Count.APPROVED, Count.AUTHORISED, Count.UNAUTHORISED),
        (Count.AUTHORISED,),
        (Count.UNAUTHORISED,),
    )
)


def on_record(code: str, day: date) -> Code:
    """A code that is on record of that day, whether or not it may be entered for it."""
    return CODES[code] if day >= IN_FORCE_ON else _BEFORE[code]


def code_on(code: str, day: date) -> Code:
    """The code as it stood on that day; refused where there was no such code."""
    if code not in CODES:
        raise CodeRefusedError("unknown_code", f"{not_known(code, day)}.")
    found = on_record(code, day)
    if found.ended_on and day >= found.ended_on:
        raise CodeRefusedError(
            "withdrawn_code",
            f"Code {code} was withdrawn on {in_words(found.ended_on)}. Use a code of today.",
        )
    if found.first_on and day < found.first_on:
        raise CodeRefusedError(
            "code_not_yet",
            f"Code {code} is new since {in_words(found.first_on)}. Use a code of that day.",
        )
    return found


def not_known(code: str, day: date) -> str:
    """The word of a code that is not in `CODES`: today's are all there, of those before not all."""
    if day >= IN_FORCE_ON:
        return f"“{code[:10]}” is not a code of the attendance register"
    return (
        f"“{code[:10]}” is not among the codes that are known for days before "
        f"{in_words(IN_FORCE_ON)}. Correct it, or leave the session out"
    )


def mark_on(code: str, *, day: date, half: HalfDay) -> Code:
    """The code as a mark of one session; refused where it belongs to the other."""
    found = code_on(code, day)
    if found.only and found.only is not half:
        right = next(one for one, only in _ONLY.items() if only is half)
        raise CodeRefusedError(
            "wrong_session",
            f"Code {code} is for the {found.only.words}. Present in the {half.words} is {right}.",
        )
    return found


def wrong_mark(code: str, *, day: date, half: HalfDay, is_open: bool, on: date) -> str:
    """Why a person may not enter this mark for that session; nothing if they may."""
    if day > on:
        return "The day is in the future: enter attendance up to today"
    try:
        mark = mark_on(code, day=day, half=half)
    except CodeRefusedError as error:
        return error.message.rstrip(".")
    if mark.is_possible and not is_open:
        return "The school was closed on that day: write # for a planned closure"
    return ""


def codes_on(day: date, half: HalfDay | None = None) -> list[Code]:
    """The codes to choose from for one session, or for either, in the order of the regulations."""
    return [
        on_record(one.code, day)
        for one in CODES.values()
        if (half is None or one.only in (None, half))
        and (one.ended_on is None or day < one.ended_on)
        and (one.first_on is None or day >= one.first_on)
    ]


def counted(marks: Iterable[str]) -> Sessions:
    """Marks as sessions; those that could not be attended, and blanks, are left out."""
    found = [CODES[mark].count for mark in marks if mark]
    return Sessions(
        possible=sum(count is not Count.NOT_POSSIBLE for count in found),
        authorised=found.count(Count.AUTHORISED),
        unauthorised=found.count(Count.UNAUTHORISED),
    )


def left_of_summary(summary: Sessions, *, marks: Sessions) -> Sessions:
    """What a summary still adds to the marks of the same place within its days.

    For a day that has marks the marks count, and nothing is counted twice: the sessions of the
    marks are taken off the summary, never below nothing, and what is left stands for the days
    without marks. Where the marks cover every possible session of the summary, nothing is left,
    whatever the summary says of absence. What is left missed is at most what is left possible.
    """
    possible = max(0, summary.possible - marks.possible)
    unauthorised = min(possible, max(0, summary.unauthorised - marks.unauthorised))
    authorised = min(possible - unauthorised, max(0, summary.authorised - marks.authorised))
    return Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised)
