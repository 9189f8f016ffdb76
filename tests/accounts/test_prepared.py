"""A read that is compiled once asks anew each time, and for each person what is theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupils.models import Involvement, Pupil, RestrictedAccess
from tests.cast import TODAY
from vsh.accounts.models import Membership, User
from vsh.accounts.prepared import MOST_KEPT, Prepared
from vsh.calendars.models import CurrentDay

pytestmark = pytest.mark.django_db


def compose(user, day):
    return Pupil.objects.visible_to(user).with_roles_of(user).select_related("authority")


@pytest.fixture
def visible() -> Prepared[Pupil]:
    return Prepared(compose)


def fresh(user: User) -> User:
    """As the next request loads them."""
    return User.objects.get(pk=user.pk)


def test_it_finds_for_everybody_what_the_query_set_finds(cast, visible):
    for _ in range(2):  # compiled, then kept
        for person in cast.people.values():
            for child in cast.children.values():
                user = fresh(person)
                found = visible.find(user, child.ref)
                same = compose(user, TODAY).filter(ref=child.ref).first()
                assert found == same
                if found is not None:
                    assert without_state(found) == without_state(same)


def without_state(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_the_row_comes_with_what_is_selected_with_it(cast, visible):
    for _ in range(2):
        found = visible.find(cast.officer, cast.ada.ref)
        with CaptureQueriesContext(connection) as asked:
            assert found.authority == cast.northshire
        assert len(asked) == 0


def test_what_has_changed_since_counts(cast, visible):
    assert visible.find(fresh(cast.social_worker), cast.ada.ref)
    Involvement.objects.filter(user=cast.social_worker, pupil=cast.ada).delete()
    assert visible.find(fresh(cast.social_worker), cast.ada.ref) is None


def test_a_restriction_counts_at_once_and_so_does_being_named(cast, visible):
    assert visible.find(cast.officer, cast.ada.ref)
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    assert visible.find(cast.officer, cast.ada.ref) is None
    RestrictedAccess.objects.create(
        pupil=cast.ada,
        user=cast.officer,
        granted_by=cast.head,
        started_on=TODAY,
        reason="Named for this record.",
    )
    assert visible.find(cast.officer, cast.ada.ref)


def test_a_role_that_ends_counts_at_the_next_request(cast, visible):
    assert visible.find(fresh(cast.teacher), cast.ada.ref)
    Membership.objects.filter(user=cast.teacher).update(ends_on=TODAY - timedelta(days=1))
    assert visible.find(fresh(cast.teacher), cast.ada.ref) is None


def test_another_day_is_another_query(cast, visible):
    assert visible.find(cast.social_worker, cast.ada.ref)
    allocated = Involvement.objects.filter(user=cast.social_worker, pupil=cast.ada)
    allocated.update(ended_on=TODAY + timedelta(days=1))
    assert visible.find(cast.social_worker, cast.ada.ref)
    CurrentDay.objects.update(day=TODAY + timedelta(days=2))
    assert visible.find(cast.social_worker, cast.ada.ref) is None


def test_nobody_is_found_for_somebody_without_a_role_or_by_another_name(cast, visible):
    nobody = User.objects.create_user("nobody@example.org")
    assert visible.find(nobody, cast.ada.ref) is None
    assert visible.find(cast.officer, "no-such-ref") is None
    assert visible.find(cast.officer, "' OR true --") is None


def test_only_so_many_are_kept(cast):
    composed = []

    def counted(user, day):
        composed.append(user.pk)
        return compose(user, day)

    prepared = Prepared(counted)
    for _ in range(3):
        prepared.find(cast.officer, cast.ada.ref)
    assert len(composed) == 1
    prepared._kept |= dict.fromkeys(range(MOST_KEPT))
    prepared.find(cast.head, cast.ada.ref)
    assert len(prepared._kept) == 1
