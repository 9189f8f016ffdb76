"""The next school of children who move on in September: most have applied, a few are late."""

import random
from datetime import date, timedelta

from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.rules.admissions import Route
from placements.rules.school_applications import KIND
from pupils.models import Enrolment, Involvement, Pupil
from pupils.rules.clock import ClockState
from pupils.services.clock_states import clock_states
from pupils.services.inspections import standing_of
from vsh.accounts.models import User
from vsh.organisations.models import EducationSetting

FIRST_ASKED, UNTIL_AN_ANSWER = timedelta(days=30), timedelta(days=40)
SECONDARY_MONTH = 10  # of the closing date
_WHY_YET = "The only school that the child can walk to with a friend."


def apply_for_next_schools(*, rng: random.Random, on: date) -> None:
    """Nine in ten of the years before, eight in ten of those whose closing date has passed, three
    in ten of those before it."""
    workers = Involvement.objects.filter(capacity=Involvement.Capacity.SOCIAL_WORKER)
    of_child = {row.pupil_id: row.user for row in workers.current_on(on).select_related("user")}
    searched = set(SchoolSearch.objects.filter(ended_on=None).values_list("pupil", flat=True))
    pupils = Pupil.objects.filter(pk__in=of_child).select_related("authority").in_bulk()
    for pk, clocks in sorted(clock_states(list(pupils), on=on, kind=KIND).items()):
        for state in clocks.states:
            if state.closed_on is not None or state.due_on is None:
                continue
            chance = rng.random()
            if not state.is_current:
                if chance < 0.9:
                    _apply(pupils[pk], state, of_child[pk], rng, on)
            elif pk not in searched and chance < (0.8 if state.due_on <= on else 0.3):
                _apply(pupils[pk], state, of_child[pk], rng, on)


def _apply(pupil: Pupil, state: ClockState, worker: User, rng: random.Random, on: date) -> None:
    """Of a year before only where a school began since, which ended the search."""
    assert state.due_on is not None
    asked_on = max(state.started_on, min(on, state.due_on) - FIRST_ASKED)
    sent_on = min(on, asked_on + timedelta(days=rng.randint(3, 24)))
    september = date(int(state.trigger_key.partition(":")[2]), 9, 1)
    places = Enrolment.objects.filter(pupil=pupil, kind=Enrolment.Kind.MAIN, is_full_time=True)
    begun = places.filter(started_on__range=(september, on)).order_by("started_on").first()
    if begun is None and not state.is_current:
        return
    phase = "secondary" if state.due_on.month == SECONDARY_MONTH else "primary"
    schools = EducationSetting.objects.filter(la_code=pupil.authority.code, phase=phase)
    setting = begun.setting if begun else rng.choice(list(schools.order_by("pk")))
    assert setting is not None
    found = standing_of(setting.inspections.all(), on=on)
    search = SchoolSearch.objects.create(
        pupil=pupil,
        started_on=asked_on,
        why="The child moves on to the next school in September.",
        needed_from_on=september,
        ended_on=begun.started_on if begun else None,
        ended_by=begun,
    )
    option = SchoolOption.objects.create(
        search=search,
        setting=setting,
        why="Friends go there, and the carer can walk the child to school.",
        distance_miles=f"{rng.randint(0, 5)}.{rng.randint(1, 9)}",
        standing=found.standing.value,
        evidence="Looked-after children there make good progress; the VSH asked in October.",
        exceptional_reason=_WHY_YET if found.needs_exceptional_reason else "",
        childs_view="I know two people there already.",
        carers_view="The right one.",
    )
    SchoolApplication.objects.create(
        option=option,
        route=Route.NORMAL_ROUND.value,
        wanted_from_on=september,
        sent_on=sent_on,
        answer=SchoolApplication.Answer.OFFERED if begun else "",
        answered_on=sent_on + UNTIL_AN_ANSWER if begun else None,
        recorded_by=worker,
    )
