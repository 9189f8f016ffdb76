"""What follows from the legal status on record while a child is in custody, in words.

The status decides whether the child is looked after, never the placement. Source: statutory
guidance (2018), Annex 2; Legal Aid, Sentencing and Punishment of Offenders Act 2012 s.104(1);
Children Act 1989 ss.20 and 31.
"""

from dataclasses import dataclass
from datetime import date

from vsh.calendars.rules import in_words

REMAND, SENTENCE = "remand", "sentence"
_CARE_ORDERS = {"C1", "C2", "D1", "E1"}  # SSDA903: interim, full, freeing, placement
_SECTION_20 = {"V2", "V3", "V4"}
_REMANDED = "J1"
FOLLOW_UP = (
    "Education follow-up goes on: where the child is held, what they learn there, the PEP that was "
    "sent, and the plan for release with its clock up to the 18th birthday."
)


@dataclass(frozen=True, kw_only=True)
class Status:
    """What is on record on the day: `legal_status` is the return's code; `ended_on` the day on
    which care ended last, with the reason in words."""

    is_looked_after: bool
    legal_status: str = ""
    ended_on: date | None = None
    ended_because: str = ""
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
    since = f" On record care ended on {in_words(status.ended_on)}" if status.ended_on else ""
    because = f": {status.ended_because}." if since and status.ended_because else since and "."
    remanded = (
        " A child remanded to youth detention accommodation is looked after (LASPO Act 2012, "
        "s.104(1)): if that holds, the legal status on record is wrong. Ask the social worker."
        if kind == REMAND
        else ""
    )
    clocks = " The clocks of the PEP and of reviews no longer run."
    words = f"{since}{because}{clocks}{remanded} {FOLLOW_UP}".strip()
    return Standing("Not looked after, as recorded", words)


def _while_looked_after(status: Status, kind: str) -> str:
    if status.legal_status in _CARE_ORDERS:
        return (
            "The care order continues in custody. The child stays looked after: care plan and PEP "
            "go on being reviewed, and every clock runs on."
        )
    if status.legal_status == _REMANDED:
        return (
            "A child remanded to the authority or to youth detention accommodation is looked after "
            "while the remand lasts (LASPO Act 2012, s.104(1)), and has a detention placement plan "
            "with the arrangements for education. When the remand ends, the legal status that is "
            "recorded then decides."
        )
    if status.legal_status in _SECTION_20 and kind == SENTENCE:
        return (
            "Section 20 is on record. The statutory guidance (Annex 2) counts a child accommodated "
            "under section 20 immediately before conviction as looked after and keeps the PEP "
            "under review; accommodation that the authority has ended is over. Ask the social "
            "worker which holds. Until its end is on record every clock runs on; after it "
            "education follow-up goes on here."
        )
    if status.legal_status in _SECTION_20:
        return (
            "A child accommodated under section 20 who is remanded or kept secure remains looked "
            "after: care plan and PEP go on being reviewed, and every clock runs on."
        )
    return (
        "The child is looked after under the legal status on record, and stays so until its end is "
        "recorded: every clock runs on."
    )
