"""Who may see whom: `Pupil.objects.visible_to`, role by role."""

from datetime import date

import pytest

from pupils.models import EhcRequest, Enrolment, Pupil, RestrictedAccess, SenStatus
from tests.cast import TODAY
from vsh.accounts.models import Membership, User
from vsh.calendars.models import CurrentDay

pytestmark = pytest.mark.django_db

EXPECTED = {
    "head": {"ada", "ben", "fay"},
    "officer": {"ada", "ben", "fay"},
    "data": {"ada", "ben", "fay"},
    "social_worker": {"ada", "ben"},
    "other_social_worker": set(),
    "team_manager": {"ada", "ben"},
    "iro": {"ada", "ben"},
    "send_officer": set(),
    "adviser": set(),
    "director": set(),
    "member": set(),
    "teacher": {"ada", "cam"},
    "school_staff": {"ada", "cam"},
    "head_teacher": {"ada", "cam"},
    "other_teacher": {"ben"},
    "south_head": {"cam", "dee"},
    "south_director": set(),
    "former_officer": set(),
    "outsider": set(),
}


def seen_by(cast, name: str) -> set[str]:
    user = User.objects.get(pk=cast.people[name].pk)
    refs = set(Pupil.objects.visible_to(user).values_list("ref", flat=True))
    return {child for child, pupil in cast.children.items() if pupil.ref in refs}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_person_sees_their_children_and_no_others(cast, name):
    assert seen_by(cast, name) == EXPECTED[name]


def test_every_person_of_the_cast_is_listed(cast):
    assert set(cast.people) == set(EXPECTED)


def test_a_revoked_membership_bites_at_once(cast):
    Membership.objects.filter(user=cast.head).update(ends_on=date(2026, 11, 3))
    assert seen_by(cast, "head") == set()


def test_a_membership_counts_to_the_end_of_its_last_day(cast):
    Membership.objects.filter(user=cast.head).update(ends_on=date(2026, 11, 4))
    assert seen_by(cast, "head") == {"ada", "ben", "fay"}


def test_the_former_school_sees_the_child_on_the_last_day_only(cast):
    CurrentDay.objects.update(day=date(2026, 11, 3))
    assert "ben" in seen_by(cast, "teacher")
    CurrentDay.objects.update(day=date(2026, 11, 4))
    assert "ben" not in seen_by(cast, "teacher")


def test_a_school_sees_the_child_from_the_day_the_place_is_accepted(cast):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 30))
    future = Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, started_on=date(2026, 12, 1), accepted_on=None
    )
    assert "ada" not in seen_by(cast, "other_teacher")
    Enrolment.objects.filter(pk=future.pk).update(accepted_on=date(2026, 11, 4))
    assert "ada" in seen_by(cast, "other_teacher")


def test_a_restricted_record_opens_to_named_people_within_their_scope_only(cast):
    for name in ("head", "other_social_worker"):
        RestrictedAccess.objects.create(
            pupil=cast.eve,
            user=cast.people[name],
            reason="named",
            granted_by=cast.head,
            started_on=date(2026, 11, 4),
            ended_on=date(2026, 11, 4),
        )
    assert "eve" in seen_by(cast, "head")
    assert "eve" not in seen_by(cast, "other_social_worker")
    assert "eve" not in seen_by(cast, "social_worker")
    CurrentDay.objects.update(day=date(2026, 11, 5))
    assert "eve" not in seen_by(cast, "head")


def test_a_send_officer_sees_children_with_an_ehc_plan(cast):
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=date(2026, 9, 1))
    SenStatus.objects.create(pupil=cast.cam, status="E", started_on=date(2026, 9, 1))
    assert seen_by(cast, "send_officer") == {"ada"}


@pytest.mark.parametrize(
    ("answer", "is_seen"),
    [
        ({}, True),
        ({"requested_on": date(2026, 11, 5)}, False),  # tomorrow
        ({"decided_on": date(2026, 10, 20), "is_agreed": True}, True),
        ({"decided_on": date(2026, 10, 20), "is_agreed": False}, False),
        ({"decided_on": date(2026, 10, 20), "is_agreed": True, "no_plan_on": TODAY}, False),
        ({"decided_on": date(2026, 10, 20), "is_agreed": True, "issued_on": TODAY}, False),
    ],
)
def test_a_send_officer_sees_children_of_whom_a_plan_is_asked_for(cast, answer, is_seen):
    asked = {"requested_on": date(2026, 10, 1), "requested_by": "school"} | answer
    for child in (cast.ada, cast.cam):
        EhcRequest.objects.create(pupil=child, recorded_by=cast.officer, recorded_on=TODAY, **asked)
    assert seen_by(cast, "send_officer") == ({"ada"} if is_seen else set())


def test_an_inactive_user_sees_nobody(cast):
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert seen_by(cast, "head") == set()
