"""What follows from the legal status on record while a child is in custody, in words.

The status decides whether the child is looked after, never the placement. Source: statutory
guidance (2018), Annex 2; Legal Aid, Sentencing and Punishment of Offenders Act 2012 s.104(1);
Children Act 1989 ss.20 and 31.
"""

from dataclasses import dataclass
from datetime import date

from vsh.calendars.rules import in_words

REMAND, SENTENCE, WELFARE = "remand", "sentence", "welfare"
_CARE_ORDERS = {"C1", "C2", "D1", "E1"}  # SSDA903: interim, full, freeing, placement
_SECTION_20 = {"V2", "V3", "V4"}
REMANDED = "J1"
_SOURCE = "(statutory guidance 2018, Annex 2)"
_GOES_ON = "Care plan and PEP go on being reviewed, and the clocks run on."
_SENTENCED = (
    "A child under a sentence remains looked after if they were under a care order, or "
    f"accommodated under section 20, immediately before conviction {_SOURCE}."
)
_REMAND = (
    "A child remanded to youth detention accommodation is looked after while the remand lasts "
    "(LASPO Act 2012, s.104(1); statutory guidance 2018, Annex 2)"
)
FOLLOW_UP = (
    "Education follow-up goes on: where the child is held, what they learn there, the PEP that was "
    "sent, and the plan for release with its clock up to the 18th birthday."
)


HELD = frozenset({"R5", "K1"})  # SSDA903: young offender institution, secure children's home


def is_move_untold(since: date, *, home_type: str, home_from: date | None) -> bool:
    """Whether the move to the establishment is not on record of a child who is in custody `since`:
    the home on record is none of those in which children are held, and began before.

    A child remanded to the authority may go on living where they did or elsewhere: a home that
    began with the remand says enough.
    Source: statutory guidance (2018), Annex 2; the return's J1 is both kinds of remand.
    """
    return home_type not in HELD and (home_from is None or home_from < since)


@dataclass(frozen=True, kw_only=True)
class Status:
    """What is on record on the day: `legal_status` is the return's code; `ended_on` the day on
    which care ended last, with the reason in words; `is_sentenced` where the reason is custody."""

    is_looked_after: bool
    legal_status: str = ""
    ended_on: date | None = None
    ended_because: str = ""
    is_sentenced: bool = False
    is_adult: bool = False


@dataclass(frozen=True)
class Standing:
    """Whether the child is looked after as recorded, and what follows from it."""

    heading: str
    words: str


def standing(status: Status, *, kind: str) -> Standing:
    """What the recorded legal status means for a child held in this way."""
    if status.is_adult:
        return Standing(
            "No longer a child",
            "Care ends with the 18th birthday. What the authority owes a care leaver follows from "
            "age and time in care; the pathway plan carries the education on.",
        )
    if status.is_looked_after:
        return Standing("Looked after, as recorded", _while_looked_after(status, kind))
    because = f": {status.ended_because}" if status.ended_because else ""
    ended = (
        f"On record care ended on {in_words(status.ended_on)}{because}." if status.ended_on else ""
    )
    closed = "The clocks of the PEP and of reviews no longer run."
    words = (ended, closed, _in_doubt(status, kind), FOLLOW_UP)
    return Standing("Not looked after, as recorded", " ".join(word for word in words if word))


def _in_doubt(status: Status, kind: str) -> str:
    """Where the guidance counts such a child as looked after, against what is on record."""
    if kind == REMAND:
        return f"{_REMAND}: if that holds, what is on record is wrong. Ask the social worker."
    if kind == SENTENCE and status.is_sentenced:
        if status.legal_status in _CARE_ORDERS:
            return f"{_SENTENCED} A care order is the last on record: ask the social worker."
        if status.legal_status in _SECTION_20:
            return (
                f"{_SENTENCED} Section 20 is the last on record: ask the social worker whether it "
                "had ended before conviction."
            )
    return ""


def _while_looked_after(status: Status, kind: str) -> str:
    if kind == WELFARE:
        return (
            "A looked-after child in secure accommodation for their own welfare stays looked "
            f"after, and the authority works directly with the unit {_SOURCE}. {_GOES_ON}"
        )
    if status.legal_status in _CARE_ORDERS:
        return (
            "The care order continues in custody: the child remains looked after, on remand and "
            f"under a sentence {_SOURCE}. {_GOES_ON}"
        )
    if status.legal_status == REMANDED and kind == REMAND:
        return (
            f"{_REMAND}, and has a detention placement plan with the arrangements for education. "
            "When the remand ends, the legal status that is recorded then decides."
        )
    if status.legal_status == REMANDED:
        return (
            "A remand is the legal status on record, yet the child serves a sentence. "
            f"{_SENTENCED} Ask the social worker which status holds now; until another one, or "
            "the end of care, is recorded the clocks run on."
        )
    if status.legal_status in _SECTION_20 and kind == SENTENCE:
        return (
            f"{_SENTENCED} So the child counts as looked after while section 20 is on record, and "
            "the clocks run on. Once the authority has recorded that it ended, the clocks close, "
            "and education follow-up goes on here. If in doubt, ask the social worker."
        )
    if status.legal_status in _SECTION_20:
        return (
            "A child accommodated under section 20 who is remanded remains looked after "
            f"{_SOURCE}. {_GOES_ON}"
        )
    return (
        "The child is looked after under the legal status on record, and stays so until its end is "
        f"recorded. {_GOES_ON}"
    )
