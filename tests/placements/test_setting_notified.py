"""A school is told that a looked-after child is on its roll: one child, many at once, by a move."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from placements.models import SettingNotification
from placements.services.setting_notified import (
    Telling,
    tell_setting,
    withdraw_notification,
)
from pupils.models import CarePeriod, Deadline, Enrolment, Pupil
from pupils.services.deadlines import recalculate_everyone
from tests.architecture.queries import questions
from tests.cast import TODAY, Cast, add_child, allocate
from tests.placements.moving import MONDAY, drafted, recorded
from vsh.accounts.models import Membership
from vsh.notices.models import Notice

BOTH = ("head_teacher", "designated_teacher")
ENTERED = date(2026, 2, 2)
URL = "placements:settings_to_tell"


def place_of(cast: Cast, child: str = "ada") -> Enrolment:
    return Enrolment.objects.get(pupil=cast.children[child], setting=cast.oakfield)


def telling(**said) -> Telling:
    return Telling(**{"whom": BOTH, "how": "phone", "told_on": TODAY, **said})


def tell(cast: Cast, who: str = "social_worker", **said) -> list[SettingNotification]:
    return tell_setting(actor=cast.people[who], enrolment=place_of(cast), said=telling(**said))


def clock(cast: Cast, child: str = "ada") -> Deadline:
    found = Deadline.objects.filter(pupil=cast.children[child], kind="setting_notified")
    return found.get(trigger_key__startswith="care_period:")


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_who_was_told_meets_the_clock_and_the_history_keeps_what_was_wrong(cast: Cast) -> None:
    tell(cast, whom=["head_teacher"], told_on=date(2026, 11, 3))
    assert clock(cast).met_on is None
    (row,) = tell(cast, "officer", whom=["designated_teacher"])
    assert (clock(cast).met_on, row.from_on, row.told_by) == (TODAY, ENTERED, cast.officer)
    withdraw_notification(actor=cast.officer, row=row, reason="Nobody answered")
    assert clock(cast).met_on is None
    events = SettingNotification.pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    assert [event.pgh_label for event in events.order_by("pgh_id")] == ["insert", "delete"]
    assert not Notice.objects.exists()


@pytest.mark.parametrize("who", ["data", "iro", "teacher", "other_social_worker", "south_head"])
def test_who_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        tell(cast, who)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"told_on": date(2026, 11, 5)}, "told_on"),
        ({"told_on": None}, "told_on"),
        ({"told_on": date(2025, 11, 3)}, "told_on"),  # three months before she came into care
    ],
)
def test_days_that_cannot_be(cast: Cast, said, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        tell(cast, **said)
    assert set(refused.value.message_dict) == {field}


def test_told_twice_of_the_same_is_refused_of_another_home_it_is_not(cast: Cast) -> None:
    tell(cast)
    with pytest.raises(ValidationError, match="on record as told of this already"):
        tell(cast, "officer")
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    with pytest.raises(ValidationError, match="not looked after"):
        tell(cast, "officer")


def test_the_message_names_no_child_and_is_without_data_for_who_has_no_account(cast: Cast) -> None:
    Membership.objects.filter(role="head_teacher").delete()
    with pytest.raises(ValidationError) as refused:
        tell(cast, how="message")
    assert set(refused.value.message_dict) == {"address"}
    assert not SettingNotification.objects.exists()
    tell(cast, how="message", told_on=None, address="office@oakfield.example")
    teacher = Notice.objects.get(recipient=cast.teacher)
    office = Notice.objects.get(address="office@oakfield.example")
    assert Notice.objects.count() == 2
    assert f"/pupils/{cast.ada.ref}/school/" in teacher.body
    for message in (teacher, office):
        assert "Canary" not in message.subject + message.body
    for word in ("looked after", "A.C.", "Oakfield", "care", "/pupils/"):
        assert word not in office.subject + office.body
    assert "call the Virtual School of Northshire" in office.body
    assert clock(cast).met_on == TODAY


def test_of_a_restricted_record_nothing_is_sent_to_an_address(cast: Cast) -> None:
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    cast.ada.restricted_access.create(
        user=cast.officer, reason="r", granted_by=cast.head, started_on=ENTERED
    )
    with pytest.raises(ValidationError) as refused:
        tell(cast, "officer", how="message", address="office@oakfield.example")
    assert set(refused.value.message_dict) == {"how"}
    assert not Notice.objects.exists()


def test_a_move_tells_its_school(cast: Cast) -> None:
    recorded(cast, drafted(cast, can_school_stay=True))
    rows = SettingNotification.objects.order_by("whom")
    assert [(row.whom, row.from_on, row.told_on) for row in rows] == [
        (whom, MONDAY, TODAY) for whom in sorted(BOTH)
    ]
    of_move = Deadline.objects.get(trigger_key=f"placement:{MONDAY}/{cast.oakfield.urn}")
    assert (of_move.met_on, clock(cast).met_on) == (TODAY, TODAY)


def test_the_page_of_one_child(cast: Cast) -> None:
    client = signed_in(cast, "social_worker")
    url = reverse("placements:tell_setting", args=[cast.ada.ref, place_of(cast).pk])
    assert "Looked after from Mon 2 February 2026" in client.get(url).content.decode()
    silent = client.post(url, {"whom": BOTH, "how": "letter"})
    assert "Enter the day on which they were told" in silent.content.decode()
    day = {"told_on_day": 3, "told_on_month": 11, "told_on_year": 2026}
    client.post(url, {"whom": BOTH, "how": "letter", **day})
    row = SettingNotification.objects.get(whom="head_teacher")
    school = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert "head teacher on 3 November 2026" in school
    teacher = signed_in(cast, "teacher")
    assert (
        "Told that"
        not in teacher.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    )
    wrong = reverse("placements:withdraw_notification", args=[cast.ada.ref, row.pk])
    client.post(wrong, {"reason": "Sent to another school"})
    assert [row.whom for row in SettingNotification.objects.all()] == ["designated_teacher"]


def test_many_are_told_with_one_press(cast: Cast) -> None:
    recalculate_everyone()
    Pupil.objects.filter(pk=cast.ada.pk).update(on_record_since=TODAY)
    client = signed_in(cast, "officer")
    page = " ".join(client.get(reverse(URL)).content.decode().split())
    rows = Deadline.objects.filter(kind="setting_notified", pupil__authority=cast.northshire)
    assert "Before the record began here" in page
    assert "Canaryada" in page
    assert "Canarycam" not in page  # Southmoor's
    assert "Canaryeve" not in page
    chosen = [row.pk for row in rows]
    nobody = client.post(reverse(URL), {"how": "message"}).content.decode()
    assert "Choose the children" in nobody
    assert client.post(reverse(URL), {"how": "message", "deadline": chosen}).status_code in (
        200,
        302,
    )
    assert clock(cast).met_on == TODAY
    assert Notice.objects.filter(pupil_ref=cast.ada.ref, recipient=cast.teacher).count() == 1
    others = SettingNotification.objects.exclude(enrolment__pupil__authority=cast.northshire)
    assert not others.exists()
    assert not SettingNotification.objects.filter(enrolment__pupil=cast.eve).exists()


def test_as_many_questions_for_many_as_for_few(cast: Cast) -> None:
    recalculate_everyone()
    client = signed_in(cast, "officer")
    client.get(reverse(URL))
    with questions() as few:
        client.get(reverse(URL))
    for number in range(5):
        allocate(add_child(cast, f"kim{number}"), cast.social_worker, "social_worker")
    recalculate_everyone()
    with questions() as many:
        page = client.get(reverse(URL)).content.decode()
    assert "Canarykim4" in page
    assert len(many) == len(few) <= 12
