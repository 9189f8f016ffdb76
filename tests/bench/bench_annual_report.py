"""The annual report of 1,000 children, against WeasyPrint alone on the same HTML.

Floor: `weasyprint.HTML(...).write_pdf(...)` with the report's style sheet, fonts and picture.
Bound: reading the facts, the figures, the picture, the HTML and the PDF take at most 1.3 times
as long. The median of several rounds, floor and report in turns, in a worker that is warm.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date

from reporting.annual_report.cohort import load_cohort, one_moment
from reporting.annual_report.document import contents_of, document_html, published_chart
from reporting.annual_report.indicators import compute_all, frozen_figures
from reporting.annual_report.models import AnnualReport
from reporting.annual_report.pdf import document_pdf
from reporting.annual_report.rules import AcademicYear
from reporting.annual_report.services import begin, make_report, queue
from reporting.demonstration.seed import seed_demonstration
from tests.bench.measuring import Ratio
from vsh.calendars import today
from vsh.calendars.models import CurrentDay
from vsh.organisations.models import Authority

CHILDREN = 1_000
DAY = date(2026, 11, 18)
YEAR = "2025-26"
ROUNDS = 5


def run() -> list[Ratio]:
    """Measure the whole service against WeasyPrint alone."""
    CurrentDay.objects.update_or_create(id=1, defaults={"day": DAY})
    if not Authority.objects.exists():
        seed_demonstration(children=CHILDREN, seed=1, on=DAY, password="a password for benches")
    northshire = Authority.objects.get(code="999")
    report = begin(authority=northshire, academic_year=YEAR)

    def whole() -> None:
        assert queue(report_id=report.pk, produced_by=None)
        assert make_report(report_id=report.pk)

    html, pictures = same_html(report)
    whole()  # warm: imports, the fonts as letters of the picture
    floors, reports = [], []
    for _ in range(ROUNDS):  # in turns, so that both meet the same noise of the machine
        floors.append(seconds(lambda: document_pdf(html, pictures=pictures)))
        reports.append(seconds(whole))
    ratios = [report / floor for report, floor in zip(reports, floors, strict=True)]
    return [
        Ratio(
            name="annual report",
            value=statistics.median(ratios),
            bound=1.3,
            note=f"{min(reports):.2f} s, WeasyPrint alone {min(floors):.2f} s",
        )
    ]


def same_html(report: AnnualReport) -> tuple[str, dict[str, bytes]]:
    """The HTML and the picture that the service lays out."""
    with one_moment():
        cohort = load_cohort(authority=report.authority, year=AcademicYear.named(YEAR), on=today())
    figures = frozen_figures(compute_all(cohort))
    html = document_html(contents_of(report, figures=figures, as_at=cohort.day))
    print(f"{len(cohort.children)} children in the year", flush=True)
    return html, {"chart.svg": published_chart(figures).encode()}


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
