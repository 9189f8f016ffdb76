"""Publishing a report: by the head alone, as it was read, and for good."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from pupils.models import Pupil
from reporting.annual_report.models import AnnualReport
from reporting.annual_report.services import (
    StaleReportError,
    begin,
    make_report,
    publish_report,
    queue,
)
from tests.cast import add_person
from tests.reporting.annual_report.reports import fresh
from vsh.accounts.roles import Role
from vsh.notices.models import Notice


def test_head_publishes_and_readers_are_told(published_report, reported_year):
    assert published_report.published_by == reported_year.head
    told = Notice.objects.filter(about=f"annual_report:{published_report.pk}")
    assert set(told.values_list("recipient", flat=True)) == {
        reported_year.director.pk,
        reported_year.member.pk,
    }
    assert not any("Canary" in notice.body + notice.subject for notice in told)


@pytest.mark.parametrize("person", ["officer", "director", "south_head", "teacher"])
def test_others_publish_nothing(ready_report, reported_year, person):
    with pytest.raises(PermissionDenied):
        publish_report(actor=getattr(reported_year, person), report=ready_report)
    assert fresh(ready_report).state == "ready"


def test_only_the_version_that_was_read_is_published(ready_report, reported_year):
    seen = fresh(ready_report)
    queue(report_id=ready_report.pk, produced_by=None)
    make_report(report_id=ready_report.pk)
    with pytest.raises(StaleReportError):
        publish_report(actor=reported_year.head, report=seen)


def test_a_report_silent_about_the_pupil_premium_is_not_published(ready_report, reported_year):
    AnnualReport.objects.filter(pk=ready_report.pk).update(pupil_premium="")
    with pytest.raises(ValidationError, match="pupil premium plus"):
        publish_report(actor=reported_year.head, report=fresh(ready_report))
    assert fresh(ready_report).state == "ready"
    assert not Notice.objects.exists()


def test_a_draft_is_not_published(cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    report.pupil_premium = "Spent on tutors."
    with pytest.raises(StaleReportError):
        publish_report(actor=cast.head, report=report)


def test_published_file_names_no_child(published_report):
    reader = PdfReader(BytesIO(published_report.file.read()))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Our children" in text
    assert "anary" not in text
    for child in Pupil.objects.all():
        assert child.ref not in text
        assert child.child_id not in text


def test_published_report_does_not_change_with_the_facts(published_report, reported_year):
    before = published_report.file.read(), published_report.figures
    reported_year.gus.delete()
    after = fresh(published_report)
    assert (after.file.read(), after.figures) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda report: AnnualReport.objects.filter(pk=report.pk).update(introduction="Other"),
        lambda report: report.delete(),
    ],
    ids=["update", "delete"],
)
def test_database_refuses_to_change_a_published_report(published_report, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(published_report)


def test_correction_is_a_new_edition_with_the_text(published_report, reported_year):
    assert not queue(report_id=published_report.pk, produced_by=None)
    second = begin(authority=reported_year.northshire, academic_year="2026-27")
    assert (second.edition, second.introduction) == (2, published_report.introduction)


def test_readers_of_another_authority_are_not_told(ready_report, reported_year):
    add_person("south_member", Role.LEAD_MEMBER, reported_year.southmoor)
    publish_report(actor=reported_year.head, report=ready_report)
    assert Notice.objects.filter(recipient__email__contains="southmoor").count() == 0
