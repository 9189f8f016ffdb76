"""The tab "Targets and actions": every target with its progress each term, every action."""

from typing import Any

from django.db.models import Prefetch
from django.views.generic import TemplateView

from peps.models import PlannedAction, Target, TargetReview
from pupils.pages import PupilPageMixin
from pupils.rules.status import Status, status_on
from pupils.services.deadlines import due_soon_until
from vsh.accounts.roles import Permission
from vsh.calendars import today


class TargetsAndActions(PupilPageMixin, TemplateView):
    """What was set in plans that were handed in, and beside them."""

    permission = Permission.READ_PEP
    template_name = "peps/targets.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open ones first; of what is over the newest first."""
        targets = [_shown(target) for target in self.targets()]
        actions = list(self.actions())
        open_actions = [action for action in actions if action.is_open]
        return super().get_context_data(
            open_targets=[one for one in targets if not one["ended"]],
            ended_targets=[one for one in targets if one["ended"]][::-1],
            open_actions=with_status(open_actions),
            ended_actions=sorted(
                (action for action in actions if not action.is_open),
                key=lambda action: (action.ended_on, action.pk),
                reverse=True,
            ),
            may_add=Permission.KEEP_ACTIONS in self.child_permissions,
            **kwargs,
        )

    def targets(self) -> Any:
        """The child's targets with what each plan said of them."""
        said = TargetReview.objects.visible_to(self.user).standing().select_related("pep")
        return (
            Target.objects.visible_to(self.user)
            .standing()
            .filter(pupil=self.pupil)
            .select_related("set_in")
            .prefetch_related(Prefetch("reviews", queryset=said, to_attr="said"))
        )

    def actions(self) -> Any:
        """The child's actions with their people."""
        return (
            PlannedAction.objects.visible_to(self.user)
            .standing()
            .filter(pupil=self.pupil)
            .select_related("set_in", "owner", "ended_by")
        )


def _shown(target: Any) -> dict[str, Any]:
    endings = [review for review in target.said if review.outcome != "goes_on"]
    return {"target": target, "reviews": target.said, "ended": endings[-1] if endings else None}


def with_status(actions: list[PlannedAction]) -> list[tuple[PlannedAction, Status]]:
    """Open actions with how they stand today."""
    day = today()
    soon = due_soon_until(day) if actions else day
    return [
        (
            action,
            status_on(day, due_on=action.by_when, met_on=None, closed_on=None, soon_until=soon),
        )
        for action in actions
    ]
