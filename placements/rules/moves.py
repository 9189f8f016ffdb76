"""Before a child moves home: who is consulted, what is considered, who approves, what is missing.

Sources: Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg. 10
(disruption of education) and reg. 13 (a school is told within 5 working days of an emergency);
statutory guidance (2018), "Securing appropriate education" (the VSH, and the VSH of another area)
and "The social worker's role in supporting the PEP" (child, school, carer, VSH, IRO, parents).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vsh.calendars.rules import WorkingDays, in_words

KEY_STAGE_4 = (10, 11)
WORKING_DAYS_IN_AN_EMERGENCY = 5
HOME_STEPS = ("when", "where")


class Whom(StrEnum):
    """Who is consulted about a move."""

    CHILD = "child"
    SCHOOL = "school"
    CARER = "carer"
    VSH = "vsh"
    IRO = "iro"
    PARENT = "parent"
    OTHER_VSH = "other_vsh"


WHOM = {
    Whom.CHILD: "the child",
    Whom.SCHOOL: "the school (designated teacher) or the provider",
    Whom.CARER: "the carer",
    Whom.VSH: "the Virtual School",
    Whom.IRO: "the reviewing officer (IRO)",
    Whom.PARENT: "the parent",
    Whom.OTHER_VSH: "the Virtual School of the other authority",
}

# Nobody can stand in for these before the nominated officer approves: reg. 10(2), and by the
# guidance the VSH, whose views have "appropriate weight".
BEFORE_APPROVAL = (Whom.SCHOOL, Whom.IRO, Whom.VSH)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A move as far as is known; None where nobody has said yet.

    `year_group` is that of the day of the move; `has_school` that the child learns somewhere then,
    at a school, in alternative provision or otherwise than at school; `is_registered` that they are
    on a school's roll. `is_other_vsh_told` is open while the move is a draft. `is_home_told` that a
    file had told the home and its day: they are not asked.
    """

    from_on: date
    is_emergency: bool
    year_group: int
    has_school: bool = True
    is_registered: bool = True
    can_school_stay: bool | None = None
    is_out_of_area: bool | None = None
    is_other_vsh_told: bool | None = None
    is_home_told: bool = False


@dataclass(frozen=True, kw_only=True)
class Consulted:
    """One person consulted on a day, or the reason why not."""

    on: date | None = None
    reason_not: str = ""


@dataclass(frozen=True, kw_only=True)
class Considered:
    """What was considered and arranged, and the nominated officer's approval."""

    wishes: str = ""
    is_pep_considered: bool = False
    arrangements: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    is_provision_right: bool = False


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing that is not yet on record: in which words, by when, and by which rule.

    What `forbids` the move must be there before it is put into effect.
    """

    key: str
    words: str
    due_on: date
    source: str
    forbids: bool = False


def disrupts_education(move: Move) -> bool:
    """Whether the move disrupts arrangements for education or training: unless they can stay."""
    return move.has_school and move.can_school_stay is not True


def needs_approval(move: Move) -> bool:
    """Whether the nominated officer approves before the move is put into effect.

    Source: reg. 10(1): a registered pupil in key stage 4 whose education the change would disrupt;
    reg. 10(3): not in an emergency.
    """
    is_pupil = move.is_registered and move.year_group in KEY_STAGE_4
    return is_pupil and disrupts_education(move) and not move.is_emergency


def needs_arrangements(move: Move) -> bool:
    """Whether it is said which other education there will be, in line with the PEP.

    Source: reg. 10(4), every change that disrupts education or training and that needs no approval;
    in an emergency reg. 10(3), as soon as reasonably practicable; before an approval reg. 10(2)(b),
    the provision of which the nominated officer must be satisfied.
    """
    return disrupts_education(move)


def to_consult(move: Move) -> tuple[Whom, ...]:
    """Who is consulted about this move, or the reason recorded why not.

    The school only where there is one; the other authority's VSH when the home lies in its area.
    """
    asked = [Whom.CHILD]
    if move.has_school:
        asked.append(Whom.SCHOOL)
    asked += [Whom.CARER, Whom.VSH, Whom.IRO, Whom.PARENT]
    if move.is_out_of_area:
        asked.append(Whom.OTHER_VSH)
    return tuple(asked)


def owed_by(move: Move, days: WorkingDays) -> date:
    """The day by which what a move needs is on record: before it, which is its own day at the
    latest; in an emergency 5 working days from it (reg. 13, and our convention for the rest)."""
    if move.is_emergency:
        return days.add(WORKING_DAYS_IN_AN_EMERGENCY, after=move.from_on)
    return move.from_on


def missing(
    move: Move,
    consulted: Mapping[Whom, Consulted],
    considered: Considered,
    days: WorkingDays,
) -> list[Missing]:
    """What is not yet on record of a move, in the order in which it is asked for."""
    due_on = owed_by(move, days)
    found = []

    def owes(key: str, words: str, source: str, *, forbids: bool = False) -> None:
        found.append(Missing(key=key, words=words, due_on=due_on, source=source, forbids=forbids))

    if move.has_school and move.can_school_stay is None:
        owes("school_stays", "Whether the child can stay at their school", "reg. 10")
    is_approved = needs_approval(move)
    for whom in to_consult(move):
        said = consulted.get(whom, Consulted())
        must_be_asked = is_approved and whom in BEFORE_APPROVAL
        if said.on is None and (must_be_asked or not said.reason_not):
            words = f"Consult {WHOM[whom]}" + ("" if must_be_asked else ", or record why not")
            owes(f"consult_{whom}", words, _source_of(whom), forbids=must_be_asked)
    if not considered.wishes:
        words, source = "The child’s wishes and feelings", "reg. 10; statutory guidance (2018)"
        owes("wishes", words, source, forbids=is_approved)
    if not considered.is_pep_considered:
        words = "Consider the personal education plan (PEP)"
        owes("pep", words, "reg. 10(2)", forbids=is_approved)
    if needs_arrangements(move) and not considered.arrangements:
        words = "What is arranged for the child’s education, in line with the PEP"
        source = "reg. 10(2)(b)" if is_approved else "reg. 10(4)"
        source = "reg. 10(3)" if move.is_emergency else source
        owes("arrangements", words, source, forbids=is_approved)
    if is_approved and (not considered.approved_by or considered.approved_on is None):
        words = "The nominated officer’s approval"
        owes("approval", words, "reg. 10(1)", forbids=True)
    elif is_approved and not considered.is_provision_right:
        words = "That the nominated officer is satisfied with the education at the new placement"
        owes("provision", words, "reg. 10(2)(b)", forbids=True)
    if move.is_out_of_area and move.is_other_vsh_told is False:
        owes("other_vsh_told", f"Tell {WHOM[Whom.OTHER_VSH]}", _source_of(Whom.OTHER_VSH))
    return found


def wrong_approval(
    move: Move, consulted: Mapping[Whom, Consulted], approved_on: date, *, on: date
) -> str:
    """Why an approval of this day is none: it comes after those were asked whom reg. 10(2) names,
    not after the move, and not in the future."""
    if approved_on > on:
        return "The day of the approval is in the future"
    if approved_on > move.from_on:
        return f"The approval must come before the move on {in_words(move.from_on)}"
    for whom in to_consult(move):
        asked_on = consulted.get(whom, Consulted()).on
        if whom in BEFORE_APPROVAL and asked_on is not None and asked_on > approved_on:
            return f"On record, {WHOM[whom]} was consulted on {in_words(asked_on)}, after that day"
    return ""


def may_be_put_into_effect(owed: Collection[Missing]) -> bool:
    """Whether nothing is missing without which the move must not be put into effect."""
    return not any(one.forbids for one in owed)


def _source_of(whom: Whom) -> str:
    if whom in (Whom.SCHOOL, Whom.IRO):
        return "reg. 10(2); statutory guidance (2018)"
    if whom is Whom.OTHER_VSH:
        return "statutory guidance (2018), “Securing appropriate education”"
    return "statutory guidance (2018), “The social worker’s role in supporting the PEP”"


def steps(move: Move, *, is_draft: bool = True) -> tuple[str, ...]:
    """The questions about a move in their order, a page each.

    In an emergency only what must be known today; the rest is added later, once the move is on
    record, and then whether the school can stay only while that is open. The consultations are
    `consult-<whom>`.
    """
    if not is_draft:
        asks_school = move.has_school and move.can_school_stay is None
        where = () if move.is_home_told else ("where",)
        return (*where, *(("school",) if asks_school else ()), *_for_later(move))
    is_short = move.is_emergency and not move.is_home_told  # which has happened by now
    return _for_today(move) if is_short else all_steps(move)


def all_steps(move: Move) -> tuple[str, ...]:
    """The same of a draft with what an emergency leaves for later, for who can say it already."""
    return (*_for_today(move), *_for_later(move))


def _for_today(move: Move) -> tuple[str, ...]:
    home = () if move.is_home_told else HOME_STEPS
    return ("kind", *home, *(("school",) if move.has_school else ()))


def _for_later(move: Move) -> tuple[str, ...]:
    told = ["wishes"]
    if needs_arrangements(move):
        told.append("arrangements")
    told += [f"consult-{whom}" for whom in to_consult(move)]
    if needs_approval(move):
        told.append("approval")
    if move.is_out_of_area and move.is_other_vsh_told is not None:
        told.append("other-vsh")
    return tuple(told)
