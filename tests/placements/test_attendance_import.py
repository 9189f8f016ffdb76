"""Marks from a school's register: loaded, corrected, refused by line with a clear word."""

from datetime import date

import pytest
from django.apps import apps

from placements.models import AttendanceDay
from placements.sessions import in_year
from pupils.models import Enrolment
from tests.cast import Cast
from tests.intake.running import findings_of, load
from tests.placements.attendance_files import MARKS, UPNS, give_upns, marks
from vsh.calendars.models import CalendarEntry
from vsh.tables.job import Job

TUESDAY = date(2026, 11, 3)
A_DAY = ("ada 999001 2026-11-03 AM /", "ada 999001 2026-11-03 PM \\")


@pytest.fixture
def come_in(cast: Cast):
    """Loads a file of marks, of Northshire unless another is named."""
    give_upns(cast)

    def run(*rows: str, content: str | bytes | None = None, authority=None, **told) -> Job:
        files = {"marks.csv": content if content is not None else marks(*rows)}
        return load("attendance", files, authority=authority or cast.northshire, **told)

    return run


def on_record() -> list[tuple]:
    rows = AttendanceDay.objects.order_by("enrolment__pupil__child_id", "day")
    return [
        (row.enrolment.pupil.child_id, str(row.day)[5:], row.am, row.pm, row.source, row.version)
        for row in rows.select_related("enrolment__pupil")
    ]


def counts(job: Job) -> tuple[int, int, int, int]:
    """New, changed, same, refused."""
    return tuple(job.counts[name] for name in ("new", "changed", "same", "refused"))


def kept() -> list[tuple]:
    events = apps.get_model("placements", "AttendanceDayEvent").objects.order_by("pgh_id")
    return list(events.values_list("pgh_label", "am", "pm"))


def test_two_rows_become_a_day_and_the_same_file_again_changes_nothing(come_in) -> None:
    job = come_in(*A_DAY, "ben 999001 2026-11-03 AM I")
    assert counts(job) == (3, 0, 0, 0)
    days = [("C-ada", "11-03", "/", "\\", "file", 1), ("C-ben", "11-03", "I", "", "file", 1)]
    assert on_record() == days
    again = come_in(*A_DAY, "ben 999001 2026-11-03 AM I")
    assert (counts(again), on_record(), kept()) == ((0, 0, 3, 0), days, [])
    row = AttendanceDay.objects.first()
    assert (row.season, row.entered_on, row.entered_by) == ("autumn", date(2026, 11, 4), None)


def test_a_newer_file_corrects_and_the_history_keeps_what_stood_there(come_in) -> None:
    come_in(*A_DAY)
    job = come_in("ada 999001 2026-11-03 AM N", "ada 999001 2026-11-03 PM \\")
    assert counts(job) == (0, 1, 1, 0)
    assert on_record() == [("C-ada", "11-03", "N", "\\", "file", 2)]
    assert kept() == [("update", "/", "\\")]


def test_half_a_day_is_added_to_and_what_a_file_does_not_tell_stays(come_in) -> None:
    come_in(A_DAY[0])
    assert counts(come_in(A_DAY[1])) == (1, 0, 0, 0)
    assert on_record() == [("C-ada", "11-03", "/", "\\", "file", 2)]


def test_a_dry_run_says_the_same_and_writes_nothing(come_in) -> None:
    assert counts(come_in(*A_DAY, is_dry_run=True)) == (2, 0, 0, 0)
    assert on_record() == []


def test_what_a_person_corrected_stands_and_the_row_is_told(come_in) -> None:
    come_in(*A_DAY)
    AttendanceDay.objects.update(am="I", is_am_corrected=True, source="corrected")
    job = come_in(*A_DAY)
    assert counts(job) == (0, 0, 2, 0)
    assert findings_of(job, "warning") == [("marks.csv", 2, "code", "kept_as_corrected")]
    assert on_record() == [("C-ada", "11-03", "I", "\\", "corrected", 1)]


def test_the_other_session_of_a_corrected_day_goes_on_with_the_register(come_in) -> None:
    come_in(*A_DAY)
    AttendanceDay.objects.update(am="I", is_am_corrected=True, source="corrected")
    job = come_in(A_DAY[0], "ada 999001 2026-11-03 PM M")
    assert counts(job) == (0, 1, 1, 0)
    assert on_record() == [("C-ada", "11-03", "I", "M", "file", 2)]
    assert counts(come_in(A_DAY[0])) == (0, 0, 1, 0)  # the morning stands still
    assert on_record() == [("C-ada", "11-03", "I", "M", "file", 2)]


def test_a_mark_that_a_person_took_off_does_not_come_back(come_in) -> None:
    come_in(A_DAY[0])
    AttendanceDay.objects.update(am="", is_am_corrected=True, source="corrected")
    job = come_in(*A_DAY)
    assert counts(job) == (1, 0, 1, 0)
    assert findings_of(job, "warning") == [("marks.csv", 2, "code", "kept_as_corrected")]
    assert on_record()[0][2:4] == ("", "\\")


@pytest.mark.parametrize(
    ("day", "season"), [(24, "summer"), (25, "autumn"), (28, "autumn"), (31, "autumn")]
)
def test_a_term_that_begins_in_august_is_autumn_from_its_first_day(
    come_in, cast, day: int, season: str
) -> None:
    CalendarEntry.objects.create(
        setting=cast.oakfield, academic_year="2026-27", kind="term", name="Autumn term",
        starts_on=date(2026, 8, 25), ends_on=date(2026, 12, 18),
    )  # fmt: skip
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=date(2025, 9, 1))
    come_in(f"ada 999001 2026-08-{day} AM #")
    row = in_year(AttendanceDay.objects.all()).get()
    year = "2025-26" if season == "summer" else "2026-27"
    assert (row.season, row.academic_year) == (season, year)


@pytest.mark.parametrize("source", ["phone", "page"])
def test_what_a_person_told_first_gives_way_to_the_register(come_in, source: str) -> None:
    come_in(*A_DAY)
    AttendanceDay.objects.update(am="N", source=source)
    assert counts(come_in(*A_DAY)) == (0, 1, 1, 0)
    assert on_record() == [("C-ada", "11-03", "/", "\\", "file", 2)]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("Z999000126009 999001 2026-11-03 AM /", "upn", "unknown_upn"),
        ("cam 999001 2026-11-03 AM /", "upn", "unknown_upn"),  # Southmoor's
        ("UN3 999001 2026-11-03 AM /", "upn", "upn"),
        ("=1+1 999001 2026-11-03 AM /", "upn", "upn"),
        (" 999001 2026-11-03 AM /", "upn", "missing"),
        ("ada 123456 2026-11-03 AM /", "urn", "unknown_urn"),
        ("ada @x 2026-11-03 AM /", "urn", "urn"),
        ("ada 999002 2026-11-03 AM /", "urn", "no_place"),
        ("ben 999002 2026-11-03 AM /", "urn", "no_place"),  # comes to Elm Grove tomorrow
        ("ben 999001 2026-11-04 AM /", "urn", "no_place"),  # left Oakfield yesterday
        ("ada 999001 11/03/2026 AM /", "date", "date"),
        ("ada 999001 03/13/2026 AM /", "date", "date"),
        ("ada 999001 2026-02-30 AM /", "date", "date"),
        ("ada 999001 2026-11-05 AM /", "date", "future"),
        ("ada 999001 2026-10-31 AM /", "date", "closed_day"),  # a Saturday
        ("ada 999001 2026-10-28 AM I", "date", "closed_day"),  # half term
        ("ada 999001 2026-09-01 AM N", "date", "closed_day"),  # INSET
        ("ada 999001 2026-11-03 MORNING /", "session", "session"),
        ("ada 999001 2026-11-03 AM \\", "code", "wrong_session"),
        ("ada 999001 2026-11-03 PM /", "code", "wrong_session"),
        ("ada 999001 2026-11-03 AM A", "code", "unknown_code"),
        ("ada 999001 2026-11-03 AM +1", "code", "unknown_code"),
        ("ada 999001 2026-11-03 AM -", "code", "unknown_code"),
        ("ada 999001 2026-11-03 AM H", "code", "withdrawn_code"),
        ("ada 999001 2026-11-03 AM ", "code", "missing"),
        ("ada 999001 2026-11-03 AM I,I", "", "wrong_number_of_cells"),
    ],
)
def test_a_row_is_refused_by_line_and_column(come_in, row: str, column: str, code: str) -> None:
    job = come_in("ada 999001 2026-11-02 AM /", row)
    assert findings_of(job) == [("marks.csv", 3, column, code)]
    assert counts(job) == (1, 0, 0, 1)
    assert [one[:4] for one in on_record()] == [("C-ada", "11-02", "/", "")]


def test_another_authoritys_child_is_as_unknown_as_nobody(come_in, cast) -> None:
    job = come_in(f"{UPNS['cam']} 999001 2026-11-03 AM /", "Z999000126009 999001 2026-11-03 AM /")
    (theirs, nobodys) = [finding.message for finding in job.kept["error"]]
    assert theirs == nobodys
    job = come_in("cam 999001 2026-11-03 AM /", authority=cast.southmoor)
    assert counts(job) == (1, 0, 0, 0)


def test_us_order_is_told_how_to_write_it(come_in) -> None:
    job = come_in("ada 999001 11/03/2026 AM /")
    assert "Write it like 2026-" in job.kept["error"][0].message


def test_every_problem_of_a_row_is_named_at_once(come_in) -> None:
    job = come_in("Z999000126009 123456 2026-11-05 AM \\")
    assert [finding[2:] for finding in findings_of(job)] == [
        ("upn", "unknown_upn"),
        ("urn", "unknown_urn"),
        ("date", "future"),
        ("code", "wrong_session"),
    ]
    assert counts(job) == (0, 0, 0, 1)


def test_a_closed_day_may_say_that_it_was_closed(come_in) -> None:
    job = come_in("ada 999001 2026-10-28 AM #", "ada 999001 2026-10-28 PM Y7")
    assert (counts(job), on_record()[0][1:4]) == ((2, 0, 0, 0), ("10-28", "#", "Y7"))


def test_the_schools_own_calendar_counts_before_that_of_its_area(come_in, cast) -> None:
    CalendarEntry.objects.create(
        setting=cast.oakfield, academic_year="2026-27", kind="inset", name="Own day",
        starts_on=TUESDAY, ends_on=TUESDAY,
    )  # fmt: skip
    assert findings_of(come_in(A_DAY[0])) == [("marks.csv", 2, "date", "closed_day")]


def test_without_term_dates_any_working_day_is_open(come_in) -> None:
    job = come_in("ada 999001 2026-05-05 AM /", "ada 999001 2026-05-04 AM /")  # a bank holiday
    assert findings_of(job) == [("marks.csv", 3, "date", "closed_day")]
    assert AttendanceDay.objects.get().season == "summer"


def test_a_session_told_twice_is_refused_both_times_also_by_a_former_upn(come_in, cast) -> None:
    cast.ada.former_upn = "Y999000126077"
    cast.ada.save()
    job = come_in(*A_DAY, "Y999000126077 999001 2026-11-03 AM N")
    assert findings_of(job) == [
        ("marks.csv", 2, "session", "told_twice"),
        ("marks.csv", 4, "session", "told_twice"),
    ]
    assert (counts(job), on_record()[0][2:4]) == ((1, 0, 0, 2), ("", "\\"))


def test_old_codes_stand_for_old_days(come_in, cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=date(2023, 9, 1))
    job = come_in("ada 999001 2024-07-03 AM H", "ada 999001 2024-07-03 PM C1")
    assert findings_of(job) == [("marks.csv", 3, "code", "code_not_yet")]
    assert on_record()[0][2:4] == ("H", "")


def test_of_two_places_at_one_school_the_main_one_takes_the_mark(come_in, cast) -> None:
    second = Enrolment.objects.create(
        pupil=cast.ada, setting=cast.oakfield, kind="subsidiary", started_on=date(2025, 9, 1)
    )
    come_in(*A_DAY)
    assert AttendanceDay.objects.get().enrolment_id != second.pk


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xef\xbb\xbf" + marks(*A_DAY).encode(), None),
        (marks(*A_DAY).replace("\n", "\r\n").encode(), None),
        (marks(*A_DAY).encode("utf-16"), "utf_16"),
        (marks(*A_DAY).encode().replace(b"AM", b"A\0M"), "not_text"),
        (marks(*A_DAY).replace(",", "\t").encode(), "separator"),
        (b"PK\x03\x04" + b"0" * 100, "excel"),
        (marks(*A_DAY, header=MARKS + ",code").encode(), "duplicate_column"),
        (marks(*A_DAY, header=MARKS.replace("code", "mark")).encode(), "missing_column"),
        (b"", "empty"),
        (f"{MARKS}\n".encode(), None),
    ],
)
def test_the_file_as_a_whole(come_in, content: bytes, code: str | None) -> None:
    job = come_in(content=content)
    assert [finding.code for finding in job.kept["error"]] == ([code] if code else [])
    assert AttendanceDay.objects.exists() == (code is None and len(content) > 100)


def test_a_truncated_file_loads_nothing_and_one_that_may_be_truncated_says_so(come_in) -> None:
    job = come_in(content=marks(*A_DAY)[:-12])
    assert findings_of(job) == [("marks.csv", 3, "", "cut_off")]
    assert (counts(job), on_record()) == ((0, 0, 0, 0), [])
    job = come_in(content=marks(*A_DAY)[:-1])
    assert findings_of(job, "warning") == [("marks.csv", 3, "", "no_line_end")]
    assert counts(job) == (2, 0, 0, 0)


def test_a_line_of_ten_megabytes_is_refused_and_the_next_one_loads(come_in) -> None:
    lines = marks(*A_DAY).splitlines()
    long = f"{UPNS['ada']},999001,2026-11-02,AM,{'I' * 10_000_000}"
    job = come_in(content="\n".join([lines[0], long, lines[1], lines[2]]) + "\n")
    assert job.counts["refused"] == 1
    assert AttendanceDay.objects.get().pm == "\\"


def test_the_report_has_every_row_and_is_safe_in_a_spreadsheet(cast, tmp_path) -> None:
    from django.core.management import call_command

    give_upns(cast)
    file = tmp_path / "=marks.csv"
    file.write_text(marks(*A_DAY, "ada 999001 2026-11-03 AM =1+1", "@ada 999001 2026-11-02 AM /"))
    report = tmp_path / "report.csv"
    with pytest.raises(SystemExit) as left:
        call_command("import_attendance", file, authority="999", report=report, verbosity=0)
    assert left.value.code == 1
    lines = report.read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0] == "file,line,column,code,message,level"
    assert sorted(lines[1:-1]) == [
        "'=marks.csv,2,,new,Added.,info",
        "'=marks.csv,3,,new,Added.,info",
        "'=marks.csv,4,code,unknown_code,“=1+1” is not a code of the attendance register.,error",
        f'\'=marks.csv,5,upn,upn,"{_NOT_A_UPN}",error',
    ]


_NOT_A_UPN = "This is not a UPN. Give a letter and 12 digits, or a letter, 11 digits and a letter."


@pytest.mark.parametrize(
    ("rows", "code"), [(A_DAY, None), ((A_DAY[0], "ada 999001 2026-11-03 PM A"), 1), ((), 2)]
)
def test_exit_codes_of_the_command(cast, tmp_path, rows: tuple, code: int | None) -> None:
    from django.core.management import call_command

    give_upns(cast)
    file = tmp_path / "marks.csv"
    file.write_text(marks(*rows))
    if code is None:
        call_command("import_attendance", file, authority="999")
        return
    with pytest.raises(SystemExit) as left:
        call_command("import_attendance", file, authority="999")
    assert left.value.code == code
