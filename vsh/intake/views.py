"""The pages of an import: past ones and upload, preview, progress, result, report."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views import View
from django.views.generic import FormView, TemplateView

from vsh import heartbeats
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.api.models import SystemToken
from vsh.audit.services import record_list_read

from .clearing import REPORT_KEPT_FOR
from .deliveries import count_waiting, is_open
from .forms import UploadForm
from .models import ImportRun
from .progress import progress_of
from .querysets import ImportRunQuerySet
from .registry import importer_of, importers
from .services import cancel_deliveries, cancel_import, confirm_import, receive_files

PAGE_SIZE = 25
_WARNINGS: dict[str, str] = {
    ImportRun.State.READY: "Would load, but check",
    ImportRun.State.LOADED: "Loaded, but check",
}


class IntakeView(PermissionRequiredMixin, View):
    """Base of the views here: an import of another authority does not exist."""

    permission = Permission.IMPORT_DATA

    def visible_runs(self) -> ImportRunQuerySet:
        """Imports that this person may see."""
        return ImportRun.objects.visible_to(self.user).select_related(
            "authority", "uploaded_by", "confirmed_by", "sent_by"
        )

    def get_run(self) -> ImportRun:
        """The import in the address, or 404."""
        return get_object_or_404(self.visible_runs(), ref=self.kwargs["ref"])


class ImportListView(IntakeView, FormView):  # type: ignore[type-arg]
    """Past imports, and the upload of the next."""

    template_name = "intake/import_list.html"
    form_class = UploadForm
    extra_context = {"page_title": "Imports"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers only the person's own authorities."""
        return {**super().get_form_kwargs(), "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Past imports, all or of one `system`: those that wait for a person, then the newest."""
        context = super().get_context_data(**kwargs)
        found, system, waiting = self.visible_runs(), None, 0
        if ref := self.request.GET.get("system"):
            system = get_object_or_404(SystemToken.objects.visible_to(self.user), ref=ref)
            found = found.filter(sent_by=system)
            waiting = count_waiting([system.pk]).get(system.pk, 0)
        found = found.waiting_first().prefetch_related("files")
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return {
            **context,
            "page_obj": page,
            "runs": [{"run": run, "title": importer_of(run.kind).title} for run in page],
            "importers": importers(),
            "system": system,
            "waiting": waiting,
        }

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the files and show the page on which their check appears."""
        run = receive_files(
            actor=self.user,
            authority=form.chosen_authority,
            kind=form.importer.kind,
            files=form.cleaned_data["uploads"],
        )
        return redirect("intake:run", run.ref)


def _page_of(run: ImportRun) -> dict[str, Any]:
    done, total = progress_of(run.ref)
    importer = importer_of(run.kind)
    errors = run.findings.get("error", [])
    told = sum(one.get("rows", 1) for one in errors)
    return {
        "run": run,
        "importer": importer,
        "page_title": f"Import: {importer.title}",
        "files": run.files.all(),
        "left_to_do": importer.left_to_do(run.authority_id) if run.state == "loaded" else "",
        "report_days": REPORT_KEPT_FOR.days,
        "is_token_open": run.sent_by is not None and is_open(run.sent_by),
        "done": done,
        "total": total,
        "is_service_silent": bool(
            run.is_late_to_start and not total and heartbeats.is_worker_silent()
        ),
        "percent": min(100, 100 * done // total) if total else 0,
        "errors": [one for one in errors if one.get("is_refused", True)],
        "parts": [one for one in errors if not one.get("is_refused", True)],
        "total_errors": run.errors if run.errors > told else 0,
        "of_refused": run.findings.get("of_refused", []),
        "warnings_heading": _WARNINGS.get(run.state, "To check"),
        "warnings": run.findings.get("warning", []),
        "notes": run.findings.get("info", []),
    }


class ImportView(IntakeView, TemplateView):
    """One import: its progress, its preview or its result, whichever it has come to."""

    template_name = "intake/import_run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was found and how far it is."""
        return {**super().get_context_data(**kwargs), **_page_of(self.get_run())}


class ImportProgressView(IntakeView):
    """The fragment that the page asks for again and again while a worker is busy."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """How far it is; once the worker is done, the whole page is wanted."""
        run = self.get_run()
        response = render(request, "intake/progress.html", _page_of(run))
        if not run.is_at_work:
            response["HX-Refresh"] = "true"
        return response


class ConfirmImportView(IntakeView):
    """Loads what was checked."""

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Confirm once; a second press finds the import already on its way."""
        run = self.get_run()
        if not confirm_import(actor=self.user, run=run):
            messages.info(request, "This import had already been confirmed or cancelled.")
        return redirect("intake:run", run.ref)


class CancelImportView(IntakeView):
    """Gives up what was checked."""

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Cancel, unless it is being loaded already."""
        run = self.get_run()
        if cancel_import(actor=self.user, run=run):
            messages.success(request, "Import cancelled. Its files have been deleted.")
        else:
            messages.info(request, "This import had already been confirmed or cancelled.")
        return redirect("intake:list")


class CancelDeliveriesView(IntakeView):
    """Gives up all that a system sent and that waits."""

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """What somebody has confirmed meanwhile goes on."""
        token = get_object_or_404(SystemToken.objects.visible_to(self.user), ref=ref)
        if number := cancel_deliveries(actor=self.user, token=token):
            messages.success(
                request,
                f"{number} import{pluralize(number)} cancelled. The files have been deleted.",
            )
        else:
            messages.info(request, "No import of this system waits any more.")
        return redirect(f"{reverse('intake:list')}?system={token.ref}")


class ImportReportView(IntakeView):
    """The report: every finding and every row's outcome."""

    def get(self, request: HttpRequest, ref: str) -> FileResponse:
        """The file, and a line in the log of reads."""
        run = self.get_run()
        if not run.report:
            raise Http404
        record_list_read(
            user=self.user,
            page="import report",
            filters={"import": run.ref},
            count=run.rows,
        )
        return FileResponse(
            run.report.open("rb"),
            as_attachment=True,
            filename=f"import-{run.ref}.csv",
            content_type="text/csv; charset=utf-8",
        )
