"""A move of home: the draft, what recording it does in one step, who is told, who may."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.services.breakdowns import alert_of_breakdowns
from placements.models import CareMove, MoveConsultation, SchoolSearch
from placements.move_facts import facts_of, moves_so_far
from placements.move_reading import messages_of
from placements.rules.moves import Whom
from placements.services.move_news import about
from placements.services.moves import (
    answer_consultation,
    answer_move,
    discard_move,
    record_move,
    start_move,
    withdraw_move,
)
from pupils.models import CarePlacement, Deadline, Enrolment
from pupils.services.locking import StaleRecordError
from pupils.services.place_corrections import withdraw_enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import HOME, LEAVES, MONDAY, consulted, drafted, recorded
from vsh.notices.models import Notice
from vsh.organisations.models import EducationSetting


def homes(child) -> list[tuple]:
    rows = CarePlacement.objects.filter(pupil=child).order_by("started_on")
    return list(rows.values_list("started_on", "ended_on", "is_emergency", "area_code"))


def places(child) -> list[tuple]:
    rows = Enrolment.objects.filter(pupil=child).order_by("started_on")
    return list(rows.values_list("kind", "started_on", "ended_on", "ended_by_placement"))


def told(stage: str = "") -> set[str]:
    rows = Notice.objects.filter(about__startswith="move:")
    return {notice.to for notice in (rows.filter(stage=stage) if stage else rows)}


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


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"from_on": TODAY + timedelta(days=1)}, "One that is still to come is planned"),
        ({"school_ends_on": date(2025, 8, 31)}, "began on 1 September 2025"),
        ({"approved_by": "N. Officer", "approved_on": date(2026, 11, 3)}, "before the move"),
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
    move = planned_in_year_10(cast, monday, wishes="To stay", is_pep_considered=True)
    with pytest.raises(ValidationError, match="must not be put into effect"):
        recorded(cast, move)
    move = consulted(cast, move, Whom.SCHOOL, Whom.IRO, Whom.VSH)
    approved = {"approved_by": "N. Officer", "approved_on": TODAY, "approval_words": "Safer"}
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
    approved = {"approved_by": "N. Officer", "approved_on": TODAY, "approval_words": "Safer"}
    return answer_move(actor=cast.social_worker, move=move, version=move.version, answers=approved)


def test_nor_without_what_the_child_wishes(cast: Cast) -> None:
    move = approved_in_year_10(cast, date(2026, 11, 9), is_pep_considered=True)
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


# --- who is told


def test_a_planned_move_is_told_to_school_and_people(cast: Cast) -> None:
    recorded(cast, drafted(cast, is_emergency=False, can_school_stay=True))
    assert told("school") == {cast.teacher.email, cast.head_teacher.email}
    assert told("people") == {cast.iro.email, cast.officer.email}  # not who recorded it


def test_of_an_emergency_reviewing_officer_and_officer_hear_once(cast: Cast) -> None:
    move = recorded(cast, drafted(cast), "team_manager")
    assert told("people") == {cast.social_worker.email, cast.iro.email, cast.officer.email}
    alert_of_breakdowns(TODAY)
    assert not Notice.objects.filter(about__contains=":home:").exists()
    assert {row["to"] for row in messages_of(move, sees_home=True)} == {
        "Teacher",
        "Head Teacher",
        "Social Worker",
        "Iro",
        "Officer",
    }


def test_no_message_carries_a_name_or_an_address(cast: Cast) -> None:
    cast.southmoor.virtual_school_email = "vs@southmoor.example"
    cast.southmoor.save()
    recorded(cast, drafted(cast, **LEAVES, area_code="998"))
    assert Notice.objects.exists()
    for notice in Notice.objects.all():
        text = notice.subject + notice.body
        for word in ("Ada", "Canary", "NS3", "Forty miles", "U6"):
            assert word not in text
        assert cast.ada.ref in text


def test_the_school_is_told_its_last_day_and_no_fact_of_care(cast: Cast) -> None:
    recorded(cast, drafted(cast, **{**LEAVES, "school_ends_on": TODAY}))
    notice = Notice.objects.get(stage="school", recipient=cast.teacher)
    assert "The last day at your school is 4 November 2026." in notice.body
    assert "emergency" not in notice.body.lower()
    assert "/school/" in notice.body


def test_of_a_restricted_record_only_who_is_named_for_it_is_told(cast: Cast) -> None:
    pupil = cast.eve
    pupil.is_restricted = False
    pupil.save()
    move = drafted(cast, pupil, is_emergency=False)
    move = answer_move(
        actor=cast.social_worker,
        move=move,
        version=move.version,
        answers={"can_school_stay": True, "area_code": "998"},
    )
    pupil.restricted_access.create(
        user=cast.social_worker, reason="Works here", granted_by=cast.head, started_on=MONDAY
    )
    pupil.is_restricted = True
    pupil.save()
    cast.southmoor.virtual_school_email = "vs@southmoor.example"
    cast.southmoor.save()
    recorded(cast, move)
    assert told() == {cast.head.email}  # who may open it by giving a reason
    assert pupil.initials not in Notice.objects.get().body


@pytest.mark.parametrize(
    ("area", "email", "written"),
    [
        ("998", "vs@southmoor.example", True),
        ("998", "", False),
        ("999", "vs@southmoor.example", False),
        ("302", "vs@southmoor.example", False),
    ],
)
def test_the_other_virtual_school(cast: Cast, area, email, written) -> None:
    cast.southmoor.virtual_school_email = email
    cast.southmoor.save()
    recorded(cast, drafted(cast, area_code=area))
    assert told("other_vsh") == ({email} if written else set())


def test_the_other_virtual_school_is_told_once_the_area_is_known(cast: Cast) -> None:
    cast.southmoor.virtual_school_email = "vs@southmoor.example"
    cast.southmoor.save()
    move = recorded(cast, drafted(cast, postcode="", area_code=""))
    assert told("other_vsh") == set()
    for _ in range(2):
        answers = {"area_code": "998"}
        move = answer_move(actor=cast.officer, move=move, version=move.version, answers=answers)
    assert told("other_vsh") == {"vs@southmoor.example"}
    assert Notice.objects.filter(stage="other_vsh").count() == 1


@pytest.mark.parametrize("is_sent", [True, False])
def test_the_first_virtual_school_is_called_off_once_the_area_is_corrected(cast, is_sent) -> None:
    cast.southmoor.virtual_school_email = "vs@southmoor.example"
    cast.southmoor.save()
    move = recorded(cast, drafted(cast, area_code="998"))
    Notice.objects.filter(stage="other_vsh").update(state="sent" if is_sent else "pending")
    for _ in range(2):
        answers = {"area_code": "302"}
        move = answer_move(actor=cast.officer, move=move, version=move.version, answers=answers)
    assert told("not_there") == ({"vs@southmoor.example"} if is_sent else set())
    assert told("other_vsh") == ({"vs@southmoor.example"} if is_sent else set())


def test_the_school_is_told_once_it_is_known_whether_it_can_stay(cast: Cast) -> None:
    move = recorded(cast, drafted(cast))
    assert "is not decided yet" in Notice.objects.get(stage="school", recipient=cast.teacher).body
    answers = {"can_school_stay": True}
    answer_move(actor=cast.officer, move=move, version=move.version, answers=answers)
    assert told("school_answer") == {cast.teacher.email, cast.head_teacher.email}
    notice = Notice.objects.get(stage="school_answer", recipient=cast.teacher)
    assert "The child stays at your school." in notice.body
    assert "/school/" in notice.body


def test_another_school_reads_nothing_of_the_place_at_the_former_one(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 10, 30))
    Enrolment.objects.create(pupil=cast.ada, kind="main", setting=cast.elm, started_on=MONDAY)
    recorded(cast, drafted(cast, **LEAVES))
    bodies = [notice.body for notice in Notice.objects.filter(stage="school")]
    assert bodies
    for body in bodies:
        assert "moves home on 2 November 2026" in body
        assert "last day" not in body


# --- the area of another postcode


@pytest.mark.parametrize(
    ("answers", "area"),
    [
        ({"postcode": "SM1 1AA", "area_code": "302"}, "998"),  # it came with the form
        ({"postcode": "ZZ9 9ZZ", "area_code": "302"}, ""),
        ({"postcode": "", "area_code": "302"}, ""),
        ({"postcode": "ZZ9 9ZZ", "area_code": "998"}, "998"),
        ({"postcode": "NS3 4CC", "area_code": "302"}, "302"),
    ],
)
@pytest.mark.parametrize("is_recorded", [False, True])
def test_the_area_does_not_outlive_its_postcode(cast: Cast, is_recorded, answers, area) -> None:
    EducationSetting.objects.filter(urn="998001").update(postcode="SM1 1AA")
    move = drafted(cast, area_code="302")
    if is_recorded:
        move = recorded(cast, move)
    move = answer_move(actor=cast.officer, move=move, version=move.version, answers=answers)
    assert move.area_code == area
    if move.placement is not None and answers["postcode"]:
        assert CarePlacement.objects.get(pk=move.placement.pk).area_code == area


# --- moves so far


def test_coming_into_care_is_no_move_and_the_eleventh_birthday_counts(cast: Cast) -> None:
    period = cast.ada.care_periods.get()
    days = [date(2026, 2, 2), date(2026, 3, 9), date(2026, 3, 10), date(2026, 5, 1)]
    rows = [CarePlacement(care_period=period, started_on=day) for day in days]
    cast.ada.date_of_birth = date(2015, 3, 10)
    found = moves_so_far(cast.ada, rows)
    assert (found.all, found.since_eleven) == (3, 2)
    assert moves_so_far(cast.ada, rows[:1]).all == 0
