"""The button that publishes a report."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from reporting.annual_report.services import publish_report
from vsh.accounts.roles import Permission
from vsh.govuk.forms import VersionedFormMixin

from .access import MakerView


class PublishAnnualReport(MakerView):
    """Publishes the report that the page showed."""

    permission = Permission.PUBLISH_ANNUAL_REPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish the version that was read, no other."""
        report = self.get_report()
        form = VersionedFormMixin(request.POST)
        # A page that names no version of ours publishes nothing.
        report.version = form.cleaned_data["version"] if form.is_valid() else 0
        try:
            publish_report(actor=self.user, report=report)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
            return redirect("reporting:annual_report", pk)
        messages.success(
            request,
            f"The annual report {report.academic_year} is published. "
            "The director and the lead member can read it.",
        )
        return redirect("reporting:annual_report_figures", pk)
