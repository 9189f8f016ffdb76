"""Moves that people told of, and the searches for a school of children who have none."""

from datetime import date, timedelta

from django.db.models import Q

from placements.models import (
    CareMove,
    MoveConsultation,
    SchoolApplication,
    SchoolOption,
    SchoolSearch,
    TimetableReview,
)
from placements.rules.admissions import Route
from placements.rules.moves import Whom
from placements.services.school_options import route_to, year_group_of
from pupils.models import CarePlacement, Enrolment, Involvement, Pupil, SenStatus
from pupils.querysets import in_force
from pupils.services.inspections import standing_of
from vsh.accounts.models import User
from vsh.calendars.rules import WorkingDays
from vsh.organisations.models import EducationSetting

ONE_DAY = timedelta(days=1)
LATELY = timedelta(days=90)
_WHY = "The home is too far from the school that the child went to."


def tell_of_moves(*, on: date) -> None:
    """A search for each child without a place; one emergency move; one that is being planned; an
    end and a review for each part-time timetable but the last."""
    workers = Involvement.objects.filter(capacity=Involvement.Capacity.SOCIAL_WORKER)
    of_child = {row.pupil_id: row.user for row in workers.current_on(on).select_related("user")}
    _look_for_schools(of_child, on)
    _review_timetables(of_child, on)
    moved = _report_emergency(of_child, on)
    _plan_move(of_child, on, not_for=moved)


def _look_for_schools(of_child: dict[int, User], on: date) -> None:
    without = Enrolment.objects.filter(
        Q(kind=Enrolment.Kind.NO_PLACE) | Q(kind=Enrolment.Kind.MAIN, is_full_time=False),
        pupil__care_periods__ended_on=None,
    ).current_on(on)
    for number, place in enumerate(without.order_by("pupil_id").distinct()):
        search = SchoolSearch.objects.create(
            pupil_id=place.pupil_id,
            started_on=place.started_on,
            why="The school place ended." if place.setting_id is None else "It is part time.",
            interim="" if number == 0 else "A tutor at home, ten hours a week.",
        )
        if number > 0 and place.pupil_id in of_child:
            _consider_schools(search, of_child[place.pupil_id], number, on)
    _tell_of_one_that_found_a_place(on)


def _tell_of_one_that_found_a_place(on: date) -> None:
    """One that has ended with the place that it found."""
    lately = Enrolment.objects.filter(
        kind=Enrolment.Kind.MAIN,
        is_full_time=True,
        ended_on=None,
        started_on__range=(on - timedelta(days=400), on),
        pupil__in=Pupil.objects.filter(is_restricted=False).looked_after_on(on),
    )
    found = lately.exclude(pupil__school_searches__isnull=False).order_by("pk").first()
    if found is not None:
        SchoolSearch.objects.create(
            pupil=found.pupil,
            started_on=found.started_on - timedelta(days=21),
            why="The former school was too far from the home.",
            ended_on=found.started_on,
            ended_by=found,
        )


def _consider_schools(search: SchoolSearch, worker: User, number: int, on: date) -> None:
    """Two schools for the child's age: one applied for, every other time refused."""
    pupil = search.pupil
    year_group = year_group_of(pupil, on)
    schools = EducationSetting.objects.filter(
        la_code=pupil.authority.code,
        low_age__lte=year_group + 4,
        high_age__gt=year_group + 4,
        phase__in=["primary", "secondary"],
    ).prefetch_related("inspections")
    for place, setting in enumerate(schools.order_by("pk")[:2]):
        option = SchoolOption.objects.create(
            search=search,
            setting=setting,
            why="Friends from the former school go there." if place else "Near the new home.",
            distance_miles=f"{2 * place + number % 4}.5",
            admissions="A place is free in the year group.",
            standing=standing_of(setting.inspections.all(), on=on).standing.value,
            evidence="Looked-after children there make good progress; the VSH asked in October.",
            childs_view="I liked the art room." if place == 0 else "",
            carers_view="Easy to reach by bus." if place == 0 else "",
            visited_on=on if place == 0 else None,
        )
        if place > 0:
            continue
        sent_on = max(search.started_on, on - timedelta(days=9))
        is_refused = number % 2 == 0
        route = route_to(setting, year_group=year_group, wanted_from_on=on, sent_on=sent_on)
        plans = SenStatus.objects.filter(in_force(sent_on), pupil=pupil, status="E")
        if plans.exists():
            route = Route.CONSULTED
        SchoolApplication.objects.create(
            option=option,
            route=route.value,
            wanted_from_on=on,
            sent_on=sent_on,
            answer="refused" if is_refused else "",
            answered_on=on if is_refused else None,
            answer_words="The year group is full." if is_refused else "",
            recorded_by=worker,
        )


def _review_timetables(of_child: dict[int, User], on: date) -> None:
    """Agreed for twelve weeks when it began, to be reviewed after six; the last has no end yet."""
    part_time = Enrolment.objects.filter(
        is_full_time=False, ended_on=None, setting__isnull=False, pupil__in=of_child
    ).current_on(on)
    for place in list(part_time.order_by("pk"))[:-1]:
        began = place.started_on
        TimetableReview.objects.create(
            enrolment=place,
            reviewed_on=began,
            decided="Two hours more each fortnight; the carer and the school agree.",
            until_on=began + timedelta(weeks=12),
            next_review_on=began + timedelta(weeks=6),
            recorded_by=of_child[place.pupil_id],
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
