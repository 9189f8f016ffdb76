"""Invented annual reviews of EHC plans, requests for assessments, transfers and support."""

import random
from datetime import date, timedelta

from pupils.models import (
    EhcRequest,
    EhcReview,
    EhcTransfer,
    Pupil,
    SdqScore,
    SenStatus,
    WellbeingSupport,
)
from vsh.accounts.models import User
from vsh.accounts.roles import Role
from vsh.calendars.rules import add_months

_KINDS = (
    ("camhs", "Northshire CAMHS"),
    ("school", "School counsellor"),
    ("therapy", "Play therapy, Fern House"),
    ("mentor", "Learning mentor"),
)


def write_needs(*, rng: random.Random, on: date) -> None:
    """What followed from the plans and from raised scores; most of it in time."""
    recorders = {
        pupil_id: user
        for authority, user in _officers().items()
        for pupil_id in Pupil.objects.filter(authority=authority).values_list("pk", flat=True)
    }
    reviews: list[EhcReview] = []
    transfers: list[EhcTransfer] = []
    for plan in SenStatus.objects.filter(status="E").select_related("pupil").order_by("pk"):
        by = recorders[plan.pupil_id]
        day = add_months(plan.started_on, 11) + timedelta(days=rng.randint(-20, 25))
        while day < on and rng.random() < 0.95:
            decided = day + timedelta(days=rng.randint(14, 28))
            is_decided = decided <= on
            is_with_pep = rng.random() < 0.6
            reviews.append(
                EhcReview(
                    pupil=plan.pupil,
                    held_on=day,
                    decided_on=decided if is_decided else None,
                    decision=rng.choice(["maintain", "amend", "amend"]) if is_decided else "",
                    has_adulthood=(plan.pupil.nc_year or 0) >= 9,
                    with_pep_on=day if is_with_pep else None,
                    recorded_by=by,
                    recorded_on=min(decided, on),
                )
            )
            day = add_months(decided, 11) + timedelta(days=rng.randint(-20, 25))
        if (plan.pupil.nc_year or 0) in (6, 11) and rng.random() < 0.3:
            transfers.append(
                EhcTransfer(
                    pupil=plan.pupil,
                    settled_on=on - timedelta(days=rng.randint(1, 40)),
                    named="Oakfield Academy" if plan.pupil.nc_year == 6 else "Northshire College",
                    recorded_by=by,
                    recorded_on=on,
                )
            )
    EhcReview.objects.bulk_create(reviews, batch_size=2000)
    EhcTransfer.objects.bulk_create(transfers, batch_size=2000)
    _ask_for_assessments(rng, on, recorders)
    _give_support(rng, on, recorders)


def _officers() -> dict[int, User]:
    """Who wrote it down: the first officer of each authority."""
    people = User.objects.filter(memberships__role=Role.VIRTUAL_SCHOOL_OFFICER.value)
    found: dict[int, User] = {}
    for user in people.order_by("pk").prefetch_related("memberships"):
        for membership in user.memberships.all():
            if membership.authority_id is not None:
                found.setdefault(membership.authority_id, user)
    return found


def _ask_for_assessments(rng: random.Random, on: date, recorders: dict[int, User]) -> None:
    """For one in eight children with SEN support."""
    rows = []
    for status in SenStatus.objects.filter(status="K").select_related("pupil").order_by("pk"):
        if rng.random() > 0.125:
            continue
        asked = on - timedelta(days=rng.randint(10, 150))
        decided = asked + timedelta(days=rng.randint(25, 44))
        is_agreed = rng.random() < 0.8
        is_decided = decided <= on
        rows.append(
            EhcRequest(
                pupil=status.pupil,
                requested_on=asked,
                requested_by=rng.choice(["school", "authority"]),
                decided_on=decided if is_decided else None,
                is_agreed=is_agreed if is_decided else None,
                recorded_by=recorders[status.pupil_id],
                recorded_on=asked,
            )
        )
    EhcRequest.objects.bulk_create(rows)


def _give_support(rng: random.Random, on: date, recorders: dict[int, User]) -> None:
    """To most children whose last score is a cause for concern."""
    last = SdqScore.objects.filter(respondent="carer").order_by("pupil_id", "-completed_on")
    rows = []
    for score in last.distinct("pupil_id").select_related("pupil"):
        if (score.score or 0) < 17 or rng.random() > 0.7:
            continue
        kind, provider = rng.choice(_KINDS)
        asked = min(on, score.completed_on + timedelta(days=rng.randint(5, 30)))
        started = asked + timedelta(days=rng.randint(20, 160))
        ended = started + timedelta(days=rng.randint(60, 200))
        rows.append(
            WellbeingSupport(
                pupil=score.pupil,
                kind=kind,
                provider=provider,
                asked_on=asked,
                started_on=started if started <= on else None,
                ended_on=ended if ended <= on else None,
                outcome="Came to its agreed end" if ended <= on else "",
                is_shared_with_school=kind in ("school", "mentor"),
                recorded_by=recorders[score.pupil_id],
                recorded_on=asked,
            )
        )
    WellbeingSupport.objects.bulk_create(rows)
