"""The form says what the guidance asks, and hangs together."""

import re
from datetime import date
from pathlib import Path

import pytest

from peps.rubric import CURRENT_RUBRIC, rubric
from peps.rules.completeness import missing_in
from peps.rules.variants import Learner, circumstances_of, of_school_year
from peps.schema import CURRENT_VERSION, Circumstance, Form, Head, Kind, Variant, When, form
from peps.schema.v2026_3.targets import MOST_NEW, MOST_REVIEWED, PARTS

WHOLE = {variant: form(CURRENT_VERSION, variant, list(Circumstance)) for variant in Variant}
DUTIES = Path("docs/guidance.md").read_text(encoding="utf-8")
CONTENT_LINES = re.findall(r"^\| (SG-(?:CON|QUAL)-\d+) ", DUTIES, re.MULTILINE)


def test_the_guidance_s_lines_are_read():
    assert len(CONTENT_LINES) == 21


# What the guidance says of an age or a situation that such a child is not in.
DOES_NOT_APPLY = {
    "SG-CON-01": set(Variant) - {Variant.EARLY_YEARS},  # access to early years provision
    # Careers and financial information: without a place, from Year 7 (see the test below).
    "SG-CON-08": {Variant.EARLY_YEARS, Variant.PRIMARY, Variant.INTERIM},
}


@pytest.fixture(params=Variant)
def whole(request) -> Form:
    """Each variant with every section that a circumstance adds."""
    return WHOLE[request.param]


def questions_for(asked: Form, line: str) -> list[str]:
    return [address for address, field in asked.fields().items() if line in field.guidance]


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("line", CONTENT_LINES)
def test_every_line_on_content_and_quality_has_a_question_whatever_the_circumstances(line, variant):
    applies = variant not in DOES_NOT_APPLY.get(line, set())
    assert bool(questions_for(form(CURRENT_VERSION, variant), line)) is applies


def test_without_a_school_place_careers_are_asked_about_from_secondary_age():
    asked = form(CURRENT_VERSION, Variant.INTERIM, [Circumstance.FROM_YEAR_7])
    assert asked.fields()["aspirations_and_careers.careers_guidance"].needed is True
    assert questions_for(asked, "SG-CON-08")


def test_every_line_named_by_a_question_exists(whole):
    named = {line for field in whole.fields().values() for line in field.guidance}
    assert {line for line in named if f"| {line} |" not in DUTIES} == set()


@pytest.mark.parametrize("head", Head)
@pytest.mark.parametrize("variant", Variant)
def test_every_statutory_head_has_questions_that_are_always_needed(variant, head):
    asked = form(CURRENT_VERSION, variant)  # also without what a circumstance adds
    fields = asked.fields()
    assert any(fields[address].needed is True for address in asked.with_head(head))
    assert all(fields[address].needed for address in asked.with_head(head))


def test_addresses_are_unique_and_choices_have_words(whole):
    assert len(whole.fields()) == sum(len(section.fields) for section in whole.sections)
    assert len({section.key for section in whole.sections}) == len(whole.sections)
    for address, field in whole.fields().items():
        has_some = field.kind in {Kind.CHOICE, Kind.PERSON}  # a person: somebody else
        assert bool(field.choices) is has_some, address


def test_a_question_of_the_same_address_is_the_same_kind_in_every_variant():
    kinds: dict[str, set[Kind]] = {}
    for asked in WHOLE.values():
        for address, field in asked.fields().items():
            kinds.setdefault(address, set()).add(field.kind)
    assert {address for address, found in kinds.items() if len(found) > 1} == set()


OF_ATTENDANCE = {Circumstance.ATTENDANCE_KNOWN, Circumstance.ATTENDANCE_UNKNOWN}
OF_QUESTIONS_ALONE = {
    *OF_ATTENDANCE,
    *of_school_year(-1),
    *of_school_year(0),
    *of_school_year(6),
    *of_school_year(9),
    *of_school_year(11),
    Circumstance.SUSPENSIONS_UNKNOWN,
    Circumstance.CHILD_SPOKE_BEFORE,
    Circumstance.HOME_SPOKE_BEFORE,
}


@pytest.mark.parametrize("has_attendance", [True, False])
def test_attendance_is_asked_about_in_one_way_or_the_other(whole, has_attendance):
    child = Learner(
        date_of_birth=date(2012, 3, 10), on=date(2026, 11, 4), has_attendance=has_attendance
    )
    applies = circumstances_of(child)
    assert len(applies & OF_ATTENDANCE) == 1
    asked = form(CURRENT_VERSION, whole.variant, applies).section("attendance_and_behaviour")
    of_the_record = {"attendance_record", "behind_attendance"} & {f.key for f in asked.fields}
    assert of_the_record == {"behind_attendance" if has_attendance else "attendance_record"}
    assert all(asked.field(key).needed is True for key in of_the_record)


def test_sections_appear_with_their_circumstance_alone():
    for circumstance in Circumstance:
        more = form(CURRENT_VERSION, Variant.SECONDARY, [circumstance]).sections
        plain = form(CURRENT_VERSION, Variant.SECONDARY).sections
        known = {s.key: s for s in plain}
        added = [s.appears_when for s in more if s.key not in known]
        assert added == ([] if circumstance in OF_QUESTIONS_ALONE else [circumstance])
        for section in more:  # nor does a question of another circumstance come with it
            same = known.get(section.key, section).fields
            added = {field.appears_when for field in section.fields if field not in same}
            assert added <= {circumstance}
            assert set(same) <= set(section.fields)


def test_what_concerns_an_earlier_plan_is_asked_where_there_is_one(whole):
    first, later = (form(CURRENT_VERSION, whole.variant, c) for c in ([], ["earlier_plan"]))
    assert set(later.fields()) - set(first.fields()) == {
        "pupil_premium_plus.used",
        "pupil_premium_plus.difference",
        *(
            f"review_of_targets.target_{n}_{part}"
            for n in range(1, MOST_REVIEWED + 1)
            for part in ("outcome", "evidence")
        ),
    }
    assert first.section("review_of_targets") is None
    assert [f.key for f in first.section("pupil_premium_plus").fields] == ["planned"]


def test_no_question_that_serves_a_head_depends_on_a_circumstance(whole):
    for section in whole.sections:
        for field in section.fields:
            is_conditional = field.appears_when not in {None, *OF_ATTENDANCE}
            assert not (field.head and (is_conditional or section.appears_when))


def test_the_first_version_asks_everybody_everything():
    asked = form("2026.1").fields().values()
    assert not any(field.appears_when or field.within_years for field in asked)


def test_a_day_after_another_names_a_day_that_is_always_asked(whole):
    always = form(CURRENT_VERSION, whole.variant).fields()
    for address, field in whole.fields().items():
        if field.after:
            place = field.after if "." in field.after else f"{address.split('.')[0]}.{field.after}"
            assert always[place].kind is Kind.DATE


def test_plans_of_the_first_version_keep_their_form():
    first = form("2026.1")
    assert (first.version, len(first.sections)) == ("2026.1", 17)


def test_a_condition_names_a_question_and_answers_of_its_own_section(whole):
    for section in whole.sections:
        for field in section.fields:
            if isinstance(field.needed, When):
                asked = section.field(field.needed.field)
                assert set(field.needed.is_one_of) <= {value for value, _ in asked.choices}


def test_a_question_asked_after_an_answer_stands_right_below_it(whole):
    for section in whole.sections:
        for place, field in enumerate(section.fields):
            if when := field.asked_when:
                assert when.is_one_of
                assert not when.or_any
                assert not when.provided
                decides = section.field(when.field)
                answers = {value for value, _ in decides.choices}
                if decides.kind is not Kind.PERSON:  # besides them, everybody who can be named
                    assert set(when.is_one_of) < answers
                assert set(when.is_one_of) <= answers
                above = next(f for f in reversed(section.fields[:place]) if not f.asked_when)
                assert (above, field.group) == (decides, decides.group)
                assert isinstance(field.needed, bool) or field.needed == when


def test_what_follows_from_an_answer_is_asked_and_counts_with_that_answer_alone(whole):
    section = whole.section("transition_and_stability")
    written = {"planned_changes": "To Elm School at Easter.", "what_changes": "school"}
    for said, stands in (("", False), ("no", False), ("yes", True)):
        answers = {**written, "is_change_planned": said}
        asked = {f.key for f in section.fields if f.is_asked(answers)}
        assert ({"what_changes", "planned_changes", "limit_disruption"} <= asked) is stands
        assert section.field("planned_changes").stands(answers) is stands
        assert ("limit_disruption" in {f.key for f in missing_in(section, answers)}) is stands
        assert ("planned_changes" in section.carried(answers)) is stands


def test_up_to_six_smart_targets_the_first_of_them_of_learning(whole):
    section = whole.section("new_targets")
    keys = [field.key for field in section.fields]
    for number in range(1, MOST_NEW + 1):
        for part in ("what", "measure", "baseline", "by_whom", "by_when", "resource"):
            assert f"target_{number}_{part}" in keys
    assert "target_1_area" not in keys
    needed = [field.key for field in missing_in(section, {})]
    assert needed == [key for key in keys if key.startswith("target_1_")] + ["monitoring"]


@pytest.mark.parametrize("part", PARTS)
def test_a_target_once_begun_needs_every_part(part):
    section = WHOLE[Variant.PRIMARY].section("new_targets")
    begun = {f"target_4_{part}": "learning" if part == "area" else "2026-12-01"}
    lacking = {field.key for field in missing_in(section, begun)}
    others = {f"target_4_{other}" for other in PARTS if other != part}
    assert {key for key in lacking if not key.startswith("target_1_")} == others | {"monitoring"}


@pytest.mark.parametrize("part", ["what", "owner", "who", "by_when"])
def test_so_does_an_action(part):
    section = WHOLE[Variant.PRIMARY].section("actions")
    lacking = {field.key for field in missing_in(section, {f"action_5_{part}": "2026-12-01"})}
    others = {f"action_5_{other}" for other in ("what", "owner", "by_when") if other != part}
    assert {key for key in lacking if key.startswith("action_5_")} == others


def test_only_the_open_targets_of_earlier_plans_are_asked_about(whole):
    asked = form(CURRENT_VERSION, whole.variant, ["earlier_plan"], [2, 11])
    assert [field.key for field in asked.section("review_of_targets").fields] == [
        *("target_2_outcome", "target_2_evidence", "target_11_outcome", "target_11_evidence")
    ]
    nothing = form(CURRENT_VERSION, whole.variant, ["earlier_plan"], [])
    assert nothing.section("review_of_targets") is None


def test_what_a_term_brings_is_not_carried_forward():
    fields = WHOLE[Variant.SECONDARY].fields()
    for address in (
        "attendance_and_behaviour.attendance_record",
        "attainment_and_progress.attainment_now",
        "childs_views.going_well",
        "new_targets.target_1_what",
        "meeting.held_on",
    ):
        assert not fields[address].carries_forward


def test_the_rubric_points_at_sections_that_exist(whole):
    keys = {section.key for section in whole.sections}
    for mark in rubric(CURRENT_RUBRIC).marks:
        assert set(mark.sections) <= keys
