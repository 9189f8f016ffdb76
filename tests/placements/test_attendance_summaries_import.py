"""Sums of a span of days from a file: added, grown, kept where a person entered them."""

from datetime import date

import pytest
from django.apps import apps

from placements.models import AttendanceSummary
from placements.rules.attendance import Sessions
from placements.services import correct_attendance
from pupils.models import Enrolment
from tests.cast import Cast
from tests.intake.running import findings_of, load
from tests.placements.attendance_files import give_upns, marks, own_dates, summaries
from vsh.calendars.models import CalendarEntry
from vsh.tables.findings import Level
from vsh.tables.job import Job

SEPTEMBER = "ada 999001 2026-09-02 2026-09-30 40 2 1"


@pytest.fixture
def come_in(cast: Cast):
    """Loads a file of summaries, of Northshire unless another is named."""
    give_upns(cast)

    def run(*rows: str, authority=None) -> Job:
        files = {"sums.csv": summaries(*rows)}
        return load("attendance", files, authority=authority or cast.northshire)

    return run


def on_record() -> list[tuple]:
    rows = AttendanceSummary.objects.order_by("started_on")
    return [
        (
            str(row.started_on)[5:],
            str(row.ended_on)[5:],
            row.sessions_possible,
            row.sessions_authorised,
            row.sessions_unauthorised,
        )
        for row in rows
    ]


def counts(job: Job) -> tuple[int, int, int, int]:
    return tuple(job.counts[name] for name in ("new", "changed", "same", "refused"))


def events() -> int:
    return apps.get_model("placements", "AttendanceSummaryEvent").objects.count()


def test_a_span_comes_in_once_with_its_term(come_in) -> None:
    assert counts(come_in(SEPTEMBER)) == (1, 0, 0, 0)
    row = AttendanceSummary.objects.get()
    assert (row.academic_year, row.season, row.entered_by, row.version) == (
        "2026-27",
        "autumn",
        None,
        1,
    )
    before = events()
    assert counts(come_in(SEPTEMBER)) == (0, 0, 1, 0)
    assert (on_record(), events()) == ([("09-02", "09-30", 40, 2, 1)], before)


def test_the_term_so_far_grows_and_takes_the_place_of_what_lies_within(come_in) -> None:
    come_in(SEPTEMBER)
    come_in("ada 999001 2026-10-01 2026-10-23 34 0 0")
    job = come_in("ada 999001 2026-09-02 2026-11-04 80 2 3")
    assert (counts(job), on_record()) == ((0, 1, 0, 0), [("09-02", "11-04", 80, 2, 3)])


def test_other_numbers_for_the_same_days_are_a_correction_with_history(come_in) -> None:
    come_in(SEPTEMBER)
    before = events()
    assert counts(come_in("ada 999001 2026-09-02 2026-09-30 40 1 2")) == (0, 1, 0, 0)
    assert (on_record(), events() - before) == ([("09-02", "09-30", 40, 1, 2)], 1)


def test_what_a_person_entered_stands(come_in, cast) -> None:
    come_in(SEPTEMBER)
    AttendanceSummary.objects.update(entered_by=cast.teacher)
    job = come_in("ada 999001 2026-09-02 2026-09-30 40 0 0")
    assert findings_of(job, "warning") == [("sums.csv", 2, "possible", "kept_as_entered")]
    job = come_in("ada 999001 2026-09-03 2026-10-02 42 0 0")
    assert findings_of(job) == [("sums.csv", 2, "from", "on_record")]
    assert on_record() == [("09-02", "09-30", 40, 2, 1)]


def correct(cast: Cast, **told) -> None:
    row = AttendanceSummary.objects.get()
    facts = {"version": row.version, "started_on": row.started_on, "ended_on": row.ended_on}
    numbers = Sessions(possible=38, authorised=2, unauthorised=0)
    correct_attendance(
        actor=cast.teacher, summary=row, reason="Miscounted", **facts | {"sessions": numbers} | told
    )


def test_sums_that_a_person_took_off_stay_off(come_in, cast) -> None:
    come_in(SEPTEMBER)
    correct(cast, is_withdrawn=True)
    job = come_in(SEPTEMBER)
    assert findings_of(job, "warning") == [("sums.csv", 2, "possible", "kept_as_entered")]
    assert (counts(job), on_record()) == ((0, 0, 1, 0), [])
    assert counts(come_in("ada 999001 2026-09-02 2026-09-30 40 1 0")) == (1, 0, 0, 0)  # news


def test_a_span_that_a_person_corrected_gives_way_to_the_longer_term_so_far_alone(
    come_in, cast
) -> None:
    come_in(SEPTEMBER)
    correct(cast, ended_on=date(2026, 9, 29))
    job = come_in(SEPTEMBER)  # the old file tells again what was found wrong
    assert findings_of(job, "warning") == [("sums.csv", 2, "possible", "kept_as_entered")]
    assert on_record() == [("09-02", "09-29", 38, 2, 0)]
    job = come_in("ada 999001 2026-09-02 2026-10-23 74 2 1")
    assert findings_of(job, "warning") == [("sums.csv", 2, "possible", "replaces_entered")]
    assert (counts(job), on_record()) == ((0, 1, 0, 0), [("09-02", "10-23", 74, 2, 1)])
    assert counts(come_in("ada 999001 2026-09-02 2026-11-04 80 2 1")) == (0, 1, 0, 0)


def test_of_two_places_at_one_school_the_main_one_takes_the_sums(come_in, cast) -> None:
    main = cast.ada.enrolments.get()
    Enrolment.objects.filter(pk=main.pk).update(kind="subsidiary")
    second = Enrolment.objects.create(
        pupil=cast.ada, setting=cast.oakfield, kind="main", started_on=date(2025, 9, 1)
    )
    come_in(SEPTEMBER)
    assert AttendanceSummary.objects.get().enrolment_id == second.pk


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("cam 999001 2026-09-02 2026-09-30 40 2 1", "upn", "unknown_upn"),
        ("ada 999002 2026-09-02 2026-09-30 40 2 1", "from", "no_place"),
        ("ada 999001 2025-08-20 2025-09-10 10 0 0", "from", "cannot_be"),
        ("ben 999001 2026-11-02 2026-11-04 6 0 0", "to", "cannot_be"),
        ("ada 999001 2026-09-30 2026-09-02 40 2 1", "to", "cannot_be"),
        ("ada 999001 2026-09-02 2026-11-05 40 2 1", "to", "cannot_be"),
        ("ada 999001 2026-09-02 2026-09-30 43 2 1", "possible", "cannot_be"),
        ("ada 999001 2026-09-02 2026-09-30 40 39 2", "authorised", "cannot_be"),
        ("ada 999001 2026-09-02 2026-09-30 40 -1 2", "authorised", "number"),
        ("ada 999001 2026-09-02 2026-09-30 =40 1 2", "possible", "number"),
        ("ada 999001 02/09/2026 2026-09-30 40 1 2", "from", "date"),
        ("ada 999001 2026-09-02 2026-09-30 40 2 ", "unauthorised", "missing"),
    ],
)
def test_a_row_is_refused_by_line_and_column(come_in, row: str, column: str, code: str) -> None:
    job = come_in("fay 999001 2026-09-02 2026-09-04 6 0 0", row)
    assert findings_of(job) == [("sums.csv", 3, column, code)]
    assert (counts(job), len(on_record())) == ((1, 0, 0, 1), 1)


@pytest.mark.parametrize(
    ("first", "last", "most"),
    [
        ("2026-10-19", "2026-10-23", 10),
        ("2026-10-19", "2026-10-26", 10),  # half term begins
        ("2026-10-26", "2026-10-30", 0),
        ("2026-10-26", "2026-11-01", 0),  # and the weekend after it
        ("2026-10-26", "2026-11-02", 2),
        ("2026-09-01", "2026-09-02", 2),  # an INSET day first
        ("2026-05-04", "2026-05-08", 8),  # no term dates of the year: a bank holiday on Monday
        ("2026-05-05", "2026-05-09", 8),  # Saturday
        ("2026-05-05", "2026-05-08", 8),
    ],
)
def test_at_most_two_sessions_on_each_day_on_which_the_school_was_open(
    come_in, cast, first: str, last: str, most: int
) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=date(2026, 5, 1))
    own_dates(cast)
    job = come_in(f"ada 999001 {first} {last} {most + 1} 0 0")
    assert findings_of(job) == [("sums.csv", 2, "possible", "cannot_be")]
    (said,) = [finding.words for finding in job.kept[Level.ERROR]]
    assert f"{most + 1} possible session" in said
    assert f"at most {most} sessions" in said
    assert counts(come_in(f"ada 999001 {first} {last} {most} 0 0")) == (1, 0, 0, 0)


def test_the_days_are_those_of_the_schools_own_calendar(come_in, cast) -> None:
    full = "ada 999001 2026-09-02 2026-09-30 42 0 0"
    closed = CalendarEntry.objects.create(
        setting=cast.oakfield,
        academic_year="2026-27",
        kind="closure",
        name="Flood",
        starts_on=date(2026, 9, 14),
        ends_on=date(2026, 9, 15),
    )
    assert findings_of(come_in(full)) == [("sums.csv", 2, "possible", "cannot_be")]
    assert counts(come_in("ada 999001 2026-09-02 2026-09-30 38 0 0")) == (1, 0, 0, 0)
    closed.delete()
    assert counts(come_in(full)) == (0, 1, 0, 0)


def test_above_the_areas_dates_a_sum_loads_with_a_warning_each_time(come_in, cast) -> None:
    row = "ada 999001 2026-09-02 2026-11-02 82 0 0"  # its half term lay elsewhere
    for found in ((1, 0, 0, 0), (0, 0, 1, 0)):
        job = come_in(row)
        assert counts(job) == found
        assert findings_of(job, "warning") == [("sums.csv", 2, "possible", "above_calendar")]
        assert findings_of(job) == []
    (said,) = [finding.words for finding in job.kept[Level.WARNING]]
    assert "the term dates of Northshire have 78 in these days" in said
    job = come_in("ada 999001 2026-09-02 2026-11-02 89 0 0")
    assert findings_of(job) == [("sums.csv", 2, "possible", "cannot_be")]
    own_dates(cast)
    assert counts(come_in(row)) == (0, 0, 1, 0), "what stands is not asked again"
    assert findings_of(come_in("ada 999001 2026-09-02 2026-11-02 81 0 0")) == [
        ("sums.csv", 2, "possible", "cannot_be")
    ]


def test_days_in_two_terms_are_refused(come_in) -> None:
    from vsh.calendars.models import CurrentDay

    CurrentDay.objects.update(day=date(2027, 2, 1))
    job = come_in("ada 999001 2026-12-14 2027-01-08 18 0 0")
    assert findings_of(job) == [("sums.csv", 2, "to", "two_terms")]


def test_two_rows_of_one_file_may_not_share_days(come_in, monkeypatch) -> None:
    rows = (SEPTEMBER, "ada 999001 2026-09-30 2026-10-02 6 0 0")
    assert findings_of(come_in(*rows)) == [("sums.csv", 3, "from", "told_twice")]
    from placements.imports.attendance import summaries as module

    monkeypatch.setattr(module, "ROWS_A_BATCH", 1)
    rows = (SEPTEMBER, "ada 999001 2026-09-02 2026-10-02 44 0 0")
    assert findings_of(come_in(*rows)) == [("sums.csv", 3, "from", "told_twice")]


def test_marks_and_summaries_may_come_together(cast) -> None:
    give_upns(cast)
    files = {
        "sums.csv": summaries(SEPTEMBER),
        "marks.csv": marks("ada 999001 2026-11-03 AM /"),
    }
    assert counts(load("attendance", files, authority=cast.northshire)) == (2, 0, 0, 0)
