"""What an inspection says to those who choose a school: no framework stands for another."""

from datetime import date

import pytest

from pupils.rules.inspections import Outcome, Standing, inspected

ON = date(2026, 11, 4)
DAY = date(2026, 3, 3)


def outcome(framework: str, grade: str, area: str = "overall effectiveness", day: date = DAY):
    return Outcome(framework=framework, area=area, grade=grade, inspected_on=day)


@pytest.mark.parametrize(
    ("framework", "grade", "standing", "evidence", "exceptional"),
    [
        ("overall", "Outstanding", Standing.GOOD, False, False),
        ("overall", " good ", Standing.GOOD, False, False),
        ("overall", "Requires improvement", Standing.BELOW_GOOD, True, False),
        ("overall", "Inadequate", Standing.INADEQUATE, True, True),
        ("overall", "Special Measures", Standing.INADEQUATE, True, True),
        ("overall", "Serious Weaknesses", Standing.INADEQUATE, True, True),
        ("overall", "Met all standards", Standing.NOT_COMPARABLE, True, False),
        ("key_judgements", "Good", Standing.NOT_COMPARABLE, False, False),
        ("key_judgements", "Requires improvement", Standing.NOT_COMPARABLE, True, False),
        ("key_judgements", "Inadequate", Standing.GRAVE, True, True),
        ("report_card", "Expected standard", Standing.NOT_COMPARABLE, False, False),
        ("report_card", "Exceptional", Standing.NOT_COMPARABLE, False, False),
        ("report_card", "Needs attention", Standing.NOT_COMPARABLE, True, False),
        ("report_card", "Urgent improvement", Standing.GRAVE, True, True),
        ("report_card", "Not met", Standing.GRAVE, True, True),
    ],
)
def test_one_outcome(framework, grade, standing, evidence, exceptional) -> None:
    found = inspected([outcome(framework, grade)], on=ON)
    assert (found.standing, found.needs_evidence, found.needs_exceptional_reason) == (
        standing,
        evidence,
        exceptional,
    )


def test_no_inspection_is_said_and_asks_for_evidence() -> None:
    found = inspected([outcome("overall", "Good", day=date(2026, 11, 5))], on=ON)
    assert (found.standing, found.needs_evidence) == (Standing.NONE, True)


def test_a_later_report_card_stands_and_the_old_grade_is_not_told_as_its_own() -> None:
    rows = [
        outcome("overall", "Inadequate", day=date(2023, 5, 9)),
        outcome("report_card", "Expected standard", "achievement"),
        outcome("report_card", "Strong standard", "inclusion"),
    ]
    found = inspected(rows, on=ON)
    assert found.standing is Standing.NOT_COMPARABLE
    assert found.words == (
        "Report card of Tue 3 March 2026: achievement: expected standard; "
        "inclusion: strong standard"
    )
    assert "does not compare" in found.caution


def test_one_grave_area_of_a_report_card_is_enough() -> None:
    rows = [
        outcome("report_card", "Exceptional", "achievement"),
        outcome("report_card", "Urgent improvement", "leadership and governance"),
    ]
    assert inspected(rows, on=ON).needs_exceptional_reason
