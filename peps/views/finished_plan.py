"""The plan by a personal link: the finished one for whom it is given, so far for the child."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from peps.reading.copies import Copy, copy_for
from peps.reading.copy_pdf import pdf_of_copy
from peps.reading.finished import last_finished
from peps.rules.copies import NoCopy
from peps.schema.speakers import Manner, Purpose
from peps.services.copies import record_opening, refusal_now
from peps.voice.readers import readers_of
from vsh.calendars import today

from .by_link import ByLink


class OfPlan(ByLink):
    """A page of the plan, in the version of the reader."""

    @property
    def reader(self) -> Purpose:
        """Who reads."""
        return Purpose(self.link.purpose)

    @cached_property
    def refused(self) -> NoCopy | None:
        """Why the finished plan does not open."""
        return refusal_now(self.link)

    @property
    def is_young(self) -> bool:
        """Whether a child reads who is asked in pictures: the plan in short is theirs."""
        return self.reader is Purpose.CHILD and self.link.manner == Manner.PICTURES

    def copy(self) -> Copy:
        """The plan as this reader may have it."""
        return copy_for(
            self.pep, self.reader, on=today(), whose=self.link.parts, kept=last_finished(self.pep)
        )

    def plan_page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page in the frame of the links."""
        is_child = self.reader is Purpose.CHILD
        frame: dict[str, Any] = {
            "back_url": reverse("say:start"),
            "is_child": is_child,
            "is_young": self.is_young,
            "people": readers_of(self.pep).named if is_child else [],
        }
        return self.page(template, status=status, **frame | context)


class Plan(OfPlan):
    """The finished plan, with the day of the next meeting."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The plan; where it does not open, why, and whom to ask."""
        if self.refused:
            return self.plan_page("say/no_copy.html", status=403, refused=self.refused)
        record_opening(self.link, said_by=self.said_by)
        return self.plan_page("say/plan.html", copy=self.copy())


class PlanPdf(OfPlan):
    """The same as a PDF to keep, for a child in short unless all is asked for; not on a device
    that somebody handed over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file under a name that says nothing of the child."""
        if self.refused or self.link.is_handed_over:
            return HttpResponseRedirect(reverse("say:plan"))
        content = pdf_of_copy(
            self.copy(), self.reader, is_young=self.is_young, is_whole="all" in request.GET
        )
        response = HttpResponse(content, content_type="application/pdf")
        name = f"plan-{self.pep.academic_year}-{self.pep.season}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        record_opening(self.link, said_by=self.said_by, is_download=True)
        return response


class SoFar(OfPlan):
    """The child's plan while it is written: what is finished in it, in plain words."""

    purposes = frozenset({Purpose.CHILD})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The plan so far; once it was finished the finished one, also while it is put right."""
        if self.link.has_finished_plan:
            return HttpResponseRedirect(reverse("say:plan"))
        if self.refused is NoCopy.NOT_REQUIRED:
            return self.plan_page("say/no_copy.html", status=403, refused=self.refused)
        return self.plan_page("say/plan.html", copy=self.copy())
