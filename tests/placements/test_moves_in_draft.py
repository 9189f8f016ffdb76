"""A draft of a move, who may, and a move that did not happen."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from placements.models import CareMove, SchoolSearch
from placements.rules.moves import Whom
from placements.services.move_news import about
from placements.services.moves import (
    answer_consultation,
    answer_move,
    discard_move,
    start_move,
    withdraw_move,
)
from pupils.models import CarePlacement, Enrolment
from pupils.services.locking import StaleRecordError
from pupils.services.place_corrections import withdraw_enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, MONDAY, consulted, drafted, homes, recorded, told
from vsh.notices.models import Notice

# --- drafts


def test_there_is_one_draft_and_everybody_goes_on_with_it(cast: Cast) -> None:
    move = drafted(cast)
    assert start_move(actor=cast.team_manager, pupil=cast.ada, is_emergency=True) == move


def test_another_kind_of_move_than_the_draft_is_refused(cast: Cast) -> None:
    drafted(cast, is_emergency=False)
    words = "Social Worker began another draft .* Planned move on 2 November 2026"
    with pytest.raises(ValidationError, match=words):
        start_move(actor=cast.team_manager, pupil=cast.ada, is_emergency=True)


def test_a_stale_answer_is_refused(cast: Cast) -> None:
    move = drafted(cast)
    answer_move(actor=cast.officer, move=move, version=move.version, answers={"from_on": MONDAY})
    for act in (
        lambda: answer_move(actor=cast.officer, move=move, version=move.version, answers={}),
        lambda: recorded(cast, move),
        lambda: discard_move(actor=cast.officer, move=move, version=move.version),
        lambda: consulted(cast, move, Whom.IRO),
    ):
        with pytest.raises(StaleRecordError):
            act()


def test_the_second_press_of_the_button_records_nothing_more(cast: Cast) -> None:
    move = drafted(cast)
    recorded(cast, move)
    with pytest.raises(StaleRecordError):
        recorded(cast, move)
    assert len(homes(cast.ada)) == 2


def test_a_discarded_draft_is_gone(cast: Cast) -> None:
    move = drafted(cast)
    discard_move(actor=cast.officer, move=move, version=move.version)
    assert not CareMove.objects.exists()
    done = recorded(cast, drafted(cast))
    with pytest.raises(ValidationError):
        discard_move(actor=cast.officer, move=done, version=done.version)


@pytest.mark.parametrize(
    "who",
    [
        "data",
        "teacher",
        "iro",
        "other_social_worker",
        "south_head",
        "director",
        "former_officer",
        "outsider",
    ],
)
def test_who_may_not(cast: Cast, who: str) -> None:
    actor = cast.people[who]
    with pytest.raises(PermissionDenied):
        start_move(actor=actor, pupil=cast.ada, is_emergency=True)
    move = drafted(cast)
    for act in (
        lambda: recorded(cast, move, who),
        lambda: answer_move(actor=actor, move=move, version=move.version, answers={}),
        lambda: discard_move(actor=actor, move=move, version=move.version),
        lambda: withdraw_move(actor=actor, move=move, version=move.version, reason="Wrong"),
        lambda: answer_consultation(
            actor=actor,
            move=move,
            version=move.version,
            whom="iro",
            consulted_on=TODAY,
            said="",
            reason_not="",
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("who", ["social_worker", "team_manager", "officer", "head"])
def test_who_may(cast: Cast, who: str) -> None:
    assert recorded(cast, drafted(cast), who).recorded_by == cast.people[who]


def test_every_change_stands_in_the_history(cast: Cast) -> None:
    move = consulted(cast, drafted(cast), Whom.IRO)
    recorded(cast, move)
    events = CareMove.pgh_event_model.objects.filter(pgh_obj_id=move.pk)  # type: ignore[attr-defined]
    assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "update",
        "update",
        "update",
    ]


# --- a move that did not happen


def test_a_withdrawn_move_leaves_the_home_before_it_and_is_told(cast: Cast) -> None:
    move = recorded(
        cast, drafted(cast, is_emergency=False, from_on=date(2026, 11, 9), can_school_stay=True)
    )
    before = told()
    withdraw_move(actor=cast.officer, move=move, version=move.version, reason="It fell through")
    assert homes(cast.ada) == [(date(2026, 2, 2), None, False, "999")]
    assert not CareMove.objects.exists()
    assert told("people_back") | told("school_back") == before
    history = CareMove.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert history.pgh_context["reason"] == "It fell through"


def test_after_a_gap_the_home_before_it_stays_ended(cast: Cast) -> None:
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 10, 1))
    move = recorded(cast, drafted(cast))
    withdraw_move(actor=cast.officer, move=move, version=move.version, reason="Wrong child")
    assert homes(cast.ada) == [(date(2026, 2, 2), date(2026, 10, 1), False, "999")]


def test_an_emergency_recorded_again_is_told_again(cast: Cast) -> None:
    move = recorded(cast, drafted(cast), "team_manager")
    withdraw_move(actor=cast.officer, move=move, version=move.version, reason="Wrong day")
    assert told("people_back") == told("people")
    again = recorded(cast, drafted(cast), "team_manager")
    told_again = Notice.objects.filter(about=about(again), stage="people")
    assert {notice.to for notice in told_again} == told("people")
    assert cast.iro.email in told("people")


def test_one_with_a_later_move_after_it_stands(cast: Cast) -> None:
    first = recorded(cast, drafted(cast))
    recorded(cast, drafted(cast, from_on=TODAY))
    with pytest.raises(ValidationError, match="A later placement is on record"):
        withdraw_move(actor=cast.officer, move=first, version=first.version, reason="Wrong")


def test_the_search_ends_once_the_school_place_goes_on_again(cast: Cast) -> None:
    move = recorded(cast, drafted(cast, **{**LEAVES, "school_ends_on": TODAY}))
    withdraw_move(actor=cast.officer, move=move, version=move.version, reason="Wrong child")
    assert SchoolSearch.objects.get().ended_on is None
    without = Enrolment.objects.get(pupil=cast.ada, kind="no_place")
    withdraw_enrolment(
        actor=cast.officer,
        enrolment=without,
        version=without.version,
        reason="Wrong child",
        instead="former",
    )
    assert SchoolSearch.objects.get().ended_on == TODAY
