"""A recorded move: what was sent to whom, what is still owed; withdrawn where it did not happen."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from placements.models import CareMove, SchoolSearch
from placements.move_facts import facts_of
from placements.move_forms import (
    VersionOnlyForm,
    WithdrawMoveForm,
    approval_in_words,
    confirmation_in_words,
)
from placements.move_reading import answers_of, hides_home, left_before_told, messages_of
from placements.rules.moves import steps
from placements.services.move_approvals import confirm_approval
from placements.services.move_news import other_authority
from placements.services.moves import same_move, withdraw_move
from pupils.pages import PupilPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .moves import OneMove


class WithdrawMove(OneMove):
    """A recorded move that did not happen, or was entered by mistake."""

    template_name = "placements/withdraw_move.html"
    form_class = WithdrawMoveForm
    page_title = "Withdraw the move"
    submit_text = "Withdraw the move"
    success_message = "The move is withdrawn"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the same move is on record twice."""
        return super().get_context_data(other=same_move(self.move), **kwargs)

    def act(self, form: Any) -> None:
        """Withdraw it."""
        withdraw_move(
            actor=self.user,
            move=self.move,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )


class ConfirmApproval(OneMove):
    """That the nominated officer did approve a move, as it was told."""

    permission = Permission.CONFIRM_APPROVAL
    template_name = "placements/confirm_approval.html"
    form_class = VersionOnlyForm
    page_title = submit_text = "Confirm the approval"
    success_message = "The approval is confirmed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was told, and by whom."""
        move = self.move
        told = [approval_in_words(move), move.approval_words, confirmation_in_words(move)]
        return super().get_context_data(
            told=[line for line in told if line], waits=move.waits_for_confirmation, **kwargs
        )

    def act(self, form: Any) -> None:
        """Confirm it."""
        self.move = confirm_approval(
            actor=self.user, move=self.move, version=form.cleaned_data["version"]
        )

    def get_success_url(self) -> str:
        """The move."""
        return self.answers_url


class Move(PupilPageMixin, TemplateView):
    """A recorded move: the answers, what is still owed and by when, what was sent to whom."""

    permission = Permission.VIEW_CARE
    tab = "placements:care"
    template_name = "placements/move.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """404 for another child's, or a draft."""
        moves = CareMove.objects.visible_to(self.user).select_related(
            *("enrolment__setting", "recorded_by", "placement", "started_by"),
            *("approval_told_by", "approval_confirmed_by"),
        )
        move = get_object_or_404(
            moves,
            pk=self.kwargs["recorded"],
            pupil=self.pupil,
            state=CareMove.State.RECORDED,
        )
        move.pupil = self.pupil
        facts = facts_of(move)
        may_see = Permission.VIEW_CONFIDENTIAL_ADDRESS in self.child_permissions
        is_hidden = hides_home(move)
        sees_home = may_see or not is_hidden
        other_name, other = other_authority(move) if sees_home else ("", None)
        messages = messages_of(move, sees_home=sees_home)
        searches = SchoolSearch.objects.visible_to(self.user).filter(move=move)
        return super().get_context_data(
            move=move,
            answers=answers_of(move, facts, is_hidden=is_hidden, sees_home=sees_home),
            may_confirm=Permission.CONFIRM_APPROVAL in self.child_permissions,
            may_add=Permission.RECORD_MOVE in self.child_permissions,
            open_steps=steps(facts.move, is_draft=False),
            missing=facts.missing(),
            messages_sent=messages,
            left_school=left_before_told(move, facts),
            other_name=other_name,
            other=other,
            is_other_told=other is not None
            and other.virtual_school_email in [row["to"] for row in messages],
            is_other_rung=move.other_vsh_told_on is not None,
            search=searches.first(),
            today=today(),
            **kwargs,
        )
