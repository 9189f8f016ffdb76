"""Two officers mark a plan apart: picked, released, and both sets beside each other to agree."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from peps.forms import AgreeForm, AssureForm, ConfirmForm, reason_for
from peps.models import QualityReview
from peps.quality.rubrics import rubric_of
from peps.rubric import Rubric
from peps.rules.states import Action, Refusal
from peps.services.locking import refusal_for
from peps.services.quality_standing import standing_of
from peps.services.second_marking import (
    ask_for_two,
    both_markings,
    release_from_two,
    settle_marks,
)
from peps.views.pep_pages import PepFormPage
from vsh.accounts.roles import Permission

from .quality import RubricOfPlan


class AskForTwo(PepFormPage):
    """Pick this plan to be marked by two."""

    permission = Permission.ASSURE_PEP
    action = Action.ASSURE
    form_class = ConfirmForm
    template_name = "peps/ask_for_two.html"
    page_title = "Have two officers mark this PEP"
    submit_text = "Two officers mark it"
    success_message = "Two officers mark this PEP apart. Neither sees the other's marks first"

    def act(self, form: Any) -> None:
        """Call the service."""
        ask_for_two(actor=self.user, pep=self.pep)


class ReleaseFromTwo(PepFormPage):
    """One officer judges the plan after all, with the reason on record."""

    permission = Permission.SET_QUALITY
    form_class = reason_for("Why one officer judges this PEP after all")
    page_title = "Let one officer judge this PEP"
    submit_text = "One officer judges it"
    success_message = "One officer judges this PEP"

    def act(self, form: Any) -> None:
        """Call the service."""
        release_from_two(actor=self.user, pep=self.pep, **form.cleaned_data)


class Agree(RubricOfPlan):
    """Both sets of marks beside each other, and the judgement that the two agree."""

    template_name = "peps/agree.html"
    form_class = AgreeForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Both sets once they are in; before that nobody sees the other's."""
        if not self.both:
            messages.error(request, self.why_not().words)
            return self.to_pep()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the judgement; nothing before both sets are in."""
        if not self.both:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    @property
    def both(self) -> Any:
        """Both officers' marks while they have not agreed yet; still, for who has just settled
        them and presses the button again."""
        if not hasattr(self, "_both"):
            standing = standing_of(self.pep, actor=self.user)
            is_open = standing.is_marked_twice and self.pep.state == "submitted"
            found = both_markings(self.pep, submission_id=standing.submission_id)
            self._both = found if is_open or self.has_settled() else ()
        return self._both

    def has_settled(self) -> bool:
        """Whether the person sends what they agreed, and has recorded such a judgement."""
        settled = QualityReview.objects.visible_to(self.user).filter(
            pep=self.pep, reviewed_by=self.user, agreed_with__isnull=False
        )
        return self.request.method == "POST" and settled.exists()

    def why_not(self) -> Refusal:
        """Why there is nothing to agree."""
        return refusal_for(Action.ASSURE, actor=self.user, pep=self.pep) or Refusal.ONE_JUDGES

    def rubric(self) -> Rubric:
        """The one by which both marked."""
        return rubric_of(self.both[0].rubric_version)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Where both gave the same, that is there already; all words of both too."""
        asked = super().get_form_kwargs()
        first, second = self.both
        same = {k: level for k, level in first.ratings.items() if second.ratings.get(k) == level}
        words = {
            f"{key}_comment": _together(first.comments.get(key), second.comments.get(key))
            for key in first.ratings
        }
        sections = {
            f"section_{key}": _together(first.sections.get(key), second.sections.get(key))
            for key in {*first.sections, *second.sections}
        }
        feedback = {"feedback": _together(first.feedback, second.feedback)}
        return {**asked, "initial": asked["initial"] | same | words | sections | feedback}

    def record(self, form: AssureForm) -> HttpResponse:
        """What the two agreed."""
        return self.judged(
            settle_marks(
                actor=self.user,
                pep=self.pep,
                **self.said(form),
                settled=form.cleaned_data["settled"],
                may_return="goes_back" in self.request.POST,
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two sets mark by mark, and where they differ."""
        context = super().get_context_data(**kwargs)
        first, second = self.both
        for item in context["marks"]:
            key = item["mark"].key
            item["first"], item["second"] = first.ratings[key], second.ratings[key]
            item["differs"] = item["first"] != item["second"]
            item["first_comment"] = first.comments.get(key, "")
            item["second_comment"] = second.comments.get(key, "")
        refused = refusal_for(Action.ASSURE, actor=self.user, pep=self.pep)
        differing = sum(item["differs"] for item in context["marks"])
        return {
            **context,
            "first": first,
            "second": second,
            "differing": differing,
            "refused": refused.words if refused else "",
        }


def _together(one: str | None, other: str | None) -> str:
    """Both officers' words, once if they are the same."""
    said = [words for words in (one, other) if words]
    return "\n".join(dict.fromkeys(said))
