"""Who is told of a move, with what words, and what another school or area reads of it."""

from datetime import date

import pytest

from peps.services.breakdowns import alert_of_breakdowns
from placements.move_reading import messages_of
from placements.services.moves import (
    answer_move,
)
from pupils.models import CarePlacement, Enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, MONDAY, drafted, recorded, told
from vsh.notices.models import Notice
from vsh.organisations.models import EducationSetting


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
