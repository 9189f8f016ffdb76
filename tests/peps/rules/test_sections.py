"""Who writes which section, who reads what is for social care only, what may be set aside."""

from dataclasses import replace

import pytest

from peps.rules.sections import (
    may_read_field,
    may_write_section,
    refusal_to_set_aside,
    waits_for,
)
from peps.rules.states import Refusal
from peps.schema import CURRENT_VERSION, Circumstance, Head, Owner, Variant, form
from tests.peps.answers import SECONDARY as FORM
from vsh.accounts.roles import ROLE_PERMISSIONS, Role

CARE_ONLY = FORM.section("care_and_contacts").field("care_only_note")


def writable(role: Role, *, has_setting: bool = True) -> set[str]:
    return {
        section.key
        for section in FORM.sections
        if may_write_section(section, permissions=ROLE_PERMISSIONS[role], has_setting=has_setting)
    }


EVERY = {section.key for section in FORM.sections}
CARE = {section.key for section in FORM.sections if Owner.CARE in section.owners}
SCHOOL = {section.key for section in FORM.sections if Owner.SCHOOL in section.owners}


@pytest.mark.parametrize("role", Role)
def test_sections_that_a_role_writes(role):
    expected = {
        Role.VIRTUAL_SCHOOL_HEAD: EVERY,
        Role.VIRTUAL_SCHOOL_OFFICER: EVERY,
        Role.SOCIAL_WORKER: CARE,
        Role.DESIGNATED_TEACHER: SCHOOL,
    }.get(role, set())
    assert writable(role) == expected


def test_the_teacher_leaves_care_and_contacts_to_the_social_worker():
    assert {"care_and_contacts"} == EVERY - SCHOOL


def test_without_a_setting_the_social_worker_writes_every_section():
    assert writable(Role.SOCIAL_WORKER, has_setting=False) == EVERY
    school_section = FORM.section("attainment_and_progress")
    assert waits_for(school_section, has_setting=True) == "designated teacher"
    assert waits_for(school_section, has_setting=False) == "social worker"


@pytest.mark.parametrize("role", Role)
def test_who_reads_the_answer_for_social_care_only(role):
    expected = role in {
        Role.VIRTUAL_SCHOOL_HEAD,
        Role.VIRTUAL_SCHOOL_OFFICER,
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.IRO,
    }
    assert may_read_field(CARE_ONLY, permissions=ROLE_PERMISSIONS[role]) is expected


@pytest.mark.parametrize("role", [Role.SCHOOL_STAFF, Role.DIRECTOR, Role.DATA_OFFICER])
def test_who_reads_no_answer_at_all(role):
    field = FORM.section("about_me").field("what_i_like")
    assert not may_read_field(field, permissions=ROLE_PERMISSIONS[role])


WHOLE = [form(CURRENT_VERSION, variant, list(Circumstance)) for variant in Variant]
EVERY_SECTION = [(asked.variant, section) for asked in WHOLE for section in asked.sections]


@pytest.mark.parametrize(("variant", "section"), EVERY_SECTION)
def test_only_what_a_circumstance_added_that_is_over_may_be_set_aside(variant, section):
    when = section.appears_when
    refused = None if when else Refusal.ALWAYS_APPLIES
    assert refusal_to_set_aside(section, called_for=set()) is refused
    others = set(Circumstance) - {when}
    assert refusal_to_set_aside(section, called_for=others) is refused
    refused = Refusal.STILL_APPLIES if when else Refusal.ALWAYS_APPLIES
    assert refusal_to_set_aside(section, called_for=set(Circumstance)) is refused


@pytest.mark.parametrize("head", Head)
@pytest.mark.parametrize("asked", WHOLE)
def test_no_statutory_head_is_asked_in_a_section_that_may_be_set_aside(asked, head):
    for address in asked.with_head(head):
        section = asked.section(address.split(".")[0])
        assert refusal_to_set_aside(section, called_for=set()) is Refusal.ALWAYS_APPLIES


def test_a_section_that_serves_a_head_is_refused_even_if_a_circumstance_adds_it():
    history = FORM.section("school_and_key_people")
    section = replace(history, appears_when=Circumstance.EHC_PLAN)
    assert refusal_to_set_aside(section, called_for=set()) is Refusal.ALWAYS_APPLIES
