"""The form says what the guidance asks, and hangs together."""

import re
from pathlib import Path

import pytest

from peps.rubric import CURRENT_RUBRIC, rubric
from peps.schema import CURRENT_VERSION, Head, Kind, When, form

FORM = form(CURRENT_VERSION)
DUTIES = Path("docs/guidance.md").read_text(encoding="utf-8")
CONTENT_LINES = re.findall(r"^\| (SG-(?:CON|QUAL)-\d+) ", DUTIES, re.MULTILINE)


def test_the_guidance_s_lines_are_read():
    assert len(CONTENT_LINES) == 21


@pytest.mark.parametrize("line", CONTENT_LINES)
def test_every_line_on_content_and_quality_has_a_question(line):
    assert [address for address, field in FORM.fields().items() if line in field.guidance]


def test_every_line_named_by_a_question_exists():
    named = {line for field in FORM.fields().values() for line in field.guidance}
    assert {line for line in named if f"| {line} |" not in DUTIES} == set()


@pytest.mark.parametrize("head", Head)
def test_every_statutory_head_has_questions_that_are_always_needed(head):
    fields = FORM.fields()
    assert any(fields[address].needed is True for address in FORM.with_head(head))
    assert all(fields[address].needed for address in FORM.with_head(head))


def test_addresses_are_unique_and_choices_have_words():
    assert len(FORM.fields()) == sum(len(section.fields) for section in FORM.sections)
    for address, field in FORM.fields().items():
        assert bool(field.choices) is (field.kind is Kind.CHOICE), address


def test_a_condition_names_a_question_and_answers_of_its_own_section():
    for section in FORM.sections:
        for field in section.fields:
            if isinstance(field.needed, When):
                asked = section.field(field.needed.field)
                assert set(field.needed.is_one_of) <= {value for value, _ in asked.choices}


def test_three_smart_targets():
    keys = [field.key for field in FORM.section("new_targets").fields]
    for number in (1, 2, 3):
        for part in ("what", "measure", "baseline", "by_whom", "by_when", "resource"):
            assert f"target_{number}_{part}" in keys


def test_what_a_term_brings_is_not_carried_forward():
    fields = FORM.fields()
    for address in (
        "attendance_and_behaviour.attendance_record",
        "attainment_and_progress.attainment_now",
        "childs_views.going_well",
        "new_targets.target_1_what",
        "meeting.held_on",
    ):
        assert not fields[address].carries_forward


def test_the_rubric_points_at_sections_that_exist():
    keys = {section.key for section in FORM.sections}
    for mark in rubric(CURRENT_RUBRIC).marks:
        assert set(mark.sections) <= keys
