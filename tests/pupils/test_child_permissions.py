"""People with two roles: each role counts for the children whom it reaches, and for no other."""

import pytest
from django.test import Client
from django.urls import reverse

from pupils.child_permissions import note_roles, permissions_for
from pupils.models import Enrolment, Involvement, Pupil, SenStatus
from tests.cast import TODAY, Cast
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import ROLE_PERMISSIONS, Permission, Role


def give(user: User, role: Role, place) -> User:
    """The user, read anew, with one more role from today."""
    where = "setting" if role.belongs_to_setting else "authority"
    Membership.objects.create(user=user, role=role, starts_on=TODAY, **{where: place})
    return User.objects.get(pk=user.pk)


def test_staff_at_one_school_and_designated_teacher_at_another(cast: Cast) -> None:
    user = give(cast.school_staff, Role.DESIGNATED_TEACHER, cast.elm)
    assert permissions_for(user, cast.ada) == ROLE_PERMISSIONS[Role.SCHOOL_STAFF]
    assert permissions_for(user, cast.ben) == ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
    assert permissions_for(user, cast.dee) == frozenset()


def test_both_roles_count_where_both_reach(cast: Cast) -> None:
    user = give(cast.school_staff, Role.DESIGNATED_TEACHER, cast.elm)
    Enrolment.objects.create(pupil=cast.ada, setting=cast.elm, kind="subsidiary", started_on=TODAY)
    assert Permission.WRITE_PEP_SCHOOL_SECTIONS in permissions_for(user, cast.ada)


def test_a_teacher_who_is_also_a_social_worker_of_other_children(cast: Cast) -> None:
    user = give(cast.teacher, Role.SOCIAL_WORKER, cast.northshire)
    assert permissions_for(user, cast.ada) == ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
    Involvement.objects.filter(pupil=cast.ada, capacity="social_worker").update(user=user)
    assert Permission.VIEW_CONFIDENTIAL_ADDRESS in permissions_for(user, cast.ada)
    Involvement.objects.filter(pupil=cast.ada).update(ended_on=TODAY.replace(day=3))
    assert Permission.VIEW_CARE not in permissions_for(user, cast.ada)


def test_allocated_in_one_capacity_is_not_allocated_in_another(cast: Cast) -> None:
    user = give(cast.adviser, Role.SOCIAL_WORKER, cast.northshire)
    Involvement.objects.create(
        pupil=cast.fay, user=user, capacity="personal_adviser", started_on=TODAY
    )
    assert permissions_for(user, cast.fay) == ROLE_PERMISSIONS[Role.PERSONAL_ADVISER]


def test_a_send_officer_counts_for_children_with_a_plan(cast: Cast) -> None:
    user = give(cast.school_staff, Role.SEND_OFFICER, cast.northshire)
    assert Permission.READ_PEP not in permissions_for(user, cast.ada)
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=TODAY)
    assert Permission.READ_PEP in permissions_for(user, cast.ada)


def test_the_former_school_has_no_part_in_the_child(cast: Cast) -> None:
    assert permissions_for(cast.teacher, cast.ben) == frozenset()


def test_seen_with_a_permission_means_in_a_role_that_carries_it(cast: Cast) -> None:
    user = give(cast.school_staff, Role.DESIGNATED_TEACHER, cast.elm)
    assert set(Pupil.objects.visible_to(user)) == {cast.ada, cast.ben, cast.cam}
    assert set(Pupil.objects.visible_to(user, Permission.READ_PEP)) == {cast.ben}


def test_a_page_of_children_asks_once(cast: Cast, django_assert_num_queries) -> None:
    user = give(cast.school_staff, Role.DESIGNATED_TEACHER, cast.elm)
    assert user.roles
    children = list(Pupil.objects.visible_to(user))
    with django_assert_num_queries(2):  # the day, the roles
        note_roles(user, children)
    with django_assert_num_queries(0):
        found = {pupil: permissions_for(user, pupil) for pupil in children}
    assert found[cast.ada] == ROLE_PERMISSIONS[Role.SCHOOL_STAFF]
    assert found[cast.ben] == ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]


@pytest.mark.parametrize("query", ["", "?sort=pep", "?pep=not_started"])
def test_the_roll_tells_the_pep_of_the_children_whose_pep_may_be_read(
    cast: Cast, query: str
) -> None:
    give(cast.school_staff, Role.DESIGNATED_TEACHER, cast.elm)
    client = Client()
    client.force_login(cast.school_staff)
    rows = client.get(reverse("reporting:roll") + query).context["rows"]
    told = {row["pupil"].child_id: row["pupil"].pep_state for row in rows}
    others = {} if "pep=" in query else {"C-ada": None, "C-cam": None}
    assert told == {"C-ben": "not_started"} | others
    assert {r["pupil"].child_id for r in rows if r["is_linked"]} == {"C-ben"}


def test_the_pages_of_a_child_ask_the_role_towards_that_child(cast: Cast) -> None:
    give(cast.school_staff, Role.DESIGNATED_TEACHER, cast.elm)
    client = Client()
    client.force_login(cast.school_staff)
    for child, status in [(cast.ada, 403), (cast.ben, 200)]:
        url = reverse("reporting:overview", kwargs={"ref": child.ref})
        assert client.get(url).status_code == status
        url = reverse("peps:of_pupil", kwargs={"ref": child.ref})
        assert client.get(url).status_code == status
