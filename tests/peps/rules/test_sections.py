"""Who writes which section, and who reads the answer that is for social care only."""

import pytest

from peps.rules.sections import may_read_field, may_write_section, waits_for
from peps.schema import Owner
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
