"""The pages of the annual report: the list, writing and making one, its figures, its file."""

from base64 import b64encode
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import FormView, TemplateView

from pupils.models import Pupil
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read

from .document import CHARTED, published_chart_words
from .forms import StartForm, TextForm
from .models import AnnualReport
from .narrative import blocks
from .presentation import chapters, headlines, in_sentence
from .services import (
    TEXTS,
    StaleReportError,
    produce_report,
    publish_report,
    start_report,
    write_report,
)

BEHIND = {"counted": "Counted", "others": "Not counted"}


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


class AnnualReports(ReportView, TemplateView):
    """The reports of the authority; those who make them can begin one."""

    template_name = "reporting/annual_report/list.html"
    extra_context = {"page_title": "Annual reports"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The reports, newest first, and the form that begins one."""
        if self.user.may(Permission.PRODUCE_ANNUAL_REPORT):
            kwargs.setdefault("form", StartForm(user=self.user))
        reports = self.visible_reports()
        return super().get_context_data(
            reports=[{"report": report, "makes": self.makes(report)} for report in reports],
            has_several_authorities=len({r.authority_id for r in reports}) > 1,
            page_obj=None,
            **kwargs,
        )


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
        """Save the text."""
        texts = {name: form.cleaned_data[name] for name in TEXTS}
        try:
            write_report(
                actor=self.user, report=self.report, version=form.cleaned_data["version"], **texts
            )
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
        messages.success(self.request, "Text saved")
        return redirect("reporting:annual_report", self.report.pk)


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


class PublishAnnualReport(MakerView):
    """Publishes the report that the page showed."""

    permission = Permission.PUBLISH_ANNUAL_REPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish the version that was read, no other."""
        report = self.get_report()
        shown = request.POST.get("version", "")
        report.version = int(shown) if shown.isdecimal() else 0
        try:
            publish_report(actor=self.user, report=report)
        except StaleReportError as error:
            messages.warning(request, error.messages[0])
            return redirect("reporting:annual_report", pk)
        messages.success(
            request,
            f"The annual report {report.academic_year} is published. "
            "The director and the lead member can read it.",
        )
        return redirect("reporting:annual_report_figures", pk)


class AnnualReportFigures(ReportView, TemplateView):
    """The figures with their definitions; in full, with the children behind, for the makers."""

    template_name = "reporting/annual_report/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The frozen figures; nothing that is not published for those who only read."""
        report = self.get_report()
        if not report.has_file:
            raise Http404
        assert report.as_at is not None  # the database keeps no file without
        in_full = self.makes(report)
        return super().get_context_data(
            page_title=f"Annual report {report.academic_year}: figures",
            report=report,
            chapters=chapters(report.figures, in_full=in_full),
            headlines=headlines(report.figures, day=report.as_at),
            in_full=in_full,
            charted=CHARTED,
            chart_alt=published_chart_words(report.figures),
            chart_url=f"data:image/svg+xml;base64,{b64encode(report.chart.encode()).decode()}",
            texts=[
                {"title": title, "blocks": blocks(getattr(report, name))}
                for name, title in [
                    ("introduction", "Introduction by the Virtual School Head"),
                    ("pupil_premium", "Pupil premium plus"),
                    ("priorities", "Priorities for next year"),
                ]
                if getattr(report, name)
            ],
            **kwargs,
        )


class FigureChildren(MakerView, TemplateView):
    """The children behind a figure: those of them whom the person may see."""

    template_name = "reporting/annual_report/children.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the children, by name, and a line in the log of reads."""
        report = self.get_report()
        key, number, which = (self.kwargs[name] for name in ("key", "number", "which"))
        table = next((t for t in report.figures if t["key"] == key), None)
        if not report.has_file or table is None or number >= len(table["rows"]):
            raise Http404
        refs = report.children[key][number].get(which)
        if refs is None:
            raise Http404
        children = Pupil.objects.visible_to(self.user).filter(ref__in=set(refs))
        count = children.count()
        page = page_of(
            children.order_by("search_name", "pk"),
            count=count,
            number=self.request.GET.get("page"),
        )
        page.object_list = list(page.object_list)
        record_list_read(
            user=self.user,
            page="reporting:figure_children",
            filters={"report": report.pk, "figure": key, "row": number, "which": which},
            count=count,
        )
        times = {ref: refs.count(ref) for ref in {pupil.ref for pupil in page.object_list}}
        return super().get_context_data(
            page_title=f"{table['title']}: {table['rows'][number]['label']}",
            report=report,
            table=table,
            side=BEHIND[which],
            counted=in_sentence(table["unit"]),
            page_obj=page,
            rows=[{"pupil": pupil, "times": times[pupil.ref]} for pupil in page.object_list],
            counts_several=any(n > 1 for n in times.values()),
            unseen=len(set(refs)) - count,
            back_url=reverse("reporting:annual_report_figures", args=[report.pk]),
            **kwargs,
        )


class AnnualReportFile(ReportView):
    """The PDF."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file under a name that says what it is."""
        report = self.get_report()
        if not report.has_file:
            raise Http404
        return FileResponse(
            report.file.open("rb"),
            as_attachment=True,
            filename=f"annual-report-{report.authority.name.lower().replace(' ', '-')}"
            f"-{report.academic_year}.pdf",
            content_type="application/pdf",
        )
