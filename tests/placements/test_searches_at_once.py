"""Sixteen people look for one child's school at once: one search, one option, one application."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.services.school_options import Considered, add_option, apply_for
from placements.services.searches import open_search
from pupils.models import Enrolment
from tests.cast import TODAY, Cast, assemble_cast
from tests.peps.services.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 16


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


def test_each_step_is_taken_once(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 2))
    who = [cast.social_worker, cast.team_manager, cast.officer, cast.head]
    who *= WRITERS // len(who)
    outcomes = at_once(
        *(lambda actor=actor: open_search(actor=actor, pupil=cast.ada, why="None") for actor in who)
    )
    search = SchoolSearch.objects.get()
    _one_of(outcomes, SchoolSearch)

    said = Considered(why="Near", evidence="Seen")
    outcomes = at_once(
        *(
            lambda actor=actor: add_option(actor=actor, search=search, setting=cast.elm, said=said)
            for actor in who
        )
    )
    option = SchoolOption.objects.get()
    _one_of(outcomes, SchoolOption)

    days = {"version": 1, "sent_on": TODAY, "wanted_from_on": TODAY}
    outcomes = at_once(
        *(lambda actor=actor: apply_for(actor=actor, option=option, **days) for actor in who)
    )
    assert SchoolApplication.objects.count() == 1
    _one_of(outcomes, SchoolApplication)


def _one_of(outcomes: list, kind: type) -> None:
    """One has done it; all others are told in words that it is done."""
    assert sum(isinstance(one, kind) for one in outcomes) == 1
    assert all(isinstance(one, kind | ValidationError) for one in outcomes), outcomes
