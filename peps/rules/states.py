"""The states of a PEP, who may move it from one to the next, and what is refused.

opened or initiated → in progress → submitted → (returned →) quality assured → complete, which is
locked; beside them "not required", which can be taken back, and an unlocking, both on record. In
an authority that assures a sample an officer accepts the other plans: submitted → complete.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from vsh.accounts.roles import Permission


class State(StrEnum):
    """Where a PEP stands."""

    OPENED = "opened"
    INITIATED = "initiated"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    QUALITY_ASSURED = "quality_assured"
    COMPLETE = "complete"
    NOT_REQUIRED = "not_required"


class Action(StrEnum):
    """What somebody does to a PEP as a whole."""

    INITIATE = "initiate"
    WRITE = "write"
    SUBMIT = "submit"
    RETURN = "return"
    MARK = "mark"  # one of two officers, apart from the other
    ASSURE = "assure"
    ACCEPT = "accept"  # without assurance: the plan is not in the sample
    COMPLETE = "complete"
    UNLOCK = "unlock"
    NOT_REQUIRED = "not_required"
    TAKE_BACK = "take_back"


class Refusal(StrEnum):
    """Why an action is refused."""

    NOT_YOURS = "not_yours"  # the role may not, whatever the state
    WRONG_STATE = "wrong_state"
    OWN_SUBMISSION = "own_submission"
    SCHOOL_SUBMITS = "school_submits"
    ANOTHER_FORM = "another_form"
    ANOTHER_TARGET = "another_target"
    ALREADY_INITIATED = "already_initiated"
    TERM_HAS_ITS_PEP = "term_has_its_pep"
    TERM_SET_ASIDE = "term_set_aside"
    SUPERSEDED = "superseded"
    BEFORE_ITS_TERM = "before_its_term"
    JUDGED_RED = "judged_red"
    CARE_ENDED = "care_ended"
    HANDED_IN_ANEW = "handed_in_anew"
    ANOTHER_RUBRIC = "another_rubric"
    ALL_ASSURED = "all_assured"
    DRAWN = "drawn"
    TWO_MARK = "two_mark"
    ONE_JUDGES = "one_judges"
    HAVE_MARKED = "have_marked"
    MARKERS_AGREE = "markers_agree"
    ALWAYS_APPLIES = "always_applies"
    STILL_APPLIES = "still_applies"

    @property
    def words(self) -> str:
        """The refusal as the person reads it."""
        return {
            "not_yours": "Your role does not allow this.",
            "wrong_state": "This PEP has moved on since: look at where it stands now.",
            "own_submission": "You submitted this PEP: somebody else assures its quality.",
            "all_assured": "Your authority assures the quality of every plan.",
            "drawn": "This plan was drawn for quality assurance, or was judged before: it is "
            "completed only after a judgement.",
            "two_mark": "Two officers mark this plan apart. It is judged once both have marked it "
            "and have agreed.",
            "one_judges": "One officer judges this plan.",
            "have_marked": "You have marked this plan: the other marks are another officer's.",
            "markers_agree": "The two officers who marked this plan agree its judgement, or the "
            "Virtual School Head settles it.",
            "school_submits": "The designated teacher submits this PEP.",
            "another_form": "This plan is on another form since you opened this page. Copy your "
            "words, open the section again and put them where they fit.",
            "another_target": "Another target is reviewed there since you opened this page. "
            "Copy your words, open the section again and put them where they fit.",
            "already_initiated": "This PEP has already been initiated.",
            "term_has_its_pep": "This term has its PEP. Another begins next term, or once the "
            "child has moved school or home or has lost the school place.",
            "term_set_aside": "This term's PEP was marked as not required. The Virtual School can "
            "take that back.",
            "superseded": "Another PEP has taken the place of this one.",
            "before_its_term": "This PEP is for a term that has not begun. Handed in before its "
            "first day it would not count as that term's review.",
            "care_ended": "This PEP belongs to a time in care that has ended. It is kept as it "
            "stands: a new time in care has a plan of its own.",
            "handed_in_anew": "This PEP was judged by somebody, or handed in anew since you opened "
            "this page. Your marks are kept below: read the plan again before you record them.",
            "another_rubric": "Another version of the rubric has been put in force since you "
            "opened this page. Your marks are kept below: read its words before you record them.",
            "judged_red": "The judgement is red: return this PEP with the feedback as the reason.",
            "always_applies": "This section applies to every child on this form. It cannot be set "
            "aside: say “none” where there is nothing to say.",
            "still_applies": "What is on record today, or what this plan says of planned changes, "
            "still calls for this section. Have that put right first.",
        }[self.value]


OPEN = frozenset({State.OPENED, State.INITIATED, State.IN_PROGRESS, State.RETURNED})
LOCKED = frozenset({State.SUBMITTED, State.QUALITY_ASSURED, State.COMPLETE, State.NOT_REQUIRED})


@dataclass(frozen=True, kw_only=True)
class Step:
    """An action: from which states, to which (none: it stays), and one permission of these."""

    from_states: frozenset[State]
    to_state: State | None
    permissions: frozenset[Permission]


_WRITERS = frozenset(
    {
        Permission.WRITE_PEP_ANY_SECTION,
        Permission.WRITE_PEP_CARE_SECTIONS,
        Permission.WRITE_PEP_SCHOOL_SECTIONS,
    }
)
_VIRTUAL_SCHOOL = frozenset({Permission.ASSURE_PEP})
_JUDGES = frozenset({Action.MARK, Action.ASSURE, Action.ACCEPT})
MARKERS = 2
_CHANGES_THE_PLAN = frozenset(
    {
        Action.INITIATE,
        Action.WRITE,
        Action.SUBMIT,
        Action.RETURN,
        Action.UNLOCK,
        Action.TAKE_BACK,
    }
)

STEPS: dict[Action, Step] = {
    Action.INITIATE: Step(
        from_states=OPEN, to_state=None, permissions=frozenset({Permission.INITIATE_PEP})
    ),
    Action.WRITE: Step(from_states=OPEN, to_state=None, permissions=_WRITERS),
    Action.SUBMIT: Step(
        from_states=frozenset({State.IN_PROGRESS, State.RETURNED}),
        to_state=State.SUBMITTED,
        permissions=frozenset({Permission.SUBMIT_PEP}),
    ),
    Action.RETURN: Step(
        from_states=frozenset({State.SUBMITTED, State.QUALITY_ASSURED}),
        to_state=State.RETURNED,
        permissions=_VIRTUAL_SCHOOL,
    ),
    Action.MARK: Step(
        from_states=frozenset({State.SUBMITTED}), to_state=None, permissions=_VIRTUAL_SCHOOL
    ),
    Action.ACCEPT: Step(
        from_states=frozenset({State.SUBMITTED}),
        to_state=State.COMPLETE,
        permissions=_VIRTUAL_SCHOOL,
    ),
    Action.ASSURE: Step(  # again, too, until it is complete: a slip of the hand is put right
        from_states=frozenset({State.SUBMITTED, State.QUALITY_ASSURED}),
        to_state=State.QUALITY_ASSURED,
        permissions=_VIRTUAL_SCHOOL,
    ),
    Action.COMPLETE: Step(
        from_states=frozenset({State.QUALITY_ASSURED}),
        to_state=State.COMPLETE,
        permissions=_VIRTUAL_SCHOOL,
    ),
    Action.UNLOCK: Step(
        from_states=frozenset({State.COMPLETE}),
        to_state=State.RETURNED,
        permissions=frozenset({Permission.UNLOCK_PEP}),
    ),
    Action.NOT_REQUIRED: Step(
        from_states=OPEN, to_state=State.NOT_REQUIRED, permissions=_VIRTUAL_SCHOOL
    ),
    Action.TAKE_BACK: Step(  # to where it stood before: the change on record says where
        from_states=frozenset({State.NOT_REQUIRED}), to_state=None, permissions=_VIRTUAL_SCHOOL
    ),
}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What the rule needs to know of a PEP and of the person who acts."""

    state: State
    permissions: Set[Permission]
    has_setting: bool = True
    has_submitted: bool = False  # the person submitted this PEP at some time
    is_initiated: bool = False
    is_superseded: bool = False  # another has taken the place of this one
    is_red: bool = False  # the judgement that stands is red
    is_care_over: bool = False  # the time in care to which the plan belongs has ended
    is_sampled: bool = False  # the authority assures a sample
    is_drawn: bool = True  # this plan is in it, or was judged before
    is_marked_twice: bool = False  # two mark it apart and have not agreed yet
    markings: int = 0  # of this handing-in, by two
    has_marked: bool = False  # the person is one of them


def refusal(action: Action, situation: Situation) -> Refusal | None:
    """Why the action is refused now to this person, or nothing when it may be done.

    Nobody assures, marks or accepts a PEP that they submitted. A social worker submits only for a
    child without a setting, where there is no designated teacher (guidance: a PEP is initiated
    "even where a looked-after child is without a school place"). An assured PEP is returned if, and
    only if, it was found red; it is then not completed. Once care has ended its plans are only
    read, judged and completed, whatever the judgement: nobody could put them right.
    """
    step = STEPS[action]
    if not step.permissions & situation.permissions:
        return Refusal.NOT_YOURS
    if situation.state not in step.from_states:
        return Refusal.WRONG_STATE
    if situation.is_care_over and action in _CHANGES_THE_PLAN:
        return Refusal.CARE_ENDED
    if action is Action.RETURN and situation.state is State.QUALITY_ASSURED:
        return None if situation.is_red else Refusal.WRONG_STATE
    if action is Action.COMPLETE and situation.is_red and not situation.is_care_over:
        return Refusal.JUDGED_RED
    if action in _JUDGES and situation.has_submitted:
        return Refusal.OWN_SUBMISSION
    if action in _JUDGES and (reason := _part_in_judging(action, situation)):
        return reason
    if action is Action.INITIATE and situation.is_initiated:
        return Refusal.ALREADY_INITIATED
    if action is Action.TAKE_BACK and situation.is_superseded:
        return Refusal.SUPERSEDED
    if action is Action.SUBMIT and situation.has_setting and _writes_care_only(situation):
        return Refusal.SCHOOL_SUBMITS
    return None


def _part_in_judging(action: Action, situation: Situation) -> Refusal | None:
    """Whether this plan is accepted, judged by one or marked by two, and whose turn it is.

    Acceptance is for plans that were not drawn, in an authority that assures a sample. Two mark a
    plan apart, each once; who marked it, or the Virtual School Head, then settles the judgement.
    """
    if action is Action.ACCEPT and not situation.is_sampled:
        return Refusal.ALL_ASSURED
    if action is Action.ACCEPT:
        is_judged = situation.is_drawn or situation.is_marked_twice
        return Refusal.DRAWN if is_judged else None
    if action is Action.MARK and not situation.is_marked_twice:
        return Refusal.ONE_JUDGES
    if action is Action.MARK:
        is_done = situation.has_marked or situation.markings >= MARKERS
        return Refusal.HAVE_MARKED if is_done else None
    if not situation.is_marked_twice:
        return None
    if situation.markings < MARKERS:
        return Refusal.TWO_MARK
    settles = situation.has_marked or Permission.SET_QUALITY in situation.permissions
    return None if settles else Refusal.MARKERS_AGREE


def state_after(action: Action, state: State) -> State:
    """The state that the action leads to; writing starts a PEP that nobody had begun."""
    if action is Action.WRITE and state in {State.OPENED, State.INITIATED}:
        return State.IN_PROGRESS
    if action is Action.INITIATE and state is State.OPENED:
        return State.INITIATED
    return STEPS[action].to_state or state


def _writes_care_only(situation: Situation) -> bool:
    schools = {Permission.WRITE_PEP_ANY_SECTION, Permission.WRITE_PEP_SCHOOL_SECTIONS}
    return not schools & situation.permissions
