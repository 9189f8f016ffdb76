"""Writes the whole demonstration in one transaction."""

import random
from datetime import date

from django.db import connection, transaction

from pupils.models import Pupil
from pupils.services.deadlines import recalculate_deadlines_for
from vsh.organisations.models import Authority

from .admissions import apply_for_next_schools
from .attendance import write_attendance
from .behaviour import write_behaviour
from .children import Intake
from .concerns import raise_concerns
from .copies import give_copies
from .custody import hold_in_custody
from .data_quality import leave_gaps
from .decisions import ask_before_decisions
from .early_warning import warn_early
from .handovers import hand_over_recent_movers
from .journeys import measure_journeys
from .meetings import arrange_meetings
from .moves import tell_of_moves
from .needs import write_needs
from .notified import tell_settings
from .organisations import found_northshire, found_southmoor, publish_terms
from .packs import send_packs
from .people import NORTHSHIRE, SOUTHMOOR, engage_staff
from .places import draw_the_map
from .plans import write_plans
from .quality import assure_quality
from .results import write_results
from .short_plans import allow_short_forms
from .systems import let_systems_send
from .voices import let_them_speak
from .wellbeing import write_wellbeing


class AlreadySeededError(Exception):
    """The database holds an authority already; the demonstration wants an empty one."""


@transaction.atomic
def seed_demonstration(*, children: int, seed: int, on: date, password: str | None) -> int:
    """Northshire with `children` children and Southmoor with two for every fifteen of them.

    Returns the number of children. Raises `AlreadySeededError` when the database is in use.
    """
    if Authority.objects.exists():
        raise AlreadySeededError
    rng = random.Random(seed)
    north, south = found_northshire(), found_southmoor()
    for place in (north, south):
        publish_terms(place, on=on)
    north_staff = engage_staff(north, NORTHSHIRE, password=password, rng=rng)
    south_staff = engage_staff(south, SOUTHMOOR, password=password, rng=rng)
    Intake(place=north, neighbour=None, beyond=south, staff=north_staff, rng=rng, on=on).admit(
        children
    )
    let_systems_send(north, north_staff, on=on)
    southern = max(1, children * 2 // 15)
    Intake(place=south, neighbour=north, beyond=north, staff=south_staff, rng=rng, on=on).admit(
        southern
    )
    write_attendance(rng=random.Random(f"{seed} attendance"), on=on)
    write_behaviour(on=on)
    write_results(rng=random.Random(f"{seed} results"), on=on)
    write_wellbeing(rng=random.Random(f"{seed} wellbeing"), on=on)
    write_needs(rng=random.Random(f"{seed} needs"), on=on)
    write_plans(rng=rng, on=on)
    _count_rows()
    allow_short_forms(on=on)
    assure_quality(rng=random.Random(f"{seed} quality"), on=on)
    raise_concerns(rng=rng, on=on)
    arrange_meetings(rng=rng, on=on)
    give_copies(rng=random.Random(seed))
    send_packs(on=on)
    ask_before_decisions(on=on)
    tell_of_moves(on=on)
    hold_in_custody(on=on)
    apply_for_next_schools(rng=random.Random(f"{seed} admissions"), on=on)
    hand_over_recent_movers(on=on)
    tell_settings(rng=random.Random(f"{seed} told"), on=on)
    let_them_speak(rng=random.Random(f"{seed} voices"), on=on)
    leave_gaps(on=on)
    draw_the_map()
    measure_journeys(on=on)
    recalculate_deadlines_for(list(Pupil.objects.values_list("pk", flat=True)))
    warn_early(on=on)
    return children + southern


def _count_rows() -> None:
    """Tell the planner how many rows there are by now: nobody else can before they are committed,
    and what reads them from here on would go through whole tables for each child."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
