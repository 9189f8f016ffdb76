"""Moves that people told of, and the searches for a school of children who have none."""

from datetime import date, timedelta

from placements.models import CareMove, MoveConsultation, SchoolSearch
from placements.rules.moves import Whom
from pupils.models import CarePlacement, Enrolment, Involvement, Pupil
from vsh.accounts.models import User
from vsh.calendars.rules import WorkingDays

ONE_DAY = timedelta(days=1)
LATELY = timedelta(days=90)
_WHY = "The home is too far from the school that the child went to."


def tell_of_moves(*, on: date) -> None:
    """A search for each child without a place; one emergency move; one that is being planned."""
    _look_for_schools(on)
    workers = Involvement.objects.filter(capacity=Involvement.Capacity.SOCIAL_WORKER)
    of_child = {row.pupil_id: row.user for row in workers.current_on(on).select_related("user")}
    moved = _report_emergency(of_child, on)
    _plan_move(of_child, on, not_for=moved)


def _look_for_schools(on: date) -> None:
    without = Enrolment.objects.filter(
        kind=Enrolment.Kind.NO_PLACE, pupil__care_periods__ended_on=None
    ).current_on(on)
    for place in without.order_by("pupil_id").distinct():
        SchoolSearch.objects.create(
            pupil_id=place.pupil_id, started_on=place.started_on, why="The school place ended."
        )


def _report_emergency(of_child: dict[int, User], on: date) -> int | None:
    """The latest emergency move of a child who had lived elsewhere before."""
    homes = CarePlacement.objects.filter(
        is_emergency=True,
        ended_on=None,
        started_on__range=(on - LATELY, on),
        pupil__in=of_child,
        pupil__is_restricted=False,
        care_period__ended_on=None,
    ).order_by("-started_on", "pk")
    for home in homes.select_related("pupil"):
        if home.started_on == home.care_period.started_on:
            continue
        worker, day = of_child[home.pupil_id], home.started_on
        places = Enrolment.objects.filter(pupil=home.pupil_id, kind=Enrolment.Kind.MAIN)
        place = places.current_on(day - ONE_DAY).first()
        is_lost = place is not None and place.ended_on is not None and place.ended_on <= on
        move = CareMove.objects.create(
            pupil=home.pupil,
            state=CareMove.State.RECORDED,
            is_emergency=True,
            from_on=day,
            placement_type=home.placement_type,
            postcode=home.postcode,
            area_code=home.area_code,
            is_address_confidential=home.is_address_confidential,
            can_school_stay=not is_lost if place else None,
            why_not_stay=_WHY if is_lost else "",
            school_ends_on=place.ended_on if place and is_lost else None,
            wishes="I want to see my brother every week.",
            started_by=worker,
            started_on=min(on, day),
            recorded_by=worker,
            recorded_on=min(on, day),
            placement=home,
            enrolment=place,
            version=4,
        )
        SchoolSearch.objects.filter(pupil=home.pupil, started_on__gte=day).update(move=move)
        _consult(move, Whom.CHILD, day, "Sad about it, and glad to be near the river.")
        _consult(move, Whom.IRO, min(on, WorkingDays().add(1, after=day)), "Agreed by telephone.")
        return home.pupil_id
    return None


def _plan_move(of_child: dict[int, User], on: date, *, not_for: int | None) -> None:
    """One that a social worker has begun to write, and not finished."""
    pupils = Pupil.objects.filter(
        pk__in=of_child, nc_year__range=(10, 11), is_restricted=False
    ).looked_after_on(on)
    pupil = next((one for one in pupils.order_by("pk") if one.pk != not_for), None)
    if pupil is None:
        return
    move = CareMove.objects.create(
        pupil=pupil,
        is_emergency=False,
        from_on=WorkingDays().add(10, after=on),
        placement_type="U4",
        can_school_stay=True,
        wishes="To stay at my school, and to keep my room for the holidays.",
        started_by=of_child[pupil.pk],
        started_on=on,
        version=5,
    )
    _consult(move, Whom.CHILD, on, "Wants to go, if the school stays the same.")


def _consult(move: CareMove, whom: Whom, on: date, said: str) -> None:
    MoveConsultation.objects.create(move=move, whom=whom, consulted_on=on, said=said)
