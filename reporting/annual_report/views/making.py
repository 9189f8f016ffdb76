"""The pages on which a report is begun, written and made."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import FormView

from reporting.annual_report.forms import StartForm, TextForm
from reporting.annual_report.models import AnnualReport
from reporting.annual_report.services import (
    TEXTS,
    StaleReportError,
    produce_report,
    start_report,
    write_report,
)
from vsh.accounts.roles import Permission

from .access import MakerView


class StartAnnualReport(MakerView, FormView):  # type: ignore[type-arg]
    """Begins a report, or opens the one in the making."""

    form_class = StartForm
    template_name = "reporting/annual_report/start.html"
    extra_context = {"page_title": "Begin an annual report"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers only the person's own authorities."""
        return {**super().get_form_kwargs(), "user": self.user}

    def form_valid(self, form: StartForm) -> HttpResponse:
        """Open the report of the year."""
        try:
            report = start_report(
                actor=self.user,
                authority=form.chosen_authority,
                academic_year=form.cleaned_data["academic_year"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect("reporting:annual_report", report.pk)


class WriteAnnualReport(MakerView, FormView):  # type: ignore[type-arg]
    """One report in the making: its text, how far it is, what to do next."""

    form_class = TextForm
    template_name = "reporting/annual_report/report.html"

    @cached_property
    def report(self) -> AnnualReport:
        """The report in the address, read once."""
        return self.get_report()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the figures of a published report."""
        if self.report.is_published:
            return redirect("reporting:annual_report_figures", self.report.pk)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The text as it is."""
        texts = {name: getattr(self.report, name) for name in TEXTS}
        return {**texts, "version": self.report.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report and what this person may do with it."""
        return super().get_context_data(
            report=self.report,
            page_title=f"Annual report {self.report.academic_year}",
            may_publish=self.report.authority_id
            in self.user.authority_ids_where(Permission.PUBLISH_ANNUAL_REPORT),
            **kwargs,
        )

    def form_valid(self, form: TextForm) -> HttpResponse:
        """Save the text, and have the report made of it if that was the button."""
        texts = {name: form.cleaned_data[name] for name in TEXTS}
        try:
            self._save(texts, version=form.cleaned_data["version"])
        except StaleReportError:
            form.refuse_stale()
            theirs = [
                {"label": form.fields[name].label, "theirs": getattr(self.report, name)}
                for name in TEXTS
                if getattr(self.report, name) != texts[name]
            ]
            return self.render_to_response(
                self.get_context_data(form=form, theirs=theirs), status=409
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if "make" not in self.request.POST:
            messages.success(self.request, "Text saved")
        return redirect("reporting:annual_report", self.report.pk)

    def _save(self, texts: dict[str, str], *, version: int) -> None:
        write_report(actor=self.user, report=self.report, version=version, **texts)
        if "make" in self.request.POST:
            produce_report(actor=self.user, report=self.report)


class AnnualReportProgress(MakerView):
    """The fragment that the page asks for again and again while a worker is busy."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far it is; once it is made, the whole page is wanted."""
        report = self.get_report()
        response = render(request, "reporting/annual_report/progress.html", {"report": report})
        if not report.is_in_the_making:
            response["HX-Refresh"] = "true"
        return response


class ProduceAnnualReport(MakerView):
    """Asks for the report to be made."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue it once; a second press finds it on its way."""
        try:
            produce_report(actor=self.user, report=self.get_report())
        except ValidationError as error:
            messages.info(request, error.messages[0])
        return redirect("reporting:annual_report", pk)
