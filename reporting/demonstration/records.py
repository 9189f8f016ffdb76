"""Invented targets and actions: those of plans that were handed in, and what became of them."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from peps.models import ActionChange, Pep, PlannedAction, Target, TargetReview
from peps.rules.actions import actions_in, agreed_on
from peps.rules.targets import reviews_in, targets_in
from peps.schema import Answers
from vsh.accounts.models import User

from .organisations import working_day_from

_REF = "23456789abcdefghjkmnpqrstuvwxyz"
LONG_AGO = 90  # days: what was agreed before has ended
HOW = (
    "Done, and the carer told the same day.",
    "Arranged with the school office; it starts on Monday.",
    "Done. The child says that it helps.",
    "Booked and paid; the receipt is with the school.",
)
NOT_NEEDED = "The tutor of the last term goes on, so that this is not needed."
ENDINGS = {"met", "partly", "not_met", "dropped"}


class Records:
    """The targets and actions of a batch of plans, written together."""

    def __init__(self, *, rng: random.Random, on: date) -> None:
        self.rng, self.on = rng, on
        self.open: dict[int, list[Target]] = defaultdict(list)
        self.reviews: dict[str, dict[int, TargetReview]] = defaultdict(dict)
        self.targets: list[Target] = []
        self.actions: list[PlannedAction] = []
        self.changes: list[ActionChange] = []

    def begin(self, pep: Pep) -> None:
        """The plan asks about the targets that are open."""
        for place, target in enumerate(self.open[pep.pupil_id], start=1):
            self.reviews[pep.ref][place] = TargetReview(pep=pep, target=target, position=place)
        pep.reviewed = list(self.reviews[pep.ref])

    def hand_in(self, pep: Pep, answers: Mapping[str, Answers], people: Mapping[str, User]) -> None:
        """The plan's answers become records; `people` are its owners by the plan's words."""
        for said in reviews_in(answers.get("review_of_targets", {})):
            review = self.reviews[pep.ref][said.position]
            review.outcome, review.evidence = said.outcome, said.evidence
            if said.outcome in ENDINGS:
                self.open[pep.pupil_id].remove(review.target)
        for words in targets_in(answers["new_targets"], has_areas=True):
            target = Target(pupil_id=pep.pupil_id, set_in=pep, **vars(words))
            self.targets.append(target)
            self.open[pep.pupil_id].append(target)
        made_on = agreed_on(answers["meeting"], on=pep.submitted_on or self.on)
        for action_words in actions_in(answers["actions"]):
            owner = people.get(action_words.who)
            action = PlannedAction(
                ref="".join(self.rng.choice(_REF) for _ in range(10)),
                pupil_id=pep.pupil_id,
                set_in=pep,
                position=action_words.position,
                what=action_words.what,
                owner=owner,
                owner_words=action_words.who,
                made_on=made_on,
                by_when=action_words.by_when,
                as_planned=action_words.as_planned(),
            )
            self.actions.append(action)
            day = str(action.by_when or "")
            self._change(action, "made", made_on, pep.submitted_by, after=day)
            self._carry_out(action, owner or pep.submitted_by)

    def _carry_out(self, action: PlannedAction, by: User | None) -> None:
        """Most of what is due by now is done; a little of it is not."""
        by_when = action.by_when or action.made_on
        is_old = (self.on - by_when).days > LONG_AGO
        if by_when > self.on or not (is_old or self.rng.random() < 0.7):
            return
        ended_on = min(working_day_from(by_when - timedelta(days=self.rng.randint(0, 9))), self.on)
        is_done = self.rng.random() < 0.9
        action.ended_as = "done" if is_done else "not_needed"
        action.ended_on, action.ended_by = max(ended_on, action.made_on), by
        action.ended_how = self.rng.choice(HOW) if is_done else NOT_NEEDED
        day = str(action.ended_on)
        self._change(
            action, action.ended_as, action.ended_on, by, after=day, words=action.ended_how
        )

    def _change(
        self, action: PlannedAction, kind: str, on: date, by: User | None, **words: str
    ) -> None:
        self.changes.append(ActionChange(action=action, kind=kind, on=on, by=by, **words))

    def written(self) -> Iterable[list[Any]]:
        """The rows in the order in which they can be written."""
        reviews = [review for of_plan in self.reviews.values() for review in of_plan.values()]
        return self.targets, reviews, self.actions, self.changes
