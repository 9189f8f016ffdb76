"""The guided task "Plan or report a move": a question a page, the answers, what was sent."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from placements.models import CareMove
from placements.move_facts import MoveFacts, facts_of, moves_so_far
from placements.move_forms import (
    FORMS,
    ConsultForm,
    MoveForm,
    StartMoveForm,
    VersionOnlyForm,
    title_of,
)
from placements.move_reading import answers_of, hides_home, left_before_told
from placements.move_remarks import Remark, remarks_on, remarks_on_home, remarks_on_school
from placements.rules.moves import (
    KEY_STAGE_4,
    Whom,
    all_steps,
    needs_approval,
    steps,
)
from placements.services.move_checks import is_held_back
from placements.services.move_news import other_authority
from placements.services.moves import (
    answer_consultation,
    answer_move,
    discard_move,
    record_move,
    start_move,
)
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from vsh.accounts.roles import Permission


class _OfMove(PupilFormPage):
    """A form of the task."""

    permission = Permission.RECORD_MOVE
    tab = "placements:care"
    success_message = ""

    def address(self, page: str, **kwargs: Any) -> str:
        """A page of this child."""
        return reverse(f"placements:{page}", kwargs={"ref": self.pupil.ref, **kwargs})

    def get_success_url(self) -> str:
        """Back to the tab."""
        return self.address("care")


class StartMove(_OfMove):
    """Planned or in an emergency; a draft that somebody has begun is gone on with."""

    template_name = "placements/start_move.html"
    form_class = StartMoveForm
    page_title = "Plan or report a move"
    submit_text = "Continue"
    move: CareMove | None = None

    def act(self, form: Any) -> None:
        """Begin it."""
        self.move = start_move(actor=self.user, pupil=self.pupil, **form.answers)

    def get_success_url(self) -> str:
        """The next question of a draft begun now; the answers of one that was there."""
        if self.move is None:
            return super().get_success_url()
        if self.move.version > 1:
            return self.address("check_move", move=self.move.pk)
        following = steps(facts_of(self.move).move)[1]  # the first asks what was answered here
        return self.address("move_step", move=self.move.pk, step=following)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What a move costs, and the draft."""
        drafts = CareMove.objects.visible_to(self.user).filter(pupil=self.pupil)
        return super().get_context_data(
            draft=drafts.filter(state=CareMove.State.DRAFT).select_related("started_by").first(),
            so_far=moves_so_far(self.pupil, list(self.pupil.placements.all())),
            **kwargs,
        )


class OneMove(_OfMove):
    """A page of one move of the child."""

    move: CareMove

    def get_pupil(self) -> Pupil:
        """404 too for a move that is another child's."""
        pupil = super().get_pupil()
        self.move = get_object_or_404(
            CareMove.objects.visible_to(self.user).select_related(
                *("enrolment__setting", "placement", "started_by", "recorded_by"),
                *("approval_told_by", "approval_confirmed_by"),
            ),
            pk=self.kwargs["move"],
            pupil=pupil,
        )
        self.move.pupil = pupil
        return pupil

    @cached_property
    def facts(self) -> MoveFacts:
        """As the rules read it."""
        return facts_of(self.move)

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.move.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The move that the form is about."""
        return super().get_form_kwargs() | {"move": self.move}

    @cached_property
    def is_home_hidden(self) -> bool:
        """Whether the address is confidential."""
        return hides_home(self.move)

    @property
    def sees_home(self) -> bool:
        """Whether who asks may know where the home is."""
        may_see = Permission.VIEW_CONFIDENTIAL_ADDRESS in self.child_permissions
        return may_see or not self.is_home_hidden

    @property
    def answers_url(self) -> str:
        """The answers so far, or the page of the recorded move."""
        if self.move.is_draft:
            return self.address("check_move", move=self.move.pk)
        return self.address("move", recorded=self.move.pk)


class MoveStep(OneMove):
    """One question."""

    template_name = "placements/move_step.html"
    submit_text = "Continue"

    def get_pupil(self) -> Pupil:
        """404 too for a question that this move does not ask."""
        pupil = super().get_pupil()
        move = self.facts.move
        if self.step not in (
            all_steps(move) if self.move.is_draft else steps(move, is_draft=False)
        ):
            raise Http404
        return pupil

    @property
    def step(self) -> str:
        """Which question."""
        return str(self.kwargs["step"])

    @property
    def whom(self) -> Whom | None:
        """Who was consulted, on such a page."""
        asked = self.step.startswith("consult-")
        return Whom(self.step.removeprefix("consult-")) if asked else None

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """What the page asks."""
        return title_of(self.step)

    def get_form_class(self) -> type[MoveForm]:
        """The form of the question."""
        return ConsultForm if self.whom else FORMS[self.step]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who is asked, or which school."""
        more: dict[str, Any] = {}
        if self.whom:
            more["whom"] = self.whom
        if self.step == "school" and self.facts.school:
            place = self.facts.school
            more["school"] = str(place.setting) if place.setting else ""
            more["is_elsewhere"] = place.setting is None
        return super().get_form_kwargs() | more

    def get_initial(self) -> dict[str, Any]:
        """What was answered before."""
        if self.whom:
            row = self.facts.rows.get(self.whom)
            said = {} if row is None else {name: getattr(row, name) for name in _CONSULTED}
            return super().get_initial() | said
        return FORMS[self.step].on_record(self.move)

    def act(self, form: Any) -> None:
        """Keep the answer."""
        shared = {
            "actor": self.user,
            "move": self.move,
            "version": form.cleaned_data["version"],
        }
        if self.whom:
            self.move = answer_consultation(whom=self.whom, **form.answers, **shared)
        else:
            self.move = answer_move(answers=form.answers, **shared)

    def get_success_url(self) -> str:
        """The next question; the answers after the last one, or for who came from them."""
        told = steps(facts_of(self.move).move, is_draft=self.move.is_draft)
        goes_on = self.move.is_draft and "answers" not in self.request.GET
        if not goes_on or self.step not in told or self.step == told[-1]:
            return self.answers_url
        following = told[told.index(self.step) + 1]
        return self.address("move_step", move=self.move.pk, step=following)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way back, and what this page needs to be said."""
        told = steps(self.facts.move, is_draft=self.move.is_draft)
        at = told.index(self.step) if self.step in told else 0
        is_back = self.move.is_draft and at > 0 and "answers" not in self.request.GET
        back = self.address("move_step", move=self.move.pk, step=told[at - 1])
        if self.step == "kind" or self.step == "school":
            kwargs["so_far"] = moves_so_far(self.pupil, list(self.pupil.placements.all()))
        return super().get_context_data(
            step=self.step,
            remarks=self._remarks(),
            back_url=back if is_back else self.answers_url,
            answers_url=self.answers_url,
            is_draft=self.move.is_draft,
            is_emergency=self.move.is_emergency,
            is_key_stage_4=self.facts.move.year_group in KEY_STAGE_4,
            needs_approval=needs_approval(self.facts.move),
            **kwargs,
        )

    def _remarks(self) -> list[Remark]:
        """What the answers of this page leave open or set against each other."""
        is_answered = self.move.placement_type or self.move.postcode
        if self.step == "where" and is_answered:
            return list(remarks_on_home(self.move, sees_home=self.sees_home))
        return list(remarks_on_school(self.move, self.facts)) if self.step == "school" else []


_CONSULTED = ("consulted_on", "said", "reason_not")


class CheckMove(OneMove):
    """The answers, what is missing, and the button that records the move."""

    template_name = "placements/check_move.html"
    form_class = VersionOnlyForm
    page_title = "Check the move before you record it"
    submit_text = "Record the move"
    success_message = "The move is recorded"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One that is recorded has a page of its own."""
        if not self.move.is_draft:
            return HttpResponseRedirect(self.answers_url)
        return super().get(request, *args, **kwargs)

    def act(self, form: Any) -> None:
        """Record it."""
        self.move = record_move(
            actor=self.user, move=self.move, version=form.cleaned_data["version"]
        )

    def get_success_url(self) -> str:
        """What was sent to whom; before that, the tab."""
        return self.address("care") if self.move.is_draft else self.answers_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The answers with a link to each; whom recording it tells elsewhere."""
        other_name, other = other_authority(self.move) if self.sees_home else ("", None)
        missing = self.facts.missing()
        return super().get_context_data(
            move=self.move,
            other_name=other_name,
            other=other,
            is_held_back=is_held_back(self.move, missing),
            answers=answers_of(
                self.move, self.facts, is_hidden=self.is_home_hidden, sees_home=self.sees_home
            ),
            remarks=remarks_on(self.move, self.facts, sees_home=self.sees_home),
            left_school=left_before_told(self.move, self.facts),
            missing=missing,
            so_far=moves_so_far(self.pupil, list(self.pupil.placements.all())),
            is_key_stage_4=self.facts.move.year_group in KEY_STAGE_4,
            **kwargs,
        )


class DiscardMove(OneMove):
    """A draft that came to nothing."""

    form_class = VersionOnlyForm
    page_title = "Discard the draft of the move"
    submit_text = "Discard the draft"
    success_message = "The draft is discarded. The history keeps it"

    def act(self, form: Any) -> None:
        """Discard it."""
        discard_move(actor=self.user, move=self.move, version=form.cleaned_data["version"])
