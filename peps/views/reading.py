"""A PEP as its list of sections, as one document to read, and as the PDF that was kept."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from peps.facts.learners import fitting_form, learner_of_loaded
from peps.models import Pep, PepSection, PepSnapshot, PepStatusChange
from peps.quality.feedback import said_of
from peps.quality.judgement import judgement_of
from peps.reading.finished import holds_what_is_private_now
from peps.reading.kept_texts import not_asked
from peps.reading.letter import letter_for, set_aside_words
from peps.reading.next_step import next_step
from peps.reading.own_deadlines import OwnDeadlines, own_deadlines
from peps.rules.sections import may_write_section
from peps.rules.states import Action
from peps.schema import Section, Variant
from peps.services.shape import FORM_CHANGED
from peps.services.snapshots import record_download
from peps.views.kept_words import KeptWords
from peps.views.pep_pages import PepPageMixin, load_whole_pep
from peps.waiting.concerns import concerns_of_plan
from vsh.accounts.roles import Permission
from vsh.calendars import today


class PepPage(PepPageMixin, TemplateView):
    """The sections with their state, what happens next, and what the reader may do."""

    permission = Permission.READ_PEP
    template_name = "peps/pep.html"

    def find_pep(self) -> Pep:
        """The plan with its judgement and the day of the review."""
        return load_whole_pep(user=self.user, ref=self.kwargs["ref"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put away words of the reader that no section asks for any more."""
        key = request.POST.get("section")
        row = next((row for row in self.sections() if row.key == key), None)
        return KeptWords(request, row, {}).put_away(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list of tasks beside the state of the whole."""
        rows = self.sections()
        tasks = self.tasks(rows)
        user, pep = self.user, self.pep
        recorded = PepStatusChange.objects.visible_to(user).filter(pep=pep).select_related("by")
        changes = list(recorded)
        reached = {change.to_state for change in changes}
        judgement = judgement_of(pep) if reached & {"quality_assured", "returned"} else None
        is_over = pep.is_of_care_ended_by(today())  # what is due since is another time in care's
        due = OwnDeadlines([]) if is_over else own_deadlines(pep, reader=user)
        return super().get_context_data(
            tasks=tasks,
            not_asked=not_asked(pep, rows, permissions=self.child_permissions),
            set_aside=[self.set_aside(row) for row in rows if row.set_aside_on],
            better_form=self.better_form(changes),
            finished=sum(task.is_complete for task in tasks),
            can={action.value: self.is_allowed(action) for action in Action},
            next_step=next_step(
                pep,
                tasks=tasks,
                on=today(),
                lapsed_because=changes[-1].reason if changes and changes[-1].by is None else "",
            ),
            is_care_over=is_over,
            changes=reversed(changes),
            returned=(returned := _return_that_stands(changes, pep.state)),
            said=said_of(pep) if returned and not judgement else [],
            deadlines=due.to_meet,
            missed_on=due.missed_on,
            review_on=None if is_over or pep.state == Pep.State.NOT_REQUIRED else pep.review_on,  # type: ignore[attr-defined]
            variant_label=Variant(pep.variant).label if pep.variant else "",
            meeting=self.meeting(),
            judgement=judgement,
            **concerns_of_plan(pep, permissions=self.child_permissions, on=today()),
            taken=self.taken(),
            **kwargs,
        )

    def meeting(self) -> dict[str, Any] | None:
        """The plan's next meeting, or its last, as loaded with it."""
        found: dict[str, str] | None = self.pep.meeting  # type: ignore[attr-defined]
        return {**found, "day": date.fromisoformat(found["day"])} if found else None

    def taken(self) -> list[dict[str, Any]]:
        """Who has had the PDF, each person once, the last time first; as loaded with the plan."""
        rows: list[dict[str, str]] = self.pep.downloads  # type: ignore[attr-defined]
        last = {row["name"]: row["at"] for row in reversed(rows)}
        return [
            {"name": name, "last_at": datetime.fromisoformat(at)}
            for name, at in sorted(last.items(), key=lambda item: item[1], reverse=True)
        ]

    def set_aside(self, row: PepSection) -> dict[str, Any]:
        """A section that does not apply any more, and whether the reader may take it back."""
        section = self.pep.whole_form.section(row.key)
        return {
            "key": row.key,
            "title": section.title if section else row.key,
            "words": set_aside_words(row),
            "may_take_back": section is not None and self.may_change(section),
        }

    def may_change(self, section: Section) -> bool:
        """Whether the reader writes the section, and may now."""
        return self.is_allowed(Action.WRITE) and may_write_section(
            section,
            permissions=self.child_permissions,
            has_setting=self.pep.has_setting,  # type: ignore[attr-defined]
        )

    def better_form(self, changes: Sequence[PepStatusChange]) -> str:
        """The form that would fit the child better, for those who may change it.

        A form that a person chose for this plan is not questioned.
        """
        may_change = Permission.SUBMIT_PEP in self.child_permissions
        if not (may_change and self.is_allowed(Action.WRITE) and self.pep.has_variants):
            return ""
        if any(change.reason.startswith(FORM_CHANGED) for change in changes):
            return ""
        child = learner_of_loaded(self.pep, today())
        fitting = fitting_form(self.pep, child, permissions=self.child_permissions)
        return fitting.label if fitting and fitting != self.pep.variant else ""


class Read(PepPageMixin, TemplateView):
    """The PEP as one document, beginning with the child's own words."""

    permission = Permission.READ_PEP
    template_name = "peps/read.html"

    def find_pep(self) -> Pep:
        """The plan with its writers and the concerns about it."""
        return load_whole_pep(user=self.user, ref=self.kwargs["ref"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What this reader may read."""
        self.pep.pupil = self.pupil
        permissions = self.child_permissions
        return super().get_context_data(
            letter=letter_for(pep=self.pep, permissions=permissions, day=today()),
            **concerns_of_plan(self.pep, permissions=permissions, on=today()),
            **kwargs,
        )


PDF_IS_WITHHELD = (
    "The PDF of the last completion holds what the child has made private or taken away since: it "
    "is not given out. Completing the plan makes a new one without them."
)


class Download(PepPageMixin, View):
    """The PDF of the last completion, from the private store."""

    permission = Permission.READ_PEP

    def get(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> FileResponse | HttpResponseRedirect:
        """The file under a name that says nothing of the child; not while it holds what the child
        has made private since."""
        snapshot = PepSnapshot.objects.visible_to(self.user).filter(pep=self.pep).first()
        if snapshot is None:
            raise Http404
        if holds_what_is_private_now(self.pep):
            messages.info(request, PDF_IS_WITHHELD)
            return HttpResponseRedirect(reverse("peps:pep", args=[self.pep.ref]))
        record_download(actor=self.user, snapshot=snapshot)
        name = f"pep-{self.pep.ref}-{self.pep.academic_year}-{self.pep.season}.pdf"
        response = FileResponse(
            snapshot.file.open("rb"),
            as_attachment=True,
            filename=name,
            content_type="application/pdf",
        )
        response["Cache-Control"] = "no-store"
        return response


def _return_that_stands(changes: Any, state: str) -> PepStatusChange | None:
    """The return, or the unlocking, whose reason the writers have still to act on."""
    if state != "returned":
        return None
    taken_back = "not_required"  # to where it stood: no return of its own
    others = {taken_back, "returned"}  # nor what was noted while it stood returned
    back = [c for c in changes if c.to_state == "returned" and c.from_state not in others]
    return back[-1] if back else None
