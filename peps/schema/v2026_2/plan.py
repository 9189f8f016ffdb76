"""The plan itself: what concerns the last plan is asked where there is one, days within reach."""

from dataclasses import replace

from ..parts import Circumstance, Field, Kind, Section
from ..v2026_1 import plan as _first

# A plan is reviewed each term, and no course that it leads through takes more than three years:
# a day further off is a slip of the pen.
YEARS_AHEAD = 3

REVIEW_OF_TARGETS = replace(_first.REVIEW_OF_TARGETS, appears_when=Circumstance.EARLIER_PLAN)


def _of_an_earlier_plan(section: Section, *keys: str) -> Section:
    """The section with these of its questions asked only where there is an earlier plan."""
    return _with(section, *keys, appears_when=Circumstance.EARLIER_PLAN)


def _with_days_after_the_meeting(section: Section) -> Section:
    """The section with its days after the meeting and within reach of it."""
    days = [field.key for field in section.fields if field.kind is Kind.DATE]
    return _with(section, *days, after="meeting.held_on", within_years=YEARS_AHEAD)


def _with(section: Section, *keys: str, **changes: object) -> Section:
    def changed(field: Field) -> Field:
        return replace(field, **changes) if field.key in keys else field  # type: ignore[arg-type]

    return replace(section, fields=tuple(changed(field) for field in section.fields))


PUPIL_PREMIUM_PLUS = _of_an_earlier_plan(_first.PUPIL_PREMIUM_PLUS, "used", "difference")
NEW_TARGETS = _with_days_after_the_meeting(_first.NEW_TARGETS)
ACTIONS = _with_days_after_the_meeting(_first.ACTIONS)
MEETING = _with(_first.MEETING, "next_review_on", within_years=YEARS_AHEAD)
