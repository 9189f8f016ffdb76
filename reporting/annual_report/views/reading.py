"""The pages on which reports are read: the list, the figures, the children behind, the file."""

from base64 import b64encode
from collections import Counter
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from pupils.merged import meant_by_references
from pupils.models import Pupil
from reporting.annual_report.document import CHARTED, published_chart_words
from reporting.annual_report.forms import StartForm
from reporting.annual_report.narrative import blocks
from reporting.annual_report.presentation import chapters, headlines
from reporting.paging import page_of
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.govuk.words import in_sentence

from .access import MakerView, ReportView

BEHIND = {"counted": "Counted", "others": "Not counted"}


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
            headlines=headlines(report.figures, day=report.as_at, in_full=in_full),
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
        visible = Pupil.objects.visible_to(self.user)
        meant = meant_by_references(refs, among=visible)
        children = set(meant.values())
        count = len(children)
        page = page_of(
            visible.filter(pk__in=children).order_by("search_name", "pk"),
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
        times = Counter(meant[ref] for ref in refs if ref in meant)
        return super().get_context_data(
            page_title=f"{table['title']}: {table['rows'][number]['label']}",
            report=report,
            table=table,
            side=BEHIND[which],
            counted=in_sentence(table["unit"]),
            page_obj=page,
            rows=[{"pupil": pupil, "times": times[pupil.pk]} for pupil in page.object_list],
            counts_several=any(times[pupil.pk] > 1 for pupil in page.object_list),
            unseen=len(set(refs) - set(meant)),
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
