"""Quality assurance: the queue of submitted PEPs, and the PEP beside the rubric."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from peps.forms import AssureForm
from peps.models import Pep, QualityReview
from peps.quality.feedback import said_of
from peps.quality.judgement import as_judged, judgement_of
from peps.quality.queue import next_in_queue, waiting_for
from peps.reading.letter import letter_for
from peps.rubric import Rubric
from peps.rules.states import MARKERS, Action
from peps.services.judging import GOES_BACK, judge_pep
from peps.services.locking import refusal_for
from peps.services.quality_standing import QualityStanding, standing_of
from peps.services.second_marking import mark_apart
from peps.views.pep_pages import PepPageMixin, load_whole_pep
from peps.views.quality_filters import QueueFilter
from pupils.form_pages import add_refusal
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

from .phrases import PhrasesMixin

ROWS_A_PAGE = 50
MOST_DIGITS = 10
ONE_IS_IN = "The other officer does not see them before theirs"
BOTH_ARE_IN = "Both officers have marked it: now compare the marks and agree the judgement"


class QualityQueue(PermissionRequiredMixin, TemplateView):
    """Submitted PEPs of the officer's authority, the one that waits longest first."""

    permission = Permission.ASSURE_PEP
    template_name = "peps/quality_queue.html"
    extra_context = {"page_title": "Quality assurance"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, with where each child learns and since when each PEP waits."""
        queue = waiting_for(self.user)
        chosen = QueueFilter(self.request.GET, queryset=queue)
        rows = chosen.qs if chosen.form.is_valid() else queue.none()  # a school where none waits
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        record_list_read(
            user=self.user,
            page="peps:quality_queue",
            filters={key: value for key, value in chosen.form.cleaned_data.items() if value},
            count=len(page.object_list),
        )
        may_set = self.user.may(Permission.SET_QUALITY)
        is_sampled = any(pep.is_accepted for pep in page.object_list)
        return super().get_context_data(
            filter=chosen, page_obj=page, may_set=may_set, is_sampled=is_sampled, **kwargs
        )


class RubricOfPlan(PhrasesMixin, PepPageMixin, FormView[Any], ABC):
    """The PEP at the left, the rubric at the right."""

    permission = Permission.ASSURE_PEP
    template_name = "peps/assure.html"
    form_class: type[AssureForm] = AssureForm

    def find_pep(self) -> Pep:
        """The plan with the judgement that stands."""
        return load_whole_pep(user=self.user, ref=self.kwargs["ref"])

    def rubric(self) -> Rubric:
        """The rubric in force; of two who mark apart, the first one's."""
        return self.standing.rubric

    @property
    def standing(self) -> QualityStanding:
        """Whether one judges or two mark, and how far they are."""
        return standing_of(self.pep, actor=self.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is made from the rubric, the plan's sections and the authority's phrases."""
        return {
            **super().get_form_kwargs(),
            "rubric": self.rubric(),
            "sections": [(section.key, section.title) for section in self.pep.form.sections],
            "phrases": self.standing.phrases,
        }

    @abstractmethod
    def record(self, form: AssureForm) -> HttpResponse:
        """Call the service and go on."""

    def form_valid(self, form: AssureForm) -> HttpResponse:
        """Record, or show why not."""
        try:
            with transaction.atomic():
                return self.record(form)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            asks = getattr(refusal, "code", "") == GOES_BACK
            return self.render_to_response(self.get_context_data(form=form, goes_back=asks))

    def said(self, form: AssureForm) -> dict[str, Any]:
        """What every service takes from the form."""
        return {
            "ratings": form.ratings(),
            "comments": form.comments(),
            "sections": form.sections(),
            "feedback": form.cleaned_data["feedback"],
            "version": self.version_read(),
        }

    def judged(self, review: QualityReview) -> HttpResponse:
        """Tell what was recorded; on to the next plan if that was asked, else to this one."""
        self.pep.refresh_from_db(fields=["state"])
        is_back = self.pep.state == Pep.State.RETURNED
        what_follows = ". The PEP is returned with your feedback" if is_back else ""
        judged = f"Quality assured: {review.get_outcome_display()}"
        messages.success(self.request, judged + what_follows)
        return self.onwards()

    def onwards(self) -> HttpResponse:
        """To the next plan that waits, if that was asked and there is one; else to this one."""
        following = next_in_queue(self.user, self.pep) if "next" in self.request.POST else None
        if following is None:
            return self.to_pep()
        return HttpResponseRedirect(reverse("peps:assure", kwargs={"ref": following}))

    def version_read(self) -> int:
        """The version of the plan that stood beside the marks; 0 where the page does not say."""
        said = self.request.POST.get("version", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < MOST_DIGITS else 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The letter beside the marks."""
        context = super().get_context_data(**kwargs)
        self.pep.pupil = self.pupil
        form: AssureForm = context["form"]
        return {
            **context,
            "letter": letter_for(pep=self.pep, permissions=self.child_permissions, day=today()),
            "marks": [
                {"rating": form[mark.key], "comment": form[f"{mark.key}_comment"], "mark": mark}
                for mark in form.rubric.marks
            ],
        }


class Assure(RubricOfPlan):
    """One officer judges the plan; of two who mark it apart, each their own marks."""

    @property
    def is_apart(self) -> bool:
        """Whether the marks are one of two sets."""
        return self.pep.state == Pep.State.SUBMITTED and self.standing.is_marked_twice

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The rubric; once two have marked, both sets beside each other."""
        if self.is_apart and self.standing.markings >= MARKERS:
            return HttpResponseRedirect(self.pep_url("peps:agree"))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """A judgement that stands is there to change."""
        asked = super().get_form_kwargs()
        if self.pep.state == Pep.State.QUALITY_ASSURED:
            asked["initial"] |= as_judged(self.pep, asked["rubric"])
        return asked

    def record(self, form: AssureForm) -> HttpResponse:
        """The judgement, or one of two sets of marks."""
        named: dict[str, Any] = {
            "actor": self.user,
            "pep": self.pep,
            "rubric_version": self.rubric_read(),
        }
        if self.is_apart:
            mark_apart(**named, **self.said(form))
            vars(self.pep).pop("quality_standings", None)  # as it was before these
            what_follows = BOTH_ARE_IN if self.standing.markings >= MARKERS else ONE_IS_IN
            messages.success(self.request, f"Your marks are in. {what_follows}")
            return self.onwards()
        may_return = "goes_back" in self.request.POST
        return self.judged(judge_pep(**named, **self.said(form), may_return=may_return))

    def rubric_read(self) -> str:
        """The version of the rubric whose words the page showed."""
        return self.request.POST.get("rubric", "")

    def last_return(self) -> dict[str, Any] | None:
        """Why the plan came back before it was handed in again, as loaded with it."""
        found: dict[str, str] | None = self.pep.last_return  # type: ignore[attr-defined]
        return {**found, "on": date.fromisoformat(found["on"])} if found else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose turn it is, how the plan was judged before, and the next one that waits."""
        action = Action.MARK if self.is_apart else Action.ASSURE
        refused = refusal_for(action, actor=self.user, pep=self.pep)
        is_handed_in_again = self.pep.state == Pep.State.SUBMITTED
        is_by_one = is_handed_in_again and not self.standing.is_marked_twice
        return super().get_context_data(
            is_allowed=refused is None,
            refused=refused.words if refused and is_handed_in_again else "",
            is_apart=self.is_apart,
            before=judgement_of(self.pep) if is_handed_in_again else None,
            returned=self.last_return() if is_handed_in_again else None,
            returned_with=said_of(self.pep) if is_handed_in_again else [],
            next_ref=next_in_queue(self.user, self.pep) if refused is None else None,
            may_accept=is_by_one and self.is_allowed(Action.ACCEPT),
            may_ask_for_two=is_by_one and refused is None,
            may_release=self.is_apart and Permission.SET_QUALITY in self.child_permissions,
            **kwargs,
        )
