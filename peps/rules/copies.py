"""What of a plan the child, a carer and a parent read who have no account, and when they may.

A copy never holds more than the designated teacher may read. What is named nowhere below is closed:
a new section is read by nobody without an account until it says by whom.
Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP" (the carer and,
where appropriate, child and parent have a copy); design, sections 1 and 4.
"""

import re
from datetime import date, timedelta
from enum import StrEnum

from peps.schema.speakers import Purpose

READING_LASTS = timedelta(weeks=8)  # the longest school holiday, and two weeks to find the message

NOBODY: frozenset[Purpose] = frozenset()
CHILD, CARER, PARENT = (frozenset({purpose}) for purpose in Purpose)
HOME = CHILD | CARER
ADULTS = CARER | PARENT
ALL = HOME | PARENT

SECTIONS = {  # what was written under it, except for the fields named below
    "about_me": ALL,
    "childs_views": ALL,
    "aspirations_and_careers": ALL,
    "leisure_and_learning": ALL,
    "school_and_key_people": ALL,
    "release": HOME,  # where the child will live
    "seeking_education": ALL,
    "alternative_provision": ALL,
    "attainment_and_progress": ALL,
    "attendance_and_behaviour": ALL,
    "sen_and_ehc_plan": ALL,
    "ehc_plan": ALL,
    "health_and_wellbeing": CARER,
    "care_and_contacts": NOBODY,
    "carer_and_parent_views": NOBODY,
    "review_of_targets": ALL,
    "new_targets": ALL,
    "pupil_premium_plus": ADULTS,
    "transition_and_stability": CARER,  # what moves are thought of is told the child in person
    "moving_on": ALL,
    "actions": ALL,
    "meeting": NOBODY,
}

FIELDS = {  # numbers left out: `target_1_resource` is `target_resource`
    "about_me.important_people": HOME,
    "seeking_education.sought": ADULTS,
    "sen_and_ehc_plan.undiagnosed": ADULTS,
    "health_and_wellbeing.other_provision": HOME,
    "health_and_wellbeing.health_at_school": HOME,
    "care_and_contacts.carer": HOME,
    "care_and_contacts.parental_responsibility": CARER,
    "care_and_contacts.carers_role_in_learning": HOME,
    "care_and_contacts.carers_role_in_leisure": HOME,
    "care_and_contacts.others_caring": HOME,
    "care_and_contacts.family_time": CARER,
    "care_and_contacts.other_plans": CARER,
    "carer_and_parent_views.carers_views": CARER,
    "new_targets.target_resource": ADULTS,
    "transition_and_stability.transition_support": HOME,
    "moving_on.handed_over": NOBODY,  # says what of safeguarding goes to the next school
    "meeting.held_on": ALL,
    "meeting.attendees": ALL,
    "meeting.next_review_on": ALL,
}

RECORD = {  # what the roll knows, by the section beside which it stands
    "about_me": ALL,
    "school_and_key_people": ALL,
    "attainment_and_progress": ALL,
    "attendance_and_behaviour": ALL,
    "sen_and_ehc_plan": ALL,
    "ehc_plan": ALL,
    "health_and_wellbeing": CARER,
    "care_and_contacts": ALL,
    "review_of_targets": ALL,
}

# Where the child lives is kept from the parent: nothing that may say where they live or learn.
_HIDDEN_FIELDS = {
    "attainment_and_progress.progress",
    "new_targets.target_area",
    "new_targets.target_what",
    "new_targets.target_by_when",
    "meeting.next_review_on",
}
_HIDDEN_RECORD = {
    "about_me",
    "attainment_and_progress",
    "attendance_and_behaviour",
    "sen_and_ehc_plan",
    "ehc_plan",
}


class NoCopy(StrEnum):
    """Why somebody does not read the finished plan."""

    NOT_REQUIRED = "not_required"
    NOT_FINISHED = "not_finished"
    NOT_GIVEN = "not_given"

    @property
    def words(self) -> str:
        """The reason as they read it."""
        return {
            "not_required": "This plan is not needed any more.",
            "not_finished": "The plan is not finished. You can read it here when it is.",
            "not_given": "The finished plan is not open to you here.",
        }[self.value]


def may_read_in_copy(
    reader: Purpose, section: str, field: str, *, is_place_hidden: bool = False
) -> bool:
    """Whether the copy of this reader holds the answer.

    `is_place_hidden`: where the child lives is confidential, the record is restricted or the child
    is placed for adoption.
    """
    address = f"{section}.{re.sub(r'_[0-9]+_', '_', field)}"
    if reader is Purpose.PARENT and is_place_hidden and address not in _HIDDEN_FIELDS:
        return False
    return reader in FIELDS.get(address, SECTIONS.get(section, NOBODY))


def may_read_record_in_copy(
    reader: Purpose, section: str, *, is_place_hidden: bool = False
) -> bool:
    """Whether the copy of this reader holds what the roll knows beside the section."""
    if reader is Purpose.PARENT and is_place_hidden and section not in _HIDDEN_RECORD:
        return False
    return reader in RECORD.get(section, NOBODY)


def may_read_words_in_copy(
    reader: Purpose,
    said_by: Purpose,
    key: str,
    *,
    is_place_hidden: bool = False,
    is_own: bool = True,
) -> bool:
    """Whether the copy of this reader holds what somebody wrote by link and did not keep private.

    Carers and parents each read their own: `is_own` when the reader wrote it themselves. Whom the
    child does not want at the meeting is not for those whom it may be.
    """
    if said_by is not Purpose.CHILD:
        return reader is said_by and is_own
    if reader is Purpose.CHILD:
        return True
    return key != "meeting" and not (reader is Purpose.PARENT and is_place_hidden)


def refusal_to_read(
    reader: Purpose, *, state: str, is_given: bool, is_left_out: bool, was_finished: bool = False
) -> NoCopy | None:
    """Why a reader does not have the finished plan; nothing when they do.

    A child has theirs unless a person says no; carers and parents when it is on record that they
    are given it, which a carer's open link brings about and a parent's does not. While a plan that
    `was_finished` is put right they read the version that was finished.
    """
    if state == "not_required":
        return NoCopy.NOT_REQUIRED
    if state != "complete" and not was_finished:
        return NoCopy.NOT_FINISHED
    has_it = not is_left_out if reader is Purpose.CHILD else is_given
    return None if has_it else NoCopy.NOT_GIVEN


def reads_until(*, expires_on: date, completed_on: date) -> date:
    """Until when a link that opens on the day of completion opens the finished plan."""
    return max(expires_on, completed_on + READING_LASTS)
