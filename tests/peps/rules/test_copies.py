"""What of a plan each reader of a personal link has: reader by kind of fact, and when they do."""

import pytest

from peps.rules.copies import (
    FIELDS,
    RECORD,
    SECTIONS,
    NoCopy,
    may_read_in_copy,
    may_read_record_in_copy,
    may_read_words_in_copy,
    refusal_to_read,
)
from peps.schema import CURRENT_VERSION, Circumstance, Variant, form
from peps.schema.speakers import Purpose

CHILD, CARER, PARENT = Purpose
FORMS = [form("2026.1")] + [
    form(version, variant, list(Circumstance))
    for version in ("2026.2", CURRENT_VERSION)
    for variant in Variant
]


@pytest.mark.parametrize(
    ("address", "child", "carer", "parent", "hidden_parent"),
    [
        # what the child says and hopes, and school: everybody, unless it tells where they live
        ("about_me.what_i_like", 1, 1, 1, 0),
        ("about_me.important_people", 1, 1, 0, 0),
        ("childs_views.should_change", 1, 1, 1, 0),
        ("aspirations_and_careers.aspirations", 1, 1, 1, 0),
        ("leisure_and_learning.leisure_interests", 1, 1, 1, 0),
        ("school_and_key_people.school_contacts", 1, 1, 1, 0),
        ("attendance_and_behaviour.behaviour_strategies", 1, 1, 1, 0),
        ("attainment_and_progress.progress", 1, 1, 1, 1),
        ("attainment_and_progress.attainment_now", 1, 1, 1, 0),
        ("sen_and_ehc_plan.needs", 1, 1, 1, 0),
        ("sen_and_ehc_plan.undiagnosed", 0, 1, 1, 0),
        # the home: never a parent's
        ("care_and_contacts.carer", 1, 1, 0, 0),
        ("care_and_contacts.others_caring", 1, 1, 0, 0),
        ("care_and_contacts.family_time", 0, 1, 0, 0),
        ("care_and_contacts.parental_responsibility", 0, 1, 0, 0),
        ("care_and_contacts.care_only_note", 0, 0, 0, 0),
        ("release.place_on_release", 1, 1, 0, 0),
        ("transition_and_stability.planned_changes", 0, 1, 0, 0),
        ("transition_and_stability.transition_support", 1, 1, 0, 0),
        # health
        ("health_and_wellbeing.mental_health", 0, 1, 0, 0),
        ("health_and_wellbeing.health_at_school", 1, 1, 0, 0),
        # what others said of it
        ("carer_and_parent_views.carers_views", 0, 1, 0, 0),
        ("carer_and_parent_views.parents_views", 0, 0, 0, 0),
        # the plan
        ("new_targets.target_3_what", 1, 1, 1, 1),
        ("new_targets.target_3_by_when", 1, 1, 1, 1),
        ("new_targets.target_3_by_whom", 1, 1, 1, 0),
        ("new_targets.target_3_resource", 0, 1, 1, 0),
        ("review_of_targets.target_12_evidence", 1, 1, 1, 0),
        ("pupil_premium_plus.planned", 0, 1, 1, 0),
        ("actions.action_8_owner", 1, 1, 1, 0),
        ("moving_on.next_place", 1, 1, 1, 0),
        ("moving_on.handed_over", 0, 0, 0, 0),  # safeguarding
        ("meeting.attendees", 1, 1, 1, 0),
        ("meeting.next_review_on", 1, 1, 1, 1),
        ("meeting.for_the_review", 0, 0, 0, 0),
        ("meeting.copies_to", 0, 0, 0, 0),
        ("nobody_decided_yet.anything", 0, 0, 0, 0),
    ],
)
def test_who_reads_which_answer(address, child, carer, parent, hidden_parent):
    section, _, field = address.partition(".")
    for reader, reads in ((CHILD, child), (CARER, carer), (PARENT, parent)):
        assert may_read_in_copy(reader, section, field) is bool(reads), reader
        if reader is not PARENT:
            assert may_read_in_copy(reader, section, field, is_place_hidden=True) is bool(reads)
    assert may_read_in_copy(PARENT, section, field, is_place_hidden=True) is bool(hidden_parent)


@pytest.mark.parametrize(
    ("section", "child", "carer", "parent", "hidden_parent"),
    [
        ("about_me", 1, 1, 1, 1),
        ("school_and_key_people", 1, 1, 1, 0),
        ("attendance_and_behaviour", 1, 1, 1, 1),
        ("attainment_and_progress", 1, 1, 1, 1),
        ("health_and_wellbeing", 0, 1, 0, 0),
        ("care_and_contacts", 1, 1, 1, 0),
        ("transition_and_stability", 0, 0, 0, 0),
        ("moving_on", 0, 0, 0, 0),
        ("meeting", 0, 0, 0, 0),
    ],
)
def test_who_reads_what_is_on_record(section, child, carer, parent, hidden_parent):
    for reader, reads in ((CHILD, child), (CARER, carer), (PARENT, parent)):
        assert may_read_record_in_copy(reader, section) is bool(reads), reader
    hidden = may_read_record_in_copy(PARENT, section, is_place_hidden=True)
    assert hidden is bool(hidden_parent)


@pytest.mark.parametrize(
    ("said_by", "key", "child", "carer", "parent", "hidden_parent"),
    [
        (CHILD, "likes", 1, 1, 1, 0),
        (CHILD, "meeting", 1, 0, 0, 0),
        (CARER, "worries", 0, 1, 0, 0),
        (PARENT, "worries", 0, 0, 1, 1),
    ],
)
def test_who_reads_whose_words(said_by, key, child, carer, parent, hidden_parent):
    for reader, reads in ((CHILD, child), (CARER, carer), (PARENT, parent)):
        assert may_read_words_in_copy(reader, said_by, key) is bool(reads), reader
    assert may_read_words_in_copy(PARENT, said_by, key, is_place_hidden=True) is bool(hidden_parent)


def test_every_section_of_every_form_says_who_reads_it():
    sections = {section.key for asked in FORMS for section in asked.sections}
    assert sections <= set(SECTIONS), "a copy lacks it until peps.rules.copies says who reads it"
    assert set(RECORD) <= set(SECTIONS)
    keys = {address for asked in FORMS for address in asked.fields()}
    numbered = {"new_targets.target_resource"}
    assert set(FIELDS) - numbered <= keys, "a question that is narrowed, and that no form asks"


@pytest.mark.parametrize(
    ("reader", "state", "is_given", "is_left_out", "refused"),
    [
        *[(reader, "complete", True, False, None) for reader in Purpose],
        (CHILD, "complete", False, False, None),  # theirs, unless a person says no
        (CHILD, "complete", False, True, NoCopy.NOT_GIVEN),
        (CARER, "complete", False, False, NoCopy.NOT_GIVEN),
        (CARER, "complete", False, True, NoCopy.NOT_GIVEN),
        (PARENT, "complete", False, False, NoCopy.NOT_GIVEN),
        *[
            (reader, state, True, False, NoCopy.NOT_FINISHED)
            for reader in Purpose
            for state in ("in_progress", "submitted", "returned", "quality_assured")
        ],
        *[(reader, "not_required", True, False, NoCopy.NOT_REQUIRED) for reader in Purpose],
    ],
)
def test_when_the_finished_plan_opens(reader, state, is_given, is_left_out, refused):
    found = refusal_to_read(reader, state=state, is_given=is_given, is_left_out=is_left_out)
    assert found is refused
    assert found is None or found.words
