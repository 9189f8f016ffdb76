"""Who is alerted of a placement or a school that broke down or changed: once, whoever wrote it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peps.services.breakdowns import alert_of_breakdowns
from pupils.models import CarePeriod, CarePlacement, Enrolment, Pupil
from tests.cast import TODAY, add_child
from vsh.notices.models import Notice
from vsh.organisations.models import EducationSetting, SettingLink

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def ben_has_no_former_school(cast):
    Enrolment.objects.filter(pupil=cast.ben, ended_on__isnull=False).delete()


def told():
    rows = Notice.objects.filter(about__startswith="breakdown:").order_by("pk")
    return sorted(rows.values_list("recipient__name", flat=True))


def move(pupil, *, on=YESTERDAY, is_emergency=True, reason="CARPL"):
    first = pupil.placements.get()
    first.ended_on, first.reason_changed = on, reason
    first.save()
    CarePlacement.objects.create(
        pupil=pupil, care_period=first.care_period, started_on=on, is_emergency=is_emergency
    )


def lose_place(pupil, *, last=YESTERDAY, is_said=False):
    Enrolment.objects.filter(pupil=pupil).update(ended_on=last)
    if is_said:
        Enrolment.objects.create(
            pupil=pupil, kind="no_place", started_on=last + timedelta(days=1), is_full_time=False
        )


@pytest.mark.parametrize(
    ("options", "is_told"),
    [
        ({}, True),
        ({"is_emergency": False}, False),
        ({"is_emergency": False, "reason": "CREQB"}, True),
        ({"is_emergency": True, "reason": "ALLEG"}, True),  # one event, not two
        ({"on": TODAY - timedelta(days=28)}, True),
        ({"on": TODAY - timedelta(days=29)}, False),
    ],
)
def test_a_move_of_home(cast, options, is_told):
    move(cast.ada, **options)
    assert [alert_of_breakdowns() > 0, alert_of_breakdowns() > 0] == [is_told, False]
    assert told() == (["Iro", "Officer"] if is_told else [])


@pytest.mark.parametrize("is_said", [False, True])
def test_a_lost_school_place_is_told_once_however_it_is_on_record(cast, is_said):
    lose_place(cast.ada)
    assert alert_of_breakdowns() == 3
    assert told() == ["Iro", "Officer", "Social Worker"]
    if is_said:
        lose_place(cast.ada, is_said=True)
    assert alert_of_breakdowns() == 0
    notice = Notice.objects.first()
    assert f"/pupils/{cast.ada.ref}/school/" in notice.body
    assert "4 November 2026" in notice.body
    assert "Canary" not in notice.subject + notice.body


def new_place(pupil, setting, *, on, **options):
    Enrolment.objects.filter(pupil=pupil).update(ended_on=on - timedelta(days=1))
    Enrolment.objects.create(pupil=pupil, setting=setting, started_on=on, **options)


@pytest.mark.parametrize(
    ("days", "is_told"), [(60, True), (5, True), (-1, True), (-28, True), (-29, False)]
)
def test_a_change_of_school_is_told_once_also_before_its_day(cast, days, is_told):
    on = TODAY + timedelta(days=days)
    new_place(cast.ada, cast.elm, on=on, accepted_on=min(on, TODAY))
    assert [alert_of_breakdowns(), alert_of_breakdowns()] == [3 * is_told, 0]
    assert told() == (["Iro", "Officer", "Social Worker"] if is_told else [])
    if is_told:
        notice = Notice.objects.first()
        assert notice.subject == f"Change of school: {cast.ada.ref}", "and no lost place"
        assert f"from {on.day} {on:%B %Y}" in notice.body
        assert "Canary" not in notice.subject + notice.body


def test_the_same_school_again_is_no_change_and_education_at_home_is_one(cast):
    new_place(cast.ada, cast.oakfield, on=TODAY)
    assert alert_of_breakdowns() == 0
    new_place(cast.ben, None, on=TODAY + timedelta(days=1), kind="otherwise")
    assert alert_of_breakdowns() > 0


@pytest.mark.parametrize(
    ("link", "is_told"),
    [
        (("999001", "Successor", "999009"), False),
        (("999009", "Predecessor - amalgamated", "999001"), False),
        (("999001", "Successor", "999002"), True),
        (("999009", "Successor", "999001"), True),  # the other way round
    ],
)
def test_a_school_that_goes_on_as_an_academy_is_no_change(cast, link, is_told):
    academy = EducationSetting.objects.create(urn="999009", name="Oakfield Academy", la_code="999")
    urn, link_type, linked_urn = link
    setting = EducationSetting.objects.get(urn=urn)
    SettingLink.objects.create(setting=setting, link_type=link_type, linked_urn=linked_urn)
    new_place(cast.ada, academy, on=TODAY)
    assert alert_of_breakdowns() == 3 * is_told


def test_as_many_queries_for_many_changes_of_school_as_for_one(cast, django_assert_num_queries):
    new_place(cast.ada, cast.elm, on=TODAY)
    with CaptureQueriesContext(connection) as one:
        alert_of_breakdowns()
    for number in range(5):
        child = add_child(cast, f"child_{number}")
        new_place(child, cast.elm, on=TODAY)
    with django_assert_num_queries(len(one)):
        assert alert_of_breakdowns() == 5, "nobody is allocated to them: the head is told"


@pytest.mark.parametrize(
    "change",
    [
        {"on_record_since": TODAY},
        {"date_of_birth": date(2009, 1, 10)},  # past compulsory school age
    ],
)
def test_of_whom_nobody_is_told_a_lost_place(cast, change):
    lose_place(cast.ada, last=TODAY - timedelta(days=3))
    Pupil.objects.filter(pk=cast.ada.pk).update(**change)
    assert alert_of_breakdowns() == 0


def test_nor_of_a_child_who_has_left_care_or_of_the_first_home(cast):
    CarePlacement.objects.filter(pupil=cast.ada).update(is_emergency=True, started_on=YESTERDAY)
    move(cast.ben)
    CarePeriod.objects.filter(pupil=cast.ben).update(ended_on=TODAY)
    assert alert_of_breakdowns() == 0


def test_a_restricted_child_is_named_to_those_who_are_named_for_it(cast):
    move(cast.eve)
    alert_of_breakdowns()
    assert told() == ["Head"]
