"""The pages of the plans of a term: the list, what is asked of a worker, an officer for many."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from peps.services.opening import preview_of_opening
from pupils.form_pages import add_refusal
from pupils.models import Pupil
from reporting import roll_list
from reporting.paging import page_of
from vsh.accounts.access import OneAuthorityMixin, PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

from .chasing import preview_of, what_is_owed
from .filters import PlansFilter
from .forms import ReassignForm
from .listing import (
    WAITS_FOR,
    counted,
    numbers,
    people_to_allocate,
    rows_of,
    state_words,
    term_words,
)
from .models import PlansJob
from .services import FILE_KEPT_FOR, MOST_AT_ONCE, ask_for, chosen_from, person_named, reassign
from .terms import THIS_TERM, UNFINISHED, title_of

MOST_COUNTED = 1000  # children of whom a page says to how many people a chaser goes


class _OfAuthority(OneAuthorityMixin, TemplateView):
    """A page of one authority whose plans the user sees to."""

    permission = Permission.ASSURE_PEP

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The authority, and what its links carry where the user has several."""
        is_one_of_several = len(self.authorities) > 1
        return super().get_context_data(
            authority=self.authority,
            authorities=self.authorities,
            of_authority=f"authority={self.authority.code}" if is_one_of_several else "",
            **kwargs,
        )


class TermPlans(_OfAuthority):
    """Every child who is to have a plan, where it stands and whose turn it is."""

    template_name = "reporting/term_plans/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the filtered list."""
        day = today()
        chosen = chosen_from(self.request.GET, user=self.user, authority=self.authority)
        shown = chosen.qs if chosen.form.is_valid() else chosen.queryset.none()
        term = chosen.term_shown
        ids = shown.order_by("search_name", "pk").values_list("pk", flat=True)
        number, left = numbers(shown, self.user, on=day, authority=self.authority)
        page = page_of(ids, count=number, number=self.request.GET.get("page"))
        page.object_list = rows_of(list(page.object_list), user=self.user, on=day, term=term)
        cleaned = chosen.form.cleaned_data if chosen.form.is_valid() else {}
        filters = {name: value for name, value in cleaned.items() if value}
        record_list_read(
            user=self.user,
            page="reporting:term_plans",
            filters=filters | {"authority": self.authority.code, "page": page.number},
            count=page.paginator.count,
        )
        return super().get_context_data(
            filter=chosen,
            filters=filters,
            page_obj=page,
            rows=[self._row(pupil) for pupil in page.object_list],
            counts=counted(self.user, on=day, authority=self.authority, term=term),
            left=left,
            page_title=title_of(term, chosen.terms),
            term=term,
            is_this_term=term == THIS_TERM,
            is_unfinished=term == UNFINISHED,
            words_of_term=chosen.terms.get(term, ""),
            may_see_to_roll=self.user.may(Permission.IMPORT_DATA),
            may_reassign=self.user.may(Permission.ASSIGN_CASELOAD),
            **kwargs,
        )

    def _row(self, pupil: Any) -> dict[str, Any]:
        return {
            "pupil": pupil,
            "state": pupil.pep_state,
            "term": term_words(pupil.plan_term_key),
            "state_words": state_words(pupil.pep_state),
            "waits_for": WAITS_FOR[pupil.waits_for],
            "is_done": pupil.waits_for == "nobody",
        }


class _AskFor(_OfAuthority):
    """Says what a piece of work would do; a POST asks for it."""

    kind = ""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for the work, and go to where its progress is shown."""
        filters = {
            name: request.POST[name]
            for name in ("term", "what", "school", "year", "officer")
            if request.POST.get(name)
        }
        job = ask_for(actor=self.user, authority=self.authority, kind=self.kind, filters=filters)
        return HttpResponseRedirect(reverse("reporting:plans_job", kwargs={"ref": job.ref}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filters that the list had, and how many children it shows."""
        chosen = chosen_from(self.request.GET, user=self.user, authority=self.authority)
        cleaned = chosen.form.cleaned_data if chosen.form.is_valid() else {}
        return super().get_context_data(
            filters={name: value for name, value in cleaned.items() if value},
            of_which=title_of(chosen.term_shown, chosen.terms),
            is_this_term=chosen.term_shown == THIS_TERM,
            **self.of_whom(chosen),
            **kwargs,
        )

    def of_whom(self, chosen: PlansFilter) -> dict[str, Any]:
        """How many children it is about."""
        return {"number": chosen.qs.count() if chosen.form.is_valid() else 0}


class OpenPlans(_AskFor):
    """Open the term's plan for each child who lacks one."""

    kind = PlansJob.Kind.OPEN
    template_name = "reporting/term_plans/open.html"
    extra_context = {"page_title": "Open this term's plans"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many it would open, and why others have none."""
        preview = preview_of_opening(self.authority, today())
        return super().get_context_data(preview=preview, **kwargs)


class ChasePlans(_AskFor):
    """Send a chaser to those whose turn it is."""

    kind = PlansJob.Kind.CHASE
    template_name = "reporting/term_plans/chase.html"
    extra_context = {"page_title": "Send a chaser"}

    def of_whom(self, chosen: PlansFilter) -> dict[str, Any]:
        """To whom it goes, too; of very many children that is counted as it is sent."""
        children = chosen.qs if chosen.form.is_valid() else chosen.queryset.none()
        ids = list(children.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
        if len(ids) > MOST_COUNTED:
            return super().of_whom(chosen)
        owed = what_is_owed(ids, by=self.user, term=chosen.term_shown)
        return {"number": len(ids), "preview": preview_of(owed, authority=self.authority)}


class ExportPlans(_AskFor):
    """Export the list as it is filtered."""

    kind = PlansJob.Kind.EXPORT
    template_name = "reporting/term_plans/export.html"
    extra_context = {"page_title": "Export the list"}


class ShowJob(PermissionRequiredMixin, TemplateView):
    """How far the work is, and what came of it."""

    permission = Permission.ASSURE_PEP
    template_name = "reporting/term_plans/job.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The job; 404 for another's."""
        job = PlansJob.objects.visible_to(self.user).filter(ref=self.kwargs["ref"]).first()
        if job is None:
            raise Http404
        return super().get_context_data(
            job=job,
            of_authority=f"authority={job.authority.code}",
            kept_until=job.asked_at + FILE_KEPT_FOR,
            kept_days=FILE_KEPT_FOR.days,
            page_title=job.get_kind_display(),
            **kwargs,
        )


class JobFile(PermissionRequiredMixin, View):
    """The exported file."""

    permission = Permission.ASSURE_PEP

    def get(self, request: HttpRequest, ref: str) -> FileResponse:
        """The file, on record as read."""
        job = PlansJob.objects.visible_to(self.user).filter(ref=ref).first()
        if job is None or not job.file:
            raise Http404
        record_list_read(
            user=self.user, page="reporting:plans_file", filters=job.filters, count=job.total
        )
        response = FileResponse(
            job.file.open("rb"),
            as_attachment=True,
            filename=f"plans-{job.asked_at:%Y-%m-%d}.csv",
            content_type="text/csv",
        )
        response["Cache-Control"] = "no-store"
        return response


class Reassign(PermissionRequiredMixin, FormView[ReassignForm]):
    """Another officer or social worker for the children chosen on the list."""

    permission = Permission.ASSIGN_CASELOAD
    form_class = ReassignForm
    template_name = "reporting/term_plans/reassign.html"

    def refs(self) -> list[str]:
        """The references that the form or the list sent."""
        return self.request.POST.getlist("child") or self.request.GET.getlist("child")

    def chosen(self) -> list[Any]:
        """The children chosen, or all of one officer's, of those whom the user may allocate; one
        more than can be allocated at once says that there are too many."""
        visible = Pupil.objects.visible_to(self.user, Permission.ASSIGN_CASELOAD)
        of_officer = self.request.GET.get("caseload", "")
        if self.request.method == "GET" and of_officer.isascii() and of_officer.isdecimal():
            pupils = roll_list.of_officer(
                visible.looked_after_on(today()), int(of_officer), user=self.user, on=today()
            )
        else:
            pupils = visible.filter(ref__in=self.refs())
        return list(pupils.order_by("search_name", "pk")[: MOST_AT_ONCE + 1])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The people who can be allocated."""
        return super().get_form_kwargs() | {"people": people_to_allocate(self.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The children chosen."""
        children = self.chosen()
        record_list_read(user=self.user, page="reporting:reassign", filters={}, count=len(children))
        of_roll = self.user.may(Permission.IMPORT_DATA)
        title = "Another officer or social worker" if of_roll else "Another officer"
        return super().get_context_data(
            children=children[:MOST_AT_ONCE],
            most=MOST_AT_ONCE if len(children) > MOST_AT_ONCE else 0,
            page_title=title,
            **kwargs,
        )

    def form_valid(self, form: ReassignForm) -> HttpResponse:
        """Allocate, all or none."""
        capacity, _, pk = form.cleaned_data["person"].partition(":")
        try:
            with transaction.atomic():
                number = reassign(
                    actor=self.user, refs=self.refs(), capacity=capacity, user=person_named(pk)
                )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(
            self.request, f"Allocated to {number} {'child' if number == 1 else 'children'}"
        )
        return HttpResponseRedirect(reverse("reporting:term_plans"))
