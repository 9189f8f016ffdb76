"""Invented concerns about plans: open, answered, resolved, and one that waited too long."""

import random
from collections import defaultdict
from datetime import date

from peps.models import Concern, ConcernStep, Pep
from pupils.models import Involvement
from vsh.accounts.models import User
from vsh.calendars.rules import WorkingDays

_REF = "23456789abcdefghjkmnpqrstuvwxyz"
# working days ago, section, the concern, the answer (none: it waits)
_CONCERNS = (
    (
        3,
        "new_targets",
        "The reading target does not say how progress will be measured before the next review.",
        "",
    ),
    (
        7,
        "actions",
        "The tuition agreed in the last review stands in no action, and nobody is named for it.",
        "The tuition starts on Monday; the action and the tutor's hours are in the plan now.",
    ),
    (
        16,
        "transition_and_stability",
        "The plan says nothing of how the next move of school will be prepared.",
        "",
    ),
    (
        24,
        "",
        "Large parts stand as they did last term. Does the plan still tell of this child?",
        "The school has gone through it with the child; what changed is written anew.",
    ),
)


def raise_concerns(*, rng: random.Random, on: date) -> None:
    """A few concerns of each reviewing officer about plans that were handed in."""
    days = WorkingDays()
    for iro, plans in _plans_to_read(on).items():
        for pep, (ago, section, words, answer) in zip(plans, _CONCERNS, strict=False):
            raised_on = days.back(ago, ending=on)
            if raised_on < pep.opened_on:
                continue
            concern = Concern.objects.create(
                ref="".join(rng.choice(_REF) for _ in range(10)),
                pep=pep,
                section=section if pep.form.section(section) else "",
                words=words,
                raised_on=raised_on,
                raised_by=iro,
                raised_as="iro",
            )
            _follow(concern, pep, answer, days, on, is_settled=ago > 20)


def _follow(
    concern: Concern, pep: Pep, answer: str, days: WorkingDays, on: date, *, is_settled: bool
) -> None:
    officers = Involvement.objects.filter(pupil=pep.pupil, capacity=Involvement.Capacity.OFFICER)
    officer = officers.current_on(on).first()
    steps: list[tuple[str, str, date, User | None]] = []
    if answer and officer:
        steps.append(("answered", answer, days.add(4, after=concern.raised_on), officer.user))
        if is_settled:
            resolved_on = days.add(6, after=concern.raised_on)
            steps.append(("accepted", "", resolved_on, concern.raised_by))
    elif days.add(10, after=concern.raised_on) < on:
        steps.append(("escalated", "", days.add(11, after=concern.raised_on), None))
    for kind, words, day, by in steps:
        ConcernStep.objects.create(concern=concern, kind=kind, words=words, on=min(day, on), by=by)
        concern.state = kind
        concern.save(update_fields=["state"])


def _plans_to_read(on: date) -> dict[User, list[Pep]]:
    """Plans handed in of children in care, by their reviewing officer; the newest of each child."""
    allocated = Involvement.objects.filter(capacity=Involvement.Capacity.IRO).current_on(on)
    iros = {row.pupil_id: row.user for row in allocated.select_related("user")}
    handed_in = Pep.objects.in_care_on(on).filter(submitted_on__isnull=False)
    newest = {pep.pupil_id: pep for pep in handed_in.order_by("opened_on").select_related("pupil")}
    found: dict[User, list[Pep]] = defaultdict(list)
    for pupil_id, pep in sorted(newest.items()):
        if pupil_id in iros and not pep.pupil.is_restricted:
            found[iros[pupil_id]].append(pep)
    return found
