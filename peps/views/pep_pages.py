"""A page of one PEP: the PEP and its child through `visible_to`, what the reader may do with it."""

from collections.abc import Iterable, Set
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from peps.facts.learners import PLANNED_CHANGES, learner_today
from peps.models import Pep, PepSection
from peps.quality.feedback import feedback_rows
from peps.quality.judgement import with_judgement
from peps.querysets import PepQuerySet
from peps.querysets.links import facts_of_child
from peps.reading.section_rows import sections_of
from peps.reading.task_list import Task, tasks_of
from peps.rubric import RED
from peps.rules.sections import refusal_to_set_aside
from peps.rules.states import Action
from peps.rules.variants import circumstances_of
from peps.schema import Answers, Circumstance, Section
from peps.services.locking import refusal_for
from peps.voice.unsent import unsent_rows
from pupils.child_permissions import note_roles_of_row
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil, StatutoryReview
from pupils.pages import PupilPageMixin, load_pupil
from vsh.accounts.models import User
from vsh.accounts.prepared import Prepared
from vsh.calendars import today


class PepPageMixin(PupilPageMixin):
    """A view of one PEP by its `ref`: `self.pep`, `self.pupil`."""

    tab = "peps:of_pupil"
    pep: Pep

    def get_pupil(self) -> Pupil:
        """The PEP's child, with the facts of the identity bar; 404 for who may not see them."""
        self.pep = self.find_pep()
        if self.request.method != "POST":
            self.pep.pupil = load_pupil(user=self.user, ref=self.pep.pupil.ref)
        return self.pep.pupil

    def find_pep(self) -> Pep:
        """The PEP of the address."""
        return load_pep(user=self.user, ref=self.kwargs["ref"])  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The PEP beside the child."""
        if not hasattr(self.pupil, "place_kind"):  # a form that is shown again after a POST
            self.pupil = load_pupil(user=self.user, ref=self.pupil.ref)
        return super().get_context_data(pep=self.pep, **kwargs)

    def sections(self) -> list[PepSection]:
        """The sections' rows with `seen_version`, the version that the reader last saw."""
        return sections_of(self.pep, reader=self.user)

    def tasks(self, rows: Iterable[PepSection]) -> list[Task]:
        """The list of sections for this reader."""
        return tasks_of(self.pep, rows, permissions=self.child_permissions)

    def is_allowed(self, action: Action) -> bool:
        """Whether the reader may do this to the PEP as it stands."""
        return refusal_for(action, actor=self.user, pep=self.pep) is None

    def may_be_over(self, section: Section) -> bool:
        """Whether a section is there by a circumstance that is over as far as the record says; an
        earlier plan that is there is not, nor is what serves a head of Schedule 1."""
        if section.appears_when is Circumstance.EARLIER_PLAN:
            return not Pep.objects.visible_to(self.user).before(self.pep).exists()
        if section.appears_when is None:
            return False
        return refusal_to_set_aside(section, called_for=self.called_for) is None

    @cached_property
    def called_for(self) -> Set[str]:
        """The circumstances of today, but for earlier plans and what was said in them."""
        rows = (row for row in self.kept() if row.key == PLANNED_CHANGES)
        said: Answers = next((row.data for row in rows), {})
        return circumstances_of(learner_today(self.pep, today(), planned=said))

    def kept(self) -> Iterable[PepSection]:
        """The sections' rows as they stand."""
        return PepSection.objects.visible_to(self.user).filter(pep=self.pep)  # type: ignore[attr-defined]

    def pep_url(self, name: str = "peps:pep") -> str:
        """A page of this PEP."""
        return reverse(name, kwargs={"ref": self.pep.ref})

    def to_pep(self) -> HttpResponse:
        """Back to the list of sections."""
        return HttpResponseRedirect(self.pep_url())


class PepFormPage(PepPageMixin, PupilFormPage):
    """A page with one form about a PEP; a refused `action` is told on the plan's own page."""

    action: Action | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or back to the list of sections with the reason why not."""
        if self.action and (refused := refusal_for(self.action, actor=self.user, pep=self.pep)):
            messages.error(request, refused.words)
            return self.to_pep()
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Back to the list of sections."""
        return self.pep_url()


def _visible(user: User, day: date) -> "PepQuerySet":
    visible = Pep.objects.visible_to(user).with_roles_of(user)
    plans = visible.as_on(day).with_short_form().with_own_words()
    return plans.annotate(feedback_rows=feedback_rows())


@Prepared
def _to_read(user: User, day: date) -> "QuerySet[Pep]":
    return _visible(user, day)


@Prepared
def _to_submit(user: User, day: date) -> "QuerySet[Pep]":
    return (
        _visible(user, day)
        .with_meeting_days()
        .annotate(unsent_rows=unsent_rows(), **facts_of_child(""))
    )


@Prepared
def _whole(user: User, day: date) -> "QuerySet[Pep]":
    arranged = StatutoryReview.objects.visible_to(user).filter(
        care_period=OuterRef("care_period"), held_on__isnull=True
    )
    plans = _visible(user, day).with_writers().with_meeting(day).with_placement_type(day)
    complete = plans.with_downloads().with_open_decision().with_concerns().with_last_return()
    review_on = Subquery(arranged.values("planned_on")[:1])
    return with_judgement(complete.with_is_first()).annotate(review_on=review_on)


def load_pep(*, user: User, ref: str) -> Pep:
    """The PEP; 404 for who may not see its child."""
    return _found(_to_read, user, ref)


def load_pep_to_submit(*, user: User, ref: str) -> Pep:
    """The PEP with the days of its meetings, beside which the day written in it is held."""
    return _found(_to_submit, user, ref)


def load_whole_pep(*, user: User, ref: str) -> Pep:
    """The PEP with all that its first page tells: the judgement that stands, the next meeting,
    concerns, who had the PDF and, as `review_on`, the day of the review that is arranged;
    `is_first` says whether it is the first of its time in care that stands."""
    pep = _found(_whole, user, ref)
    row = pep.judgement_row  # type: ignore[attr-defined]
    pep.is_red = bool(row and row["outcome"] == RED)
    return pep


def _found(prepared: "Prepared[Pep]", user: User, ref: str) -> Pep:
    pep = prepared.find(user, ref)
    if pep is None:
        raise Http404
    note_roles_of_row(pep)
    return pep
