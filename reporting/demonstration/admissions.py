"""The next school of children who move on in September: most have applied, a few are late."""

import random
from datetime import date, timedelta

from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.rules.admissions import Route
from placements.rules.school_applications import KIND
from pupils.models import Involvement, Pupil
from pupils.rules.clock import ClockState
from pupils.services.clock_states import clock_states
from pupils.services.inspections import standing_of
from vsh.accounts.models import User
from vsh.organisations.models import EducationSetting

FIRST_ASKED = timedelta(days=30)


def apply_for_next_schools(*, rng: random.Random, on: date) -> None:
    """Eight in ten of those whose closing date has passed, three in ten of those before it."""
    workers = Involvement.objects.filter(capacity=Involvement.Capacity.SOCIAL_WORKER)
    of_child = {row.pupil_id: row.user for row in workers.current_on(on).select_related("user")}
    searched = SchoolSearch.objects.filter(ended_on=None).values("pupil")
    pupils = Pupil.objects.filter(pk__in=of_child).exclude(pk__in=searched).in_bulk()
    for pk, clocks in sorted(clock_states(list(pupils), on=on, kind=KIND).items()):
        for state in clocks.states:
            if not state.is_current or state.closed_on is not None or state.due_on is None:
                continue
            if rng.random() < (0.8 if state.due_on <= on else 0.3):
                _apply(pupils[pk], state, of_child[pk], rng, on)


def _apply(pupil: Pupil, state: ClockState, worker: User, rng: random.Random, on: date) -> None:
    assert state.due_on is not None
    asked_on = max(state.started_on, min(on, state.due_on) - FIRST_ASKED)
    sent_on = min(on, asked_on + timedelta(days=rng.randint(3, 24)))
    year = int(state.trigger_key.partition(":")[2])
    phase = "secondary" if state.due_on.month == 10 else "primary"
    schools = EducationSetting.objects.filter(la_code=pupil.authority.code, phase=phase)
    setting = rng.choice(list(schools.order_by("pk").prefetch_related("inspections")))
    search = SchoolSearch.objects.create(
        pupil=pupil,
        started_on=asked_on,
        why="The child moves on to the next school in September.",
        needed_from_on=date(year, 9, 1),
    )
    option = SchoolOption.objects.create(
        search=search,
        setting=setting,
        why="Friends go there, and the carer can walk the child to school.",
        distance_miles=f"{rng.randint(0, 5)}.{rng.randint(1, 9)}",
        standing=standing_of(setting.inspections.all(), on=on).standing.value,
        evidence="Looked-after children there make good progress; the VSH asked in October.",
        childs_view="I know two people there already.",
        carers_view="The right one.",
    )
    SchoolApplication.objects.create(
        option=option,
        route=Route.NORMAL_ROUND.value,
        wanted_from_on=date(year, 9, 1),
        sent_on=sent_on,
        recorded_by=worker,
    )
