"""Beginning, writing and making a report: each step once, by those who may."""

from datetime import date, timedelta

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from reporting.annual_report.models import SILENCE, AnnualReport
from reporting.annual_report.services import (
    StaleReportError,
    begin,
    make_report,
    produce_report,
    queue,
    resume_reports,
    start_report,
    write_report,
)
from reporting.annual_report.tasks import make_annual_report
from tests.reporting.annual_report.reports import fresh


def row_of(report, key, label):
    table = next(table for table in report.figures if table["key"] == key)
    row = next(row for row in table["rows"] if row["label"] == label)
    return row["numerator"], row["denominator"]


def test_report_is_started_once_a_year(cast):
    first = start_report(actor=cast.officer, authority=cast.northshire, academic_year="2025-26")
    again = start_report(actor=cast.head, authority=cast.northshire, academic_year="2025-26")
    assert first == again
    assert (first.state, first.edition) == ("draft", 1)


@pytest.mark.parametrize(
    "person", ["director", "member", "teacher", "data", "south_head", "outsider"]
)
def test_others_start_none(cast, person):
    with pytest.raises(PermissionDenied):
        start_report(
            actor=getattr(cast, person), authority=cast.northshire, academic_year="2025-26"
        )


@pytest.mark.parametrize("year", ["2025", "2025-27", "next", "2027-28"])
def test_a_year_that_is_none_or_not_begun_is_refused(cast, year):
    with pytest.raises(ValidationError):
        begin(authority=cast.northshire, academic_year=year)


def test_making_freezes_figures_and_keeps_the_file(reported_year):
    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    queue(report_id=report.pk, produced_by=reported_year.officer)
    assert make_report(report_id=report.pk)
    report = fresh(report)
    assert report.state == "ready"
    assert report.as_at == date(2026, 11, 4)
    assert report.file.read(5) == b"%PDF-"
    assert len(report.file_sha256) == 64
    # Ada, Ben, Eve and Gus; Fay left on 1 October.
    assert row_of(report, "looked_after", "At any time in the year") == (5, 5)
    assert row_of(report, "looked_after", "On the last day") == (4, 4)
    assert row_of(report, "looked_after", "Became looked after in the year") == (1, 1)
    assert row_of(report, "looked_after", "Ceased to be looked after in the year") == (1, 1)
    assert row_of(report, "pep_reviewed_by_term", "Autumn term") == (1, 3)
    assert row_of(report, "pep_reviewed", "Late") == (1, 3)
    assert row_of(report, "pep_reviewed", "Not done by the day of the report") == (1, 3)
    assert row_of(report, "pep_quality", "Green: meets the standard") == (1, 1)


def test_children_behind_a_figure_are_kept_by_reference(ready_report, reported_year):
    behind = ready_report.children["pep_reviewed_by_term"][0]
    assert behind["counted"] == [reported_year.ada.ref]
    assert sorted(behind["others"]) == sorted([reported_year.ben.ref, reported_year.eve.ref])


def test_task_run_twice_makes_one_report(ready_report):
    before = fresh(ready_report)
    make_annual_report(ready_report.pk)
    after = fresh(ready_report)
    assert (after.file.name, after.produced_at, after.version) == (
        before.file.name,
        before.produced_at,
        before.version,
    )


def test_task_lost_with_its_worker_is_carried_on_by_the_next(reported_year):
    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    queue(report_id=report.pk, produced_by=None)
    AnnualReport.objects.filter(pk=report.pk).update(state="running")
    assert make_report(report_id=report.pk)
    assert fresh(report).state == "ready"


def test_produced_again_replaces_the_file(
    ready_report, reported_year, django_capture_on_commit_callbacks
):
    former = ready_report.file.name
    storage = ready_report.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        produce_report(actor=reported_year.officer, report=ready_report)
    report = fresh(ready_report)
    assert report.state == "ready"
    assert report.produced_by == reported_year.officer
    assert storage.exists(report.file.name)
    assert report.file.name == former or not storage.exists(former)


def test_a_report_in_the_making_is_not_queued_again(reported_year):
    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    produce_report(actor=reported_year.officer, report=report)
    with pytest.raises(ValidationError):
        produce_report(actor=reported_year.head, report=report)


def test_a_report_whose_maker_is_silent_may_be_asked_for_again(reported_year):
    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    queue(report_id=report.pk, produced_by=None)
    AnnualReport.objects.filter(pk=report.pk).update(
        state="running", progressed_at=timezone.now() - SILENCE - timedelta(seconds=1)
    )
    assert queue(report_id=report.pk, produced_by=None)


def test_a_report_left_by_a_dead_worker_is_taken_up(reported_year):
    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    queue(report_id=report.pk, produced_by=None)
    resume_reports()
    assert fresh(report).state == "queued"  # somebody may just be about to begin
    AnnualReport.objects.update(progressed_at=timezone.now() - SILENCE - timedelta(seconds=1))
    resume_reports()
    assert fresh(report).state == "ready"


def test_two_workers_never_make_the_same_report(reported_year):
    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    queue(report_id=report.pk, produced_by=None)
    with psycopg.connect(**connection.get_connection_params()) as another_worker:
        another_worker.execute("SELECT pg_advisory_lock(%s, %s)", [0x5653, report.pk])
        assert not make_report(report_id=report.pk)
        assert fresh(report).state == "queued"
    with psycopg.connect(**connection.get_connection_params()) as third:  # waits for the server
        third.execute("SELECT pg_advisory_lock(%s, %s)", [0x5653, report.pk])
        third.execute("SELECT pg_advisory_unlock(%s, %s)", [0x5653, report.pk])
    assert make_report(report_id=report.pk)  # the lock was lost with its connection


def test_a_failure_is_told_and_can_be_repeated(reported_year, settings):
    compiled = settings.STATICFILES_DIRS
    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    queue(report_id=report.pk, produced_by=None)
    settings.STATICFILES_DIRS = []  # a server on which nobody has compiled the fonts
    with pytest.raises(ImproperlyConfigured, match="fonts"):
        make_report(report_id=report.pk)
    assert fresh(report).state == "failed"
    assert "Try again" in fresh(report).error
    settings.STATICFILES_DIRS = compiled
    assert queue(report_id=report.pk, produced_by=None)
    assert make_report(report_id=report.pk)


def test_text_is_saved_and_asks_for_a_new_file(ready_report, reported_year):
    write_report(
        actor=reported_year.officer,
        report=ready_report,
        version=ready_report.version,
        introduction="A good year.",
        pupil_premium="",
        priorities="",
    )
    report = fresh(ready_report)
    assert (report.introduction, report.state) == ("A good year.", "draft")


def test_stale_text_is_refused(ready_report, reported_year):
    with pytest.raises(StaleReportError):
        write_report(
            actor=reported_year.officer,
            report=ready_report,
            version=ready_report.version - 1,
            introduction="A good year.",
            pupil_premium="",
            priorities="",
        )
    assert fresh(ready_report).introduction == ""


def test_text_that_names_a_child_is_refused(cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    with pytest.raises(ValidationError) as caught:
        write_report(
            actor=cast.head,
            report=report,
            version=report.version,
            introduction="We are proud of ada canaryada, who learned to swim.",
            pupil_premium="",
            priorities="",
        )
    assert "introduction" in caught.value.message_dict
    assert fresh(report).introduction == ""


def test_database_refuses_a_finished_report_without_file(cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).update(state="ready")


def test_database_refuses_two_reports_in_the_making(cast):
    begin(authority=cast.northshire, academic_year="2025-26")
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.create(authority=cast.northshire, academic_year="2025-26", edition=2)
