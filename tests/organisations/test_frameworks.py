"""Which framework was in force on a day, and its words, by hand from the source."""

from datetime import date

import pytest

from vsh.organisations.models import InspectionOutcome
from vsh.organisations.rules import FRAMEWORKS, area_of, framework_of, grade_of, in_force


@pytest.mark.parametrize(
    ("framework", "day", "state_funded", "expected"),
    [
        ("overall", date(2024, 8, 31), True, True),
        ("overall", date(2024, 9, 1), True, False),
        ("overall", date(2024, 9, 1), False, True),
        ("key_judgements", date(2024, 8, 31), True, False),
        ("key_judgements", date(2024, 9, 1), True, True),
        ("key_judgements", date(2025, 11, 9), True, True),
        ("key_judgements", date(2025, 11, 10), True, False),
        ("report_card", date(2025, 11, 9), True, False),
        ("report_card", date(2025, 11, 10), True, True),
        ("report_card", date(2025, 11, 10), False, True),
    ],
)
def test_in_force(framework, day, state_funded, expected) -> None:
    assert in_force(framework, on=day, is_state_funded=state_funded) is expected


@pytest.mark.parametrize(
    ("framework", "area", "grade", "read"),
    [
        ("Overall effectiveness", "", "GOOD", ("overall effectiveness", "Good")),
        ("overall", "Overall", "special measures", ("overall effectiveness", "Special measures")),
        ("overall", "inclusion", "Good", (None, None)),
        (
            *("Key judgements", "Behaviour & attitudes", "requires improvement"),
            ("behaviour and attitudes", "Requires improvement"),
        ),
        ("key-judgements", "Sixth-form provision", "Good", ("sixth form", "Good")),
        ("key_judgements", "inclusion", "Good", (None, None)),
        ("key_judgements", "personal development", "Exceptional", ("personal development", None)),
        (
            *("Report card", "Personal development and wellbeing", "strong standard"),
            ("personal development and well-being", "Strong standard"),
        ),
        ("report_card", "Safeguarding", "not met", ("safeguarding", "Not met")),
        ("report_card", "Safeguarding", "Expected standard", ("safeguarding", None)),
        ("report_card", "achievement", "Good", ("achievement", None)),
        ("report_card", "quality of education", "Good", (None, None)),
    ],
)
def test_the_words_of_a_framework_are_its_own(framework, area, grade, read) -> None:
    known = framework_of(framework)
    assert known is not None
    found = area_of(area, known)
    assert (found, grade_of(grade, known, found) if found else None) == read


def test_the_frameworks_are_those_that_are_kept() -> None:
    assert list(FRAMEWORKS) == InspectionOutcome.Framework.values
    assert framework_of("Ofsted") is None
