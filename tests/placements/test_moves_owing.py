"""What a recorded move owes is a deadline of the social worker until it is on record."""

from datetime import date

from placements.models import CareMove
from placements.rules.moves import Whom
from placements.services.moves import answer_move, withdraw_move
from pupils.models import Deadline
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, consulted, drafted, recorded


def clock(cast: Cast) -> Deadline | None:
    return Deadline.objects.filter(pupil=cast.ada, kind="move_told").first()


def test_an_emergency_owes_its_consultations_until_the_last_is_on_record(cast: Cast) -> None:
    move = recorded(cast, drafted(cast, **LEAVES))
    due = clock(cast)
    assert due is not None
    assert (due.trigger_key, due.started_on, due.due_on) == (
        "move:2026-11-02",
        date(2026, 11, 2),
        date(2026, 11, 9),
    )
    assert (due.owner_role, due.met_on) == ("social_worker", None)
    assert "Consult the child, or record why not" in move.owes
    everybody = (Whom.CHILD, Whom.SCHOOL, Whom.CARER, Whom.VSH, Whom.IRO, Whom.PARENT)
    move = consulted(cast, move, *everybody)
    said = {"wishes": "To stay near", "is_pep_considered": True, "arrangements": "A tutor"}
    move = answer_move(actor=cast.social_worker, move=move, version=move.version, answers=said)
    assert (move.owes, move.told_on) == ([], TODAY)
    met = clock(cast)
    assert met is not None
    assert met.met_on == TODAY


def test_a_draft_owes_nothing_yet_and_a_withdrawn_move_no_more(cast: Cast) -> None:
    move = drafted(cast, **LEAVES)
    assert (move.owes, clock(cast)) == ([], None)
    move = recorded(cast, move)
    assert clock(cast) is not None
    withdraw_move(
        actor=cast.social_worker, move=move, version=move.version, reason="It did not happen"
    )
    assert clock(cast) is None
    assert not CareMove.objects.exists()
