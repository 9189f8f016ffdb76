"""Sixteen people record moves and end places at once: no overlap, and only refusals in words."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from placements.models import CareMove, SchoolSearch
from placements.services.moves import record_move, start_move
from pupils.models import CarePlacement, Enrolment
from pupils.services.enrolments import record_enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import Cast, assemble_cast
from tests.peps.services.test_concurrency import at_once
from tests.placements.moving import LEAVES, drafted

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 16


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


def test_sixteen_people_begin_one_draft(cast: Cast) -> None:
    who = [cast.social_worker, cast.team_manager, cast.officer, cast.head]
    begun = at_once(
        *(
            lambda actor=actor: start_move(actor=actor, pupil=cast.ada, is_emergency=True)
            for actor in who * (WRITERS // len(who))
        )
    )
    assert {one for one in begun if isinstance(one, CareMove)} == {CareMove.objects.get()}
    assert all(isinstance(one, CareMove) for one in begun)


def test_a_move_is_recorded_once_while_others_find_a_school(cast: Cast) -> None:
    move = drafted(cast, **LEAVES)

    def record():
        return record_move(actor=cast.social_worker, move=move, version=move.version)

    def enrol():
        return record_enrolment(
            actor=cast.officer,
            pupil=cast.ada,
            kind="main",
            setting=cast.elm,
            started_on=date(2026, 11, 3),
            ends_current=True,
        )

    outcomes = at_once(*[record, enrol] * (WRITERS // 2))
    expected = CareMove | Enrolment | StaleRecordError | ValidationError
    assert all(isinstance(one, expected) for one in outcomes), outcomes
    homes = CarePlacement.objects.filter(pupil=cast.ada).order_by("started_on")
    assert list(homes.values_list("started_on", "ended_on")) == [
        (date(2026, 2, 2), date(2026, 11, 2)),
        (date(2026, 11, 2), None),
    ]
    assert sum(isinstance(one, CareMove) for one in outcomes) == 1
    main = list(Enrolment.objects.filter(pupil=cast.ada).main().order_by("started_on"))
    for earlier, later in pairwise(main):
        assert earlier.ended_on is not None
        assert earlier.ended_on < later.started_on
    assert SchoolSearch.objects.filter(pupil=cast.ada, ended_on=None).count() <= 1
