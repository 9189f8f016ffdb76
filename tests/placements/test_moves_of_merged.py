"""Two moves to one home, one of each of two records of one child: one of them is withdrawn."""

import pytest

from placements.models import CareMove
from placements.services.moves import withdraw_move
from pupils.models import CarePlacement
from tests.cast import Cast, add_children, allocate
from tests.placements.moving import MONDAY, drafted, homes, recorded
from tests.pupils.twice import merge
from vsh.notices.models import Notice


@pytest.fixture
def two(cast: Cast) -> list[CareMove]:
    """The one that has the home, and the other beside it."""
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    allocate(cast.twice, cast.social_worker, "social_worker")
    for child in (cast.ben, cast.twice):
        recorded(cast, drafted(cast, child))
    merge(cast, "head")
    return list(CareMove.objects.order_by("pk"))


@pytest.mark.parametrize("which", [0, 1])
def test_the_home_stays_and_nobody_is_told_that_the_child_does_not_move(cast, two, which: int):
    before = homes(cast.ben)
    assert before[-1][0] == MONDAY
    given, other = two[which], two[1 - which]
    withdraw_move(actor=cast.head, move=given, version=given.version, reason="Entered twice")
    assert homes(cast.ben) == before
    assert CareMove.objects.get() == other
    assert CareMove.objects.get().placement == CarePlacement.objects.get(
        pupil=cast.ben, started_on=MONDAY
    )
    assert not Notice.objects.filter(stage__endswith="_back").exists()
