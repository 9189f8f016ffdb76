"""A report read again, and its addresses."""

from django.urls import reverse

from reporting.annual_report.models import AnnualReport


def address(name, *args):
    return reverse(f"reporting:{name}", args=args)


def behind(report, key="pep_reviewed_by_term", number=0, which="counted"):
    return address("figure_children", report.pk, key, number, which)


def pages(report):
    """Every address of a report that is read."""
    return {
        "list": address("annual_reports"),
        "report": address("annual_report", report.pk),
        "progress": address("annual_report_progress", report.pk),
        "figures": address("annual_report_figures", report.pk),
        "file": address("annual_report_file", report.pk),
        "children": behind(report),
    }


def fresh(report: AnnualReport) -> AnnualReport:
    return AnnualReport.objects.get(pk=report.pk)
