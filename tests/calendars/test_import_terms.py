"""`import_terms`: the whole calendar of each owner and year, and what is due after it."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pupils.models import Deadline
from tests.clock_records import add_child
from vsh.calendars.models import CalendarEntry, CurrentDay
from vsh.organisations.models import Authority, EducationSetting

pytestmark = pytest.mark.django_db
HEADER = "urn,academic_year,kind,name,starts_on,ends_on"
AUTUMN = ",2026-27,term,Autumn,2026-09-01,2026-12-18"
SPRING = ",2026-27,term,Spring,2027-01-04,2027-03-25"
SUMMER = ",2026-27,term,Summer,2027-04-12,2027-07-21"
HALF_TERM = ",2026-27,closure,Half term,2026-10-26,2026-10-30"
OAKFIELD = "999001,2026-27,term,Autumn,2026-09-03,2026-12-16"


@pytest.fixture
def northshire():
    CurrentDay.objects.create(day=date(2026, 11, 4))
    EducationSetting.objects.create(urn="999001", name="Oakfield School", la_code="999")
    return Authority.objects.create(code="999", name="Northshire")


@pytest.fixture
def load(northshire, tmp_path):
    """Load these lines; returns the exit code and the report's lines."""

    def load(*lines, header=HEADER, dry_run=False):
        path, report = tmp_path / "terms.csv", tmp_path / "report.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        code = 0
        try:
            call_command(
                "import_terms",
                path,
                authority="999",
                report=report,
                dry_run=dry_run,
                stdout=StringIO(),
            )
        except SystemExit as leaving:
            code = leaving.code
        with report.open(encoding="utf-8-sig", newline="") as found:
            return code, list(csv.DictReader(found))

    return load


def spans():
    return [
        (entry.kind, str(entry.starts_on), str(entry.ends_on))
        for entry in CalendarEntry.objects.order_by("starts_on", "kind")
    ]


def found(report, level="error"):
    return [(row["line"], row["column"], row["code"]) for row in report if row["level"] == level]


def test_a_calendar_comes_in_and_a_second_time_nothing_changes(load):
    assert load(AUTUMN, HALF_TERM, SPRING, SUMMER, OAKFIELD)[0] == 0
    before = list(CalendarEntry.objects.order_by("pk").values())
    assert len(before) == 5
    code, report = load(AUTUMN, HALF_TERM, SPRING, SUMMER, OAKFIELD)
    assert code == 0
    assert {row["code"] for row in report} == {"same"}
    assert list(CalendarEntry.objects.order_by("pk").values()) == before


def test_the_owner_is_the_school_where_a_urn_is_given(load):
    load(AUTUMN, OAKFIELD)
    assert CalendarEntry.objects.get(authority__code="999").ends_on == date(2026, 12, 18)
    assert CalendarEntry.objects.get(setting__urn="999001").ends_on == date(2026, 12, 16)


def test_a_new_file_replaces_the_calendar_of_the_owners_and_years_that_it_names(load):
    load(AUTUMN, HALF_TERM, SPRING, ",2025-26,term,Summer,2026-04-13,2026-07-21", OAKFIELD)
    code, report = load(",2026-27,term,Autumn,2026-09-01,2026-12-17", SPRING)
    assert code == 0
    assert spans() == [
        ("term", "2026-04-13", "2026-07-21"),  # another year
        ("term", "2026-09-01", "2026-12-17"),  # changed
        ("term", "2026-09-03", "2026-12-16"),  # another owner
        ("term", "2027-01-04", "2027-03-25"),
    ]
    assert ("", "", "removed") in found(report, "info")


def test_where_a_row_is_refused_nothing_of_that_calendar_is_removed(load):
    load(AUTUMN, HALF_TERM, SPRING)
    code, report = load(AUTUMN, ",2026-27,closure,Half term,2026-10-32,2026-10-30")
    assert code == 1
    assert found(report) == [("3", "starts_on", "date")]
    assert len(spans()) == 3


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (
            [AUTUMN, ",2026-27,term,A2,2026-12-18,2027-01-02"],
            ("3", "starts_on", "overlapping_terms"),
        ),
        ([AUTUMN, AUTUMN], ("3", "starts_on", "duplicate_row")),
        ([AUTUMN, "100000,2026-27,term,A,2026-09-01,2026-12-18"], ("3", "urn", "unknown_urn")),
        ([AUTUMN, ",2026-27,term,S,2027-01-04,2026-03-25"], ("3", "ends_on", "ends_before_starts")),
    ],
)
def test_a_bad_row_is_refused_and_the_good_one_loads(load, lines, refused):
    code, report = load(*lines)
    assert (code, found(report)[0]) == (1, refused)
    assert spans() == [("term", "2026-09-01", "2026-12-18")]


def test_a_term_that_overlaps_one_that_stays_is_refused(load):
    load(AUTUMN)
    code, report = load(",2026-27,term,Autumn,2026-09-02,2026-12-18", ",2026-27,term,S,nonsense,x")
    assert code == 2
    assert ("2", "starts_on", "overlapping_terms") in found(report)
    assert spans() == [("term", "2026-09-01", "2026-12-18")]


def test_it_is_said_which_refused_rows_keep_the_term_on_record(load):
    load(AUTUMN)
    _, report = load(
        ",2026-27,term,A1,2026-09-02,2026-10-23",
        ",2026-27,term,A2,2026-10-20,2026-12-18",
        ",2026-27,term,S,2027-01-04,2027-02-30",
    )
    assert found(report) == [
        ("3", "starts_on", "overlapping_terms"),
        ("4", "ends_on", "date"),
        ("2", "starts_on", "overlapping_terms"),
    ]
    [words] = [row["message"] for row in report if row["line"] == "2" and row["level"] == "error"]
    assert words == (
        "The term on record from 2026-09-01 to 2026-12-18 shares days with this. It stays, since "
        "rows of 2026-27 were refused (lines 3, 4): nothing is removed then. Correct them and "
        "load the file again."
    )


def test_a_term_of_another_year_in_the_way_is_said_to_be_one(load):
    load(",2025-26,term,Late,2026-07-01,2026-08-28")
    _, report = load(AUTUMN, ",2026-27,term,Early,2026-08-20,2026-08-31")
    [words] = [row["message"] for row in report if row["level"] == "error"]
    assert words == (
        "The term on record from 2026-07-01 to 2026-08-28 shares days with this and is of "
        "2025-26. Correct one, or give that year's terms too."
    )


def test_a_dry_run_loads_nothing(load):
    assert load(AUTUMN, dry_run=True)[0] == 0
    assert spans() == []


def test_another_kind_of_file_loads_nothing(load):
    assert load("1,2", header="child_id,date_of_birth")[0] == 2


def test_an_unknown_authority_is_refused(northshire, tmp_path):
    (tmp_path / "terms.csv").write_text(f"{HEADER}\n{AUTUMN}\n")
    with pytest.raises(CommandError) as refusal:
        call_command("import_terms", tmp_path / "terms.csv", authority="123", stdout=StringIO())
    assert refusal.value.returncode == 2


def test_what_is_due_follows_the_new_dates(northshire, load, django_capture_on_commit_callbacks):
    add_child(northshire, "A", from_day=date(2026, 9, 7))
    with django_capture_on_commit_callbacks(execute=True):
        load(AUTUMN, SPRING, SUMMER)
    review = Deadline.objects.get(kind="pep_term_review")
    assert review.due_on == date(2026, 12, 18)
    with django_capture_on_commit_callbacks(execute=True):
        load(AUTUMN, SPRING, SUMMER, OAKFIELD)
    review.refresh_from_db()
    assert review.due_on == date(2026, 12, 16)
