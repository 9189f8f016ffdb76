"""A move of home: the draft, what recording it does in one step, who is told, who may."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from placements.models import CareMove, MoveConsultation, SchoolSearch
from placements.move_facts import facts_of, moves_so_far
from placements.rules.moves import Whom
from placements.services.moves import (
    answer_consultation,
    answer_move,
    record_move,
    start_move,
)
from pupils.models import CarePlacement, Deadline, Enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import (
    HOME,
    LEAVES,
    MONDAY,
    consulted,
    drafted,
    homes,
    places,
    recorded,
)

# --- recording


def test_the_home_begins_and_the_one_before_it_ends(cast: Cast) -> None:
    move = recorded(cast, drafted(cast))
    assert homes(cast.ada) == [
        (date(2026, 2, 2), MONDAY, False, "999"),
        (MONDAY, None, True, "999"),
    ]
    assert move.placement is not None
    assert move.placement.is_address_confidential  # as the home before it
    assert (move.state, move.recorded_by, move.recorded_on) == (
        "recorded",
        cast.social_worker,
        TODAY,
    )
    assert places(cast.ada) == [("main", date(2025, 9, 1), None, None)]
    assert not SchoolSearch.objects.exists()


def test_a_school_that_cannot_stay_ends_and_a_search_begins_in_the_same_step(cast: Cast) -> None:
    move = recorded(cast, drafted(cast, **LEAVES))
    assert places(cast.ada) == [
        ("main", date(2025, 9, 1), date(2026, 10, 30), True),
        ("no_place", date(2026, 10, 31), None, None),
    ]
    search = SchoolSearch.objects.get()
    assert (search.started_on, search.why, search.move) == (
        date(2026, 10, 31),
        "Forty miles away",
        move,
    )
    deadline = Deadline.objects.get(pupil=cast.ada, kind="school_place", met_on=None)
    assert (deadline.trigger_key, deadline.due_on) == ("placement:2026-11-02", date(2026, 11, 30))


def test_a_planned_move_wants_the_place_on_its_own_day(cast: Cast) -> None:
    recorded(cast, drafted(cast, is_emergency=False, **LEAVES))
    deadline = Deadline.objects.get(pupil=cast.ada, kind="school_place", met_on=None)
    assert deadline.due_on == MONDAY


def test_no_search_where_the_next_place_is_on_record(cast: Cast) -> None:
    move = drafted(cast, **LEAVES)
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 6))
    Enrolment.objects.create(
        pupil=cast.ada, kind="main", setting=cast.elm, started_on=date(2026, 11, 9)
    )
    recorded(cast, move)
    assert places(cast.ada) == [
        ("main", date(2025, 9, 1), date(2026, 10, 30), True),
        ("no_place", date(2026, 10, 31), date(2026, 11, 8), None),
        ("main", date(2026, 11, 9), None, None),
    ]
    assert not SchoolSearch.objects.exists()


def test_a_search_that_is_open_goes_on(cast: Cast) -> None:
    SchoolSearch.objects.create(pupil=cast.ada, started_on=date(2026, 9, 1), why="Moved before")
    recorded(cast, drafted(cast, **LEAVES))
    assert SchoolSearch.objects.get().why == "Moved before"


def test_whether_the_school_stays_is_added_later(cast: Cast) -> None:
    move = recorded(cast, drafted(cast))
    answer_move(actor=cast.officer, move=move, version=move.version, answers=LEAVES)
    assert [kind for kind, *_ in places(cast.ada)] == ["main", "no_place"]
    assert SchoolSearch.objects.filter(pupil=cast.ada, ended_on=None).exists()
    move.refresh_from_db()
    with pytest.raises(ValidationError, match="this answer stands"):
        answer_move(
            actor=cast.officer,
            move=move,
            version=move.version,
            answers={"can_school_stay": True},
        )


def test_an_address_that_was_not_known_is_added_later(cast: Cast) -> None:
    move = recorded(cast, drafted(cast, postcode="", area_code="", placement_type=""))
    assert move.placement is not None
    assert (move.placement.postcode, move.placement.area_code) == ("", "")
    move = answer_move(actor=cast.officer, move=move, version=move.version, answers=HOME)
    move.placement.refresh_from_db()
    assert (move.placement.postcode, move.placement.area_code) == ("NS3 4CC", "999")
    assert move.placement.is_emergency


def test_a_placement_that_the_roll_told_of_is_not_doubled(cast: Cast) -> None:
    first = cast.ada.placements.get()
    CarePlacement.objects.filter(pk=first.pk).update(ended_on=MONDAY)
    told_of = CarePlacement.objects.create(
        pupil=cast.ada, care_period=first.care_period, started_on=MONDAY, placement_type="U6"
    )
    move = recorded(cast, drafted(cast))
    assert move.placement == told_of
    assert homes(cast.ada)[1] == (MONDAY, None, True, "999")
    with pytest.raises(ValidationError, match="on record already"):
        recorded(cast, drafted(cast))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"from_on": date(2026, 2, 1)}, "not looked after on that day"),
        ({"from_on": None}, "on which day"),
        ({"can_school_stay": False}, "the last day at the school"),
    ],
)
def test_what_cannot_be_recorded(cast: Cast, answers, words) -> None:
    move = drafted(cast, **answers)
    with pytest.raises(ValidationError, match=words):
        recorded(cast, move)
    assert len(homes(cast.ada)) == 1


def test_a_day_before_a_later_placement_is_refused(cast: Cast) -> None:
    recorded(cast, drafted(cast))
    move = drafted(cast, from_on=MONDAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="A later placement is on record, from 2 November"):
        recorded(cast, move)


OFFICER = {"approved_by": "N. Officer", "approved_role": "Assistant Director"}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"from_on": TODAY + timedelta(days=1)}, "One that is still to come is planned"),
        ({"school_ends_on": date(2025, 8, 31)}, "began on 1 September 2025"),
        ({**OFFICER, "approved_on": date(2026, 11, 3)}, "before the move"),
    ],
)
def test_answers_that_cannot_be(cast: Cast, answers, words) -> None:
    with pytest.raises(ValidationError, match=words):
        drafted(cast, **answers)


def test_a_child_who_is_not_looked_after_does_not_move(cast: Cast) -> None:
    move = start_move(actor=cast.officer, pupil=cast.fay, is_emergency=True)
    move = answer_move(
        actor=cast.officer, move=move, version=move.version, answers={"from_on": MONDAY}
    )
    with pytest.raises(ValidationError, match="not looked after on that day"):
        record_move(actor=cast.officer, move=move, version=move.version)


def test_the_last_day_of_childhood(cast: Cast) -> None:
    cast.ada.date_of_birth = MONDAY.replace(year=2008)
    cast.ada.save()
    with pytest.raises(ValidationError, match="not looked after on that day"):
        recorded(cast, drafted(cast))
    move = CareMove.objects.get()
    answers = {"from_on": MONDAY - timedelta(days=1)}
    move = answer_move(actor=cast.social_worker, move=move, version=move.version, answers=answers)
    assert recorded(cast, move).state == "recorded"


# --- Years 10 and 11


def planned_in_year_10(cast: Cast, from_on: date, **answers) -> CareMove:
    cast.ada.nc_year = 10
    cast.ada.save()
    left = {**LEAVES, "school_ends_on": min(from_on, date(2026, 11, 6))}
    return drafted(cast, is_emergency=False, from_on=from_on, **left, **answers)


def test_a_move_to_come_is_not_recorded_without_the_approval(cast: Cast) -> None:
    monday = date(2026, 11, 9)
    said = {"wishes": "To stay", "is_pep_considered": True, "arrangements": "A place at Elm"}
    move = planned_in_year_10(cast, monday, **said)
    with pytest.raises(ValidationError, match="must not be put into effect"):
        recorded(cast, move)
    move = consulted(cast, move, Whom.SCHOOL, Whom.IRO, Whom.VSH)
    approved = {**OFFICER, "approved_on": TODAY, "approval_words": "Safer"}
    with pytest.raises(ValidationError, match="satisfied with the education"):
        answer_move(actor=cast.social_worker, move=move, version=move.version, answers=approved)
    approved["is_provision_right"] = True
    move = answer_move(actor=cast.social_worker, move=move, version=move.version, answers=approved)
    move = recorded(cast, move)
    assert homes(cast.ada)[-1][0] == monday
    assert [one.key for one in facts_of(move).missing()] == [
        "consult_child",
        "consult_carer",
        "consult_parent",
    ]


def approved_in_year_10(cast: Cast, from_on: date, **answers) -> CareMove:
    move = planned_in_year_10(cast, from_on, **answers)
    move = consulted(cast, move, Whom.SCHOOL, Whom.IRO, Whom.VSH)
    approved = {**OFFICER, "approved_on": TODAY, "approval_words": "Safer"}
    approved["is_provision_right"] = True
    return answer_move(actor=cast.social_worker, move=move, version=move.version, answers=approved)


@pytest.mark.parametrize(
    "said", [{"arrangements": "A place at Elm"}, {"wishes": "To stay"}], ids=["wishes", "education"]
)
def test_nor_without_what_the_child_wishes_and_the_education_there(cast: Cast, said) -> None:
    move = approved_in_year_10(cast, date(2026, 11, 9), is_pep_considered=True, **said)
    with pytest.raises(ValidationError, match="must not be put into effect"):
        recorded(cast, move)


def test_nor_is_one_of_today(cast: Cast) -> None:
    move = planned_in_year_10(cast, TODAY, wishes="To stay", is_pep_considered=True)
    with pytest.raises(ValidationError, match="must not be put into effect"):
        recorded(cast, move)


def test_one_that_has_happened_is_recorded_and_what_was_missing_is_said(cast: Cast) -> None:
    move = recorded(cast, planned_in_year_10(cast, MONDAY))
    owed = {one.key: one.forbids for one in facts_of(move).missing()}
    assert owed["approval"]
    assert owed["consult_iro"]
    assert owed["wishes"]
    assert not owed["consult_child"]


# --- consultations


@pytest.mark.parametrize(
    ("whom", "answer", "words"),
    [
        ("other_vsh", {"consulted_on": MONDAY}, "not asked about this move"),
        ("nobody", {"consulted_on": MONDAY}, "not asked about this move"),
        ("iro", {"consulted_on": TODAY + timedelta(days=1)}, "in the future"),
        ("iro", {}, "one of the two"),
        ("iro", {"consulted_on": MONDAY, "reason_not": "Away"}, "one of the two"),
    ],
)
def test_consultations_that_cannot_be(cast: Cast, whom, answer, words) -> None:
    move = drafted(cast)
    said = {"consulted_on": None, "said": "", "reason_not": "", **answer}
    with pytest.raises(ValidationError, match=words):
        answer_consultation(actor=cast.officer, move=move, version=move.version, whom=whom, **said)
    assert not MoveConsultation.objects.exists()


# --- moves so far


def test_coming_into_care_is_no_move_and_the_eleventh_birthday_counts(cast: Cast) -> None:
    period = cast.ada.care_periods.get()
    days = [date(2026, 2, 2), date(2026, 3, 9), date(2026, 3, 10), date(2026, 5, 1)]
    rows = [CarePlacement(care_period=period, started_on=day) for day in days]
    cast.ada.date_of_birth = date(2015, 3, 10)
    found = moves_so_far(cast.ada, rows)
    assert (found.all, found.since_eleven) == (3, 2)
    assert moves_so_far(cast.ada, rows[:1]).all == 0
