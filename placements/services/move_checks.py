"""What cannot be true of a move, or must be there before it is recorded, said beside the field.

Source: SI 2010/959 reg. 10.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError

from placements.models import CareMove
from placements.move_facts import MoveFacts, facts_of
from placements.rules.moves import Missing, may_be_put_into_effect, needs_approval, wrong_approval
from pupils.models import CarePlacement
from vsh.calendars import today
from vsh.govuk.dates import long_date

LATEST = timedelta(days=90)  # how far ahead a planned move may be recorded
HOME = (
    *("placement_type", "provider", "ofsted_urn", "postcode", "area_code"),
    "is_address_confidential",
)
SCHOOL = ("can_school_stay", "why_not_stay", "school_ends_on")
LATER = ("wishes", "is_pep_considered", "arrangements")
APPROVAL = (
    *("approved_by", "approved_role", "approved_on", "approval_words"),
    "is_provision_right",
)
TOLD = ("other_vsh_told_on", "other_vsh_told_how")


def check_answers(move: CareMove) -> None:
    """What cannot be true, said beside the field."""
    if move.from_on is not None:
        if move.is_emergency and move.from_on > today():
            raise ValidationError(
                {"from_on": "An emergency move has happened. One that is still to come is planned"}
            )
        if move.from_on > today() + LATEST:
            last = long_date(today() + LATEST)
            raise ValidationError({"from_on": f"The day of the move must be on or before {last}"})
    ends_on = move.school_ends_on
    if ends_on is not None and move.is_draft:
        place = facts_of(move).school
        if place is not None and ends_on < place.started_on:
            day = long_date(place.started_on)
            raise ValidationError({"school_ends_on": f"The place at this school began on {day}"})
        if place is not None and place.ended_on is not None and ends_on > place.ended_on:
            day = long_date(place.ended_on)
            raise ValidationError({"school_ends_on": f"On record the place ends on {day} already"})
    if move.other_vsh_told_on is not None and move.other_vsh_told_on > today():
        raise ValidationError(
            {"other_vsh_told_on": "The day on which they were told is in the future"}
        )
    if move.approved_on is not None:
        facts = facts_of(move)
        wrong = wrong_approval(facts.move, facts.consulted, move.approved_on, on=today())
        if wrong:
            raise ValidationError({"approved_on": wrong})


def check_provision(move: CareMove, answers: Mapping[str, Any]) -> None:
    """No approval is kept of an officer who is not satisfied with the education there."""
    if answers.get("approved_on") is None or answers.get("is_provision_right"):
        return
    if needs_approval(facts_of(move).move):
        raise ValidationError(
            {
                "is_provision_right": "Confirm that the nominated officer is satisfied with the "
                "education at the new placement (reg. 10(2)(b)). Without it there is no approval"
            }
        )


def check_may_be_recorded(move: CareMove, facts: MoveFacts) -> None:
    """What must be said and done before the move is put on record."""
    if move.from_on is None:
        raise ValidationError("Say on which day the child moves.")
    if not move.is_emergency and not move.placement_type and not move.is_home_of_file:
        raise ValidationError("Say where the child will live.")
    if facts.school is not None and move.can_school_stay is None and not move.is_emergency:
        raise ValidationError("Say whether the child can stay at their school.")
    if move.can_school_stay is False and facts.school is not None and not move.school_ends_on:
        raise ValidationError("Give the last day at the school that cannot stay.")
    if is_held_back(move, facts.missing()):
        raise ValidationError(
            "In Years 10 and 11 the move must not be put into effect before the nominated officer "
            "has approved it, and all that they need is on record (reg. 10). See what is missing."
        )


def is_held_back(move: CareMove, owed: Collection[Missing]) -> bool:
    """Whether the move is still to come and something is missing without which it must not be put
    into effect; one of which a file told has taken place."""
    is_to_come = move.from_on is not None and move.from_on >= today()
    has_happened = move.is_home_of_file
    return is_to_come and not has_happened and not may_be_put_into_effect(owed)


def check_home_told(move: CareMove, answers: Mapping[str, Any]) -> None:
    """Of a home that a file told, the day and the rest come from there."""
    if move.is_home_of_file and set(answers) & {*HOME, "from_on"}:
        raise ValidationError("The council’s file tells the home and its day: they stand.")


def check_is_a_move(home: CarePlacement) -> None:
    """A home of which nobody has told how the child came to move there."""
    if CareMove.objects.filter(placement=home, state=CareMove.State.RECORDED).exists():
        raise ValidationError("How the child moved to this home is on record already.")
    if home.started_on > today():
        raise ValidationError("The home has not begun yet: plan the move instead.")
    others = CarePlacement.objects.filter(care_period=home.care_period_id)
    if not others.filter(started_on__lt=home.started_on).exists():
        raise ValidationError("It is the first home of this time in care: there was no move.")


def check_later(move: CareMove, answers: Mapping[str, Any]) -> None:
    """Only what was left open is added; the kind of move and its day stand."""
    allowed = {*HOME, *LATER, *APPROVAL, *TOLD}
    if move.can_school_stay is None:
        allowed |= set(SCHOOL)
    if not set(answers) <= allowed:
        raise ValidationError("This move is on record: this answer stands.")
