"""A new place at a school below good: the file tells the place and never why it was chosen.

What a search for a school has on record goes with the place; without it the row loads and is
named. Of a restricted record it is said what the inspection found, whatever is on record: what is
not said would tell that evidence is there. Source: statutory guidance (2018), "Securing appropriate
education".
"""

from collections.abc import Sequence

from ...models import Enrolment
from ...school_evidence import WhyThisSchool, why_these_schools
from ...services.inspections import that_need_evidence
from ..changes import Changes
from ..record import ChildRecord
from .row import RollRow

_ADD = (
    "None is on record that it supports its vulnerable pupils well and that the child will make "
    "progress there: add it with “Correct this place” on the School tab, or find another school."
)
_ASK = (
    "Ask who is named for this child whether it is on record that the school supports its "
    "vulnerable pupils well and that the child will make progress there."
)


def ask_for_evidence(
    record: ChildRecord, place: Enrolment, said: RollRow, changes: Changes
) -> None:
    """Have the new place looked at, if the child was looked after on its first day."""
    first = place.started_on
    if any(
        period.started_on <= first and (period.ended_on is None or first < period.ended_on)
        for period in record.periods
    ):
        changes.new_places.append((said.row, place))


def name_below_good(many: Sequence[Changes]) -> None:
    """Take over what a search says, and name the places of which nobody says anything; one query,
    and one more where there is such a place."""
    new = [(changes, row, place) for changes in many for row, place in changes.new_places]
    lacking = that_need_evidence([place for *_, place in new])
    known = why_these_schools(
        {_key(new[number][2]) for number in lacking if new[number][2].pupil_id}
    )
    for number, found in lacking.items():
        changes, row, place = new[number]
        why = known.get(_key(place), WhyThisSchool())
        changes.set(
            place,
            evidence=place.evidence or why.evidence,
            exceptional_reason=place.exceptional_reason or why.exceptional_reason,
        )
        asks = f"The latest inspection of this school asks for evidence. {found.words}."
        if changes.is_closed:
            changes.warn(row, "school_urn", "below_good", f"{asks} {_ASK}")
        elif not (place.evidence or found.needs_exceptional_reason):  # that is asked at every load
            changes.warn(row, "school_urn", "below_good", f"{asks} {_ADD}")


def _key(place: Enrolment) -> tuple[int, int]:
    return place.pupil_id, place.setting_id or 0
