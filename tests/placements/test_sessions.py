"""Marks and summaries of a child by term, counted once, through the one function of all readers."""

from datetime import date

import pytest

from peps.facts.reported import reported_of
from peps.models import Pep
from peps.reading.known import known_about
from peps.schema import CURRENT_VERSION
from placements.attendance_words import by_term
from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Sessions
from placements.sessions import COLUMNS, beside_marks, marks_by_term, sessions_in
from pupils.models import Enrolment
from tests.cast import Cast

AUTUMN, SUMMER = ("2026-27", "autumn"), ("2025-26", "summer")


def place(cast: Cast, name: str = "ada") -> Enrolment:
    return cast.children[name].enrolments.get(setting=cast.oakfield)


def mark(at: Enrolment, day: date, am: str, pm: str, season: str = "autumn") -> None:
    AttendanceDay.objects.create(
        enrolment=at, day=day, am=am, pm=pm, season=season, source="file", entered_on=day
    )


def summary(at: Enrolment, first: date, last: date, *numbers: int) -> None:
    AttendanceSummary.objects.create(
        enrolment=at,
        academic_year="2026-27",
        season="autumn",
        started_on=first,
        ended_on=last,
        entered_on=last,
        **dict(
            zip(
                ("sessions_possible", "sessions_authorised", "sessions_unauthorised"),
                numbers,
                strict=True,
            )
        ),
    )


def terms(cast: Cast, name: str = "ada") -> dict[tuple[str, str], tuple[Sessions, date]]:
    of_child = {"enrolment__pupil": cast.children[name]}
    told = beside_marks(AttendanceSummary.objects.filter(**of_child)).values(*COLUMNS)
    marks = marks_by_term(AttendanceDay.objects.filter(**of_child))
    found = by_term(sessions_in(row) for row in [*told, *marks])
    return {one.term: (one.sessions, one.until) for one in found}


def sessions(possible: int, authorised: int = 0, unauthorised: int = 0) -> Sessions:
    return Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised)


def test_marks_alone_by_term_each_code_as_it_counts(cast) -> None:
    at = place(cast)
    mark(at, date(2026, 11, 2), "/", "I")
    mark(at, date(2026, 11, 3), "O", "")
    mark(at, date(2026, 11, 4), "D", "#")
    mark(at, date(2026, 7, 1), "L", "M", "summer")
    mark(at, date(2026, 8, 31), "/", "", "summer")
    assert terms(cast) == {
        AUTUMN: (sessions(3, 1, 1), date(2026, 11, 4)),
        SUMMER: (sessions(3, 1, 0), date(2026, 8, 31)),
    }


def test_a_summary_adds_only_what_the_marks_of_its_days_have_left(cast) -> None:
    at = place(cast)
    summary(at, date(2026, 9, 2), date(2026, 9, 30), 40, 3, 1)
    mark(at, date(2026, 9, 2), "I", "I")  # within the span, at its first day
    mark(at, date(2026, 9, 30), "/", "O")  # at its last
    mark(at, date(2026, 10, 1), "/", "U")  # after it
    assert terms(cast) == {AUTUMN: (sessions(40 + 2, 3, 1 + 1), date(2026, 10, 1))}


def test_marks_of_another_place_take_nothing_off(cast) -> None:
    other = Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, kind="alternative", started_on=date(2026, 9, 1)
    )
    summary(place(cast), date(2026, 9, 2), date(2026, 9, 30), 40, 3, 1)
    mark(other, date(2026, 9, 3), "/", "O")
    assert terms(cast) == {AUTUMN: (sessions(42, 3, 2), date(2026, 9, 30))}


@pytest.mark.parametrize(
    ("am", "pm", "is_reported"), [("/", "", True), ("", "O", True), ("D", "#", False)]
)
def test_a_plan_knows_that_attendance_was_reported_from_marks_too(
    cast, am: str, pm: str, is_reported: bool
) -> None:
    mark(place(cast), date(2026, 11, 2), am, pm)
    found = reported_of([cast.ada.pk, cast.ben.pk]).attendance
    assert found == ({(cast.ada.pk, *AUTUMN)} if is_reported else set())


def test_a_plan_tells_the_marks_of_its_term(cast, client) -> None:
    at = place(cast)
    mark(at, date(2026, 11, 2), "/", "O")
    mark(at, date(2026, 11, 3), "/", "\\")
    summary(at, date(2026, 11, 2), date(2026, 11, 2), 2, 1, 0)
    pep = Pep.objects.create(
        pupil=cast.ada,
        care_period=cast.ada.care_periods.get(),
        kind="termly",
        academic_year="2026-27",
        season="autumn",
        opened_on=date(2026, 9, 2),
        form_version=CURRENT_VERSION,
        variant="secondary",
    )
    known = known_about(pep, day=date(2026, 11, 4), topics=("attendance", "marks"))
    rows = [*known.attendance, *known.marks]
    (term,) = by_term(sessions_in(row) for row in rows)
    assert (term.term, term.sessions, term.until) == (
        AUTUMN,
        sessions(4, 0, 1),
        date(2026, 11, 3),
    )
    known = known_about(pep, day=date(2026, 11, 2), topics=("attendance", "marks"))
    assert [row["sessions_possible"] for row in known.marks] == [2]


def test_the_school_tab_shows_the_marks_of_a_term(cast, client) -> None:
    mark(place(cast), date(2026, 11, 2), "/", "O")
    client.force_login(cast.officer)
    page = client.get(f"/pupils/{cast.ada.ref}/school/").content.decode()
    assert "50.0%" in page
    assert "still to be confirmed" in page  # how the codes that do not count are counted
    assert "Every entry" not in page  # of sums, and there is none
