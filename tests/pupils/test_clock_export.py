"""`export_deadlines`: three children worked out by hand against the calendar."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pupils.models import Deadline
from tests.clock_records import add_child, add_pep, found_northshire
from vsh.accounts.models import User
from vsh.organisations.models import Authority

pytestmark = pytest.mark.django_db
HEADER = "child_id,kind,started_on,due_on,met_on,status"
# One emergency entry on the last day of the autumn term, one that ends at 18 in the holidays.
AROUND_CHRISTMAS = [
    "B,pep_available,2026-12-18,2027-01-20,,upcoming",
    "B,pep_initiated,2026-12-18,2027-01-06,,overdue",
    "B,pep_term_review,2027-01-04,2027-03-25,,upcoming",
    "B,school_place,2026-12-18,2027-01-29,,upcoming",
    "B,sdq,2026-12-18,2027-12-18,,upcoming",
    "B,statutory_review,2026-12-18,2027-01-20,,upcoming",
    "C,pep_available,2026-12-14,2027-01-14,,not_required",
    "C,pep_initiated,2026-12-14,2026-12-30,,not_required",
    "C,pep_term_review,2027-01-04,2027-03-25,,not_required",
    "C,statutory_review,2026-12-14,2027-01-14,,not_required",
]


@pytest.fixture
def northshire():
    return found_northshire(day=date(2027, 2, 10))


@pytest.fixture
def by_easter(northshire):
    """Child A enters care on the Thursday before Good Friday 2026."""
    worker = User.objects.create_user("worker@northshire.example", name="A worker")
    pupil = add_child(northshire, "A", from_day=date(2026, 4, 2), reviews=(date(2026, 4, 28),))
    add_pep(
        pupil,
        ("initiated", date(2026, 4, 15)),
        ("submitted", date(2026, 4, 27)),
        ("emptied", date(2026, 4, 29)),
        ("submitted", date(2026, 5, 6)),
        by=worker,
    )
    return pupil


@pytest.fixture
def by_christmas(northshire):
    """Child B enters care in an emergency and loses the school; child C turns 18 on 6 January."""
    add_child(
        northshire,
        "B",
        from_day=date(2026, 12, 18),
        is_emergency=True,
        schools=((date(2025, 9, 1), date(2026, 12, 18)), (date(2027, 2, 1), None)),
    )
    add_child(northshire, "C", from_day=date(2026, 12, 14), born=date(2009, 1, 6))


def export(on: str | None = None, authority: str = "999") -> list[str]:
    out = StringIO()
    call_command("export_deadlines", authority=authority, on=on, stdout=out)
    header, *lines = out.getvalue().splitlines()
    assert header == HEADER
    return lines


@pytest.mark.parametrize(
    ("on", "available", "review"),
    [
        ("2026-04-24", "2026-05-05,,upcoming", "2026-05-05,,upcoming"),
        ("2026-04-27", "2026-05-05,2026-04-27,met", "2026-05-05,,due_soon"),
        ("2026-04-28", "2026-04-28,2026-04-27,met", "2026-05-05,2026-04-28,met"),
        ("2026-04-29", "2026-04-28,,overdue", "2026-05-05,2026-04-28,met"),
        ("2026-05-06", "2026-04-28,2026-05-06,met_late", "2026-05-05,2026-04-28,met"),
    ],
)
def test_what_was_known_on_a_day(by_easter, on, available, review):
    lines = export(on)
    assert f"A,pep_available,2026-04-02,{available}" in lines
    assert f"A,statutory_review,2026-04-02,{review}" in lines


def test_the_child_by_easter(by_easter):
    assert export("2026-05-10") == [
        "A,pep_available,2026-04-02,2026-04-28,2026-05-06,met_late",
        "A,pep_initiated,2026-04-02,2026-04-20,2026-04-15,met",
        "A,pep_term_review,2026-04-13,2026-07-21,2026-05-06,met",
        "A,sdq,2026-04-02,2027-04-02,,upcoming",
        "A,setting_notified,2026-04-02,2026-04-13,,overdue",
        "A,statutory_review,2026-04-02,2026-05-05,2026-04-28,met",
        "A,statutory_review,2026-04-28,2026-07-28,,upcoming",
    ]


def test_the_children_around_christmas(by_christmas):
    assert export("2027-01-08") == AROUND_CHRISTMAS


def test_without_a_day_it_is_today(by_christmas):
    assert "B,school_place,2026-12-18,2027-01-29,2027-02-01,met_late" in export()


def test_before_the_child_was_looked_after_there_is_nothing(by_easter):
    assert export("2026-04-01") == []


def test_the_table_says_the_same_as_the_export_on_the_day_itself(by_easter, by_christmas):
    call_command("recalculate_deadlines", stdout=StringIO())
    rows = Deadline.objects.as_at(date(2027, 2, 10)).select_related("pupil")
    from_table = [
        f"{row.pupil.child_id},{row.kind},{row.started_on},{row.due_on or ''},"
        f"{row.met_on or ''},{row.status}"
        for row in rows
    ]
    assert sorted(from_table) == sorted(export())
    assert len(from_table) > 12


def test_the_table_is_not_read(by_christmas):
    call_command("recalculate_deadlines", stdout=StringIO())
    Deadline.objects.update(due_on=date(2020, 1, 1))
    assert export("2027-01-08") == AROUND_CHRISTMAS


def test_another_authoritys_children_stay_out(by_easter):
    Authority.objects.create(code="998", name="Southmoor")
    assert export(authority="998") == []


def test_an_unknown_authority_is_refused_with_exit_code_2(northshire):
    with pytest.raises(CommandError, match="no authority 123") as refusal:
        call_command("export_deadlines", authority="123", stdout=StringIO())
    assert refusal.value.returncode == 2


def test_a_day_that_is_none_is_refused_with_exit_code_2(northshire):
    with pytest.raises(CommandError, match="not a date") as refusal:
        call_command("export_deadlines", authority="999", on="31/12/2026", stdout=StringIO())
    assert refusal.value.returncode == 2


def test_a_childs_number_that_a_spreadsheet_would_run_is_made_harmless(northshire):
    add_child(northshire, "=1+1", from_day=date(2027, 1, 11))
    lines = export("2027-02-10")
    assert lines
    assert all(line.startswith("'=1+1,") for line in lines)


def test_a_child_without_school_or_term_dates_says_what_is_missing(northshire):
    northshire.calendarentry_set.all().delete()
    add_child(northshire, "D", from_day=date(2027, 1, 11), schools=())
    assert export("2027-02-10") == [
        "D,pep_available,2027-01-11,2027-02-08,,overdue",
        "D,pep_initiated,2027-01-11,2027-01-25,,overdue",
        "D,pep_term_review,2027-01-11,,,not_enough_information",
        "D,school_place,2027-01-11,,,not_enough_information",
        "D,sdq,2027-01-11,2028-01-11,,upcoming",
        "D,statutory_review,2027-01-11,2027-02-08,,overdue",
    ]
