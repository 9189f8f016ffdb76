"""Who may open which report."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views import View

from reporting.annual_report.models import AnnualReport
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission


class ReportView(PermissionRequiredMixin, View):
    """Base of the views here: a report of another authority, or not yet published, is not there."""

    permission = Permission.READ_PUBLISHED_REPORTS

    def visible_reports(self) -> "QuerySet[AnnualReport]":
        """Reports that this person may see, without the long lists."""
        reports = AnnualReport.objects.visible_to(self.user)
        return reports.select_related("authority", "published_by").defer(
            "figures", "children", "chart"
        )

    def get_report(self) -> AnnualReport:
        """The report in the address, or 404."""
        return get_object_or_404(self.visible_reports(), pk=self.kwargs["pk"])

    def makes(self, report: AnnualReport) -> bool:
        """Whether the person makes this report, rather than only reading it."""
        return report.authority_id in self.user.authority_ids_where(
            Permission.PRODUCE_ANNUAL_REPORT
        )


class MakerView(ReportView):
    """Base of the views of those who make the report."""

    permission = Permission.PRODUCE_ANNUAL_REPORT

    def get_report(self) -> AnnualReport:
        """The report in the address, if the person makes it."""
        report = super().get_report()
        if not self.makes(report):
            raise Http404
        return report
