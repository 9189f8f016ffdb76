"""A year of Northshire's children, small enough to count by hand."""

import pytest

from peps.models import Pep, QualityReview
from pupils.models import Deadline


@pytest.fixture
def reported_year(cast):
    """Ada: first PEP and autumn review in time, judged green. Ben: review late. Eve: not done.

    The report of 2026-27 is read on 4 November 2026.
    """
    from datetime import date

    from tests.cast import add_child

    add_child(
        cast,
        "gus",
        born_on=date(2017, 5, 1),
        looked_after_from=date(2026, 9, 14),
        setting=cast.elm,
        enrolled_from=date(2026, 10, 5),
    )
    for child, met_on in (("ada", date(2026, 10, 9)), ("ben", date(2026, 10, 26)), ("eve", None)):
        Deadline.objects.create(
            pupil=cast.children[child],
            kind="pep_term_review",
            trigger_key="term:2026-27:autumn",
            owner_role="designated_teacher",
            started_on=date(2026, 9, 2),
            due_on=date(2026, 10, 23),
            met_on=met_on,
            rule_version="1",
        )
    pep = Pep.objects.create(
        pupil=cast.ada,
        care_period=cast.ada.care_periods.get(),
        kind="termly",
        academic_year="2026-27",
        season="autumn",
        form_version="2026.1",
        state="quality_assured",
        opened_on=date(2026, 9, 2),
        submitted_on=date(2026, 10, 9),
        submitted_by=cast.teacher,
    )
    for outcome, day in (("amber", date(2026, 10, 12)), ("green", date(2026, 10, 20))):
        QualityReview.objects.create(
            pep=pep,
            rubric_version="1",
            outcome=outcome,
            reviewed_on=day,
            reviewed_by=cast.officer,
        )
    return cast


@pytest.fixture(scope="session")
def laid_out():
    """PDFs already laid out in this run, by their HTML: laying out takes seconds."""
    return {}


@pytest.fixture
def ready_report(reported_year, laid_out):
    """Northshire's report of 2026-27, made."""
    from django.core.files.base import ContentFile

    from reporting.annual_report.cohort import load_cohort
    from reporting.annual_report.document import contents_of, document_html, published_chart
    from reporting.annual_report.indicators import (
        compute_all,
        frozen_children,
        frozen_figures,
    )
    from reporting.annual_report.pdf import document_pdf
    from reporting.annual_report.rules import AcademicYear
    from reporting.annual_report.services import begin
    from tests.cast import TODAY

    report = begin(authority=reported_year.northshire, academic_year="2026-27")
    report.pupil_premium = "Spent on tutors."
    year = AcademicYear.named("2026-27")
    computed = compute_all(load_cohort(authority=report.authority, year=year, on=TODAY))
    report.figures = frozen_figures(computed)
    report.children = frozen_children(computed)
    report.chart = published_chart(report.figures)
    report.as_at = TODAY
    html = document_html(contents_of(report, figures=report.figures, as_at=TODAY))
    if html not in laid_out:
        laid_out[html] = document_pdf(html, pictures={"chart.svg": report.chart.encode()})
    report.state = "ready"
    report.file.save("report.pdf", ContentFile(laid_out[html]))
    return report


@pytest.fixture
def published_report(ready_report, reported_year):
    """The same report, published by the Virtual School Head."""
    from reporting.annual_report.models import AnnualReport
    from reporting.annual_report.services import publish_report

    publish_report(actor=reported_year.head, report=ready_report)
    return AnnualReport.objects.get(pk=ready_report.pk)
