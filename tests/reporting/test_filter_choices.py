"""The choices of the roll's filter: of visible children alone, remembered where that is safe."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupils.models import Enrolment, RestrictedAccess
from reporting.filter_choices import OFFICER, SCHOOL, choices_for
from tests.cast import TODAY
from vsh.accounts.models import User


@pytest.fixture(autouse=True)
def nothing_remembered():
    caches["process"].clear()


def fresh(user):
    """The same person on the next request."""
    return User.objects.get(pk=user.pk)


def schools_for(user, *, on):
    return choices_for(user, on=on)[SCHOOL]


def officers_for(user, *, on):
    return choices_for(user, on=on)[OFFICER]


def names(choices):
    return [name for _, name in choices]


def test_schools_of_visible_children_once_each(cast):
    expected = set(
        Enrolment.objects.visible_to(cast.head)
        .current_on(TODAY)
        .main()
        .filter(setting__isnull=False)
        .values_list("setting__name", flat=True)
    )
    found = names(schools_for(fresh(cast.head), on=TODAY))
    assert found == sorted(expected)
    assert cast.oakfield.name in found


def test_second_page_within_a_minute_asks_nothing(cast):
    schools_for(fresh(cast.head), on=TODAY)
    officers_for(fresh(cast.head), on=TODAY)
    again = fresh(cast.head)
    assert again.memberships_today
    with CaptureQueriesContext(connection) as queries:
        schools_for(again, on=TODAY)
        officers_for(again, on=TODAY)
    assert len(queries) == 0


def test_what_one_person_sees_is_not_remembered_for_another(cast):
    schools_for(fresh(cast.head), on=TODAY)
    assert schools_for(fresh(cast.outsider), on=TODAY) == []


def test_who_loses_the_role_loses_the_choices_at_once(cast):
    assert schools_for(fresh(cast.head), on=TODAY)
    membership = cast.head.memberships.get()
    membership.ends_on = TODAY - timedelta(days=1)
    membership.save()
    assert schools_for(fresh(cast.head), on=TODAY) == []


@pytest.mark.parametrize("person", ["social_worker", "team_manager", "iro"])
def test_who_loses_a_child_loses_their_school_and_officer_at_once(cast, person):
    user = cast.people[person]
    assert cast.elm.name in names(schools_for(fresh(user), on=TODAY))
    assert names(officers_for(fresh(user), on=TODAY)) == [cast.officer.name]
    for child in (cast.ada, cast.ben):
        child.involvements.filter(user=user).update(ended_on=TODAY - timedelta(days=1))
    assert schools_for(fresh(user), on=TODAY) == []
    assert officers_for(fresh(user), on=TODAY) == []


def test_who_is_no_longer_named_for_a_restricted_child_loses_their_school_at_once(cast):
    cast.eve.enrolments.update(setting=cast.moorside)
    named = RestrictedAccess.objects.create(
        pupil=cast.eve,
        user=cast.officer,
        granted_by=cast.head,
        reason="Chairs the meeting",
        started_on=TODAY - timedelta(days=9),
    )
    schools_for(fresh(cast.officer), on=TODAY)
    named.ended_on = TODAY - timedelta(days=1)
    named.save()
    assert cast.moorside.name not in names(schools_for(fresh(cast.officer), on=TODAY))
