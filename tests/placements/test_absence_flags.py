"""Beside a child's flag of absence stands how many pupils in England miss as much."""

from datetime import date

import pytest

from placements.attendance_words import AttendanceOfTerm, by_year, flagged_lines
from placements.rules.attendance import Sessions


def term(missed: int, possible: int = 100) -> AttendanceOfTerm:
    sessions = Sessions(possible=possible, authorised=missed, unauthorised=0)
    return AttendanceOfTerm(term=("2026-27", "autumn"), sessions=sessions, until=date(2026, 11, 3))


PERSISTENT = ("20.3% of pupils in the year 2024-25", "18.14% of pupils in the year 2024-25")
SEVERE = ("6.4% of pupils in the year 2024-25", "2.39% of pupils in the year 2024-25")


@pytest.mark.parametrize(
    ("missed", "words", "figures"),
    [
        (9, "", ()),
        (10, "Persistently absent", PERSISTENT),
        (49, "Persistently absent", PERSISTENT),
        (50, "Severely absent", SEVERE),
    ],
)
def test_persistent_and_severe_absence_stand_beside_england(missed, words, figures):
    names = ("England, looked-after children", "England, all pupils")
    labels = [f"{words}, {name}" for name in names if words]
    assert term(missed).national == list(zip(labels, figures, strict=True))


def test_each_is_said_once_for_several_terms():
    lines = flagged_lines([term(10), term(12), term(60), term(0)])
    assert [label.split(",")[0] for label, _ in lines] == [
        "Persistently absent",
        "Persistently absent",
        "Severely absent",
        "Severely absent",
    ]


def of_term(season: str, year: str, until: date, *numbers: int) -> AttendanceOfTerm:
    possible, authorised, unauthorised = numbers
    sessions = Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised)
    return AttendanceOfTerm(term=(year, season), sessions=sessions, until=until)


def test_terms_stand_under_their_year_and_each_has_its_own_flag():
    spring = of_term("spring", "2026-27", date(2027, 1, 8), 10, 5, 0)
    autumn = of_term("autumn", "2026-27", date(2026, 12, 18), 130, 6, 6)
    summer = of_term("summer", "2025-26", date(2026, 7, 21), 120, 20, 40)
    now, before = by_year([spring, autumn, summer])
    assert (now.name, now.terms, now.until) == (
        "School year 2026-27",
        [spring, autumn],
        date(2027, 1, 8),
    )
    assert (now.sessions.possible, now.sessions.missed) == (140, 17)
    assert [one.flag for one in (now, *now.terms)] == [
        "Persistent absence",
        "Severe absence, early: few sessions yet",
        "",
    ]
    assert [one.flag for one in (before, *before.terms)] == ["Severe absence", "Severe absence"]
    assert by_year([]) == []
