"""A move of Ada's home, as people tell it."""

from datetime import date
from typing import Any

from placements.models import CareMove
from placements.rules.moves import Whom
from placements.services.moves import (
    answer_consultation,
    answer_move,
    record_move,
    start_move,
)
from pupils.models import CarePlacement, Enrolment, Pupil
from tests.cast import Cast
from vsh.notices.models import Notice

MONDAY = date(2026, 11, 2)  # before the cast's Wednesday
HOME = {"placement_type": "U6", "provider": "PR4", "postcode": "NS3 4CC", "area_code": "999"}


def drafted(
    cast: Cast, pupil: Pupil | None = None, *, is_emergency: bool = True, **answers: Any
) -> CareMove:
    """A draft with these answers; from Monday to another foster home where nothing else is said."""
    who = cast.social_worker
    move = start_move(actor=who, pupil=pupil or cast.ada, is_emergency=is_emergency)
    said = {"from_on": MONDAY, **HOME, **answers}
    return answer_move(actor=who, move=move, version=move.version, answers=said)


def consulted(cast: Cast, move: CareMove, *whom: Whom, on: date = date(2026, 10, 20)) -> CareMove:
    """The same draft when these were asked on that day."""
    for one in whom:
        move = answer_consultation(
            actor=cast.social_worker,
            move=move,
            version=move.version,
            whom=one,
            consulted_on=on,
            said="They agree",
            reason_not="",
        )
    return move


def recorded(cast: Cast, move: CareMove, who: str = "social_worker") -> CareMove:
    """The draft put on record."""
    return record_move(actor=cast.people[who], move=move, version=move.version)


LEAVES = {
    "can_school_stay": False,
    "why_not_stay": "Forty miles away",
    "school_ends_on": date(2026, 10, 30),
}


def homes(child) -> list[tuple]:
    rows = CarePlacement.objects.filter(pupil=child).order_by("started_on")
    return list(rows.values_list("started_on", "ended_on", "is_emergency", "area_code"))


def places(child) -> list[tuple]:
    rows = Enrolment.objects.filter(pupil=child).order_by("started_on")
    return list(rows.values_list("kind", "started_on", "ended_on", "ended_by_placement"))


def told(stage: str = "") -> set[str]:
    rows = Notice.objects.filter(about__startswith="move:")
    return {notice.to for notice in (rows.filter(stage=stage) if stage else rows)}
