"""Who sees whom, asked of everybody in one query, is what each person is told by themselves."""

from datetime import date

from django.db.models import Value

from pupils.models import Enrolment, Pupil, RestrictedAccess, SenStatus
from pupils.person_of_row import seen_by
from tests.cast import TODAY, Cast, add_person, allocate
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role

YESTERDAY, TOMORROW = date(2026, 11, 3), date(2026, 11, 5)


def everything_that_decides(cast: Cast) -> None:
    """Each reason for which somebody sees a child or does not, among those of the cast."""
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=date(2026, 9, 1))
    SenStatus.objects.create(
        pupil=cast.ben, status="E", started_on=date(2026, 1, 1), ended_on=YESTERDAY
    )
    allocate(cast.ada, cast.adviser, "personal_adviser", ended_on=YESTERDAY)
    allocate(cast.fay, cast.adviser, "personal_adviser")
    left = add_person("left", Role.SOCIAL_WORKER, cast.northshire, ends_on=YESTERDAY)
    allocate(cast.cam, left, "social_worker")
    in_two_places = add_person("in_two_places", Role.SOCIAL_WORKER, cast.southmoor)
    allocate(cast.dee, in_two_places, "social_worker")
    Membership.objects.create(
        user=in_two_places,
        role=Role.DESIGNATED_TEACHER,
        setting=cast.oakfield,
        starts_on=TODAY,
    )
    Membership.objects.create(
        user=cast.outsider, role=Role.DATA_OFFICER, authority=cast.northshire, starts_on=TOMORROW
    )
    add_person("barred", Role.VIRTUAL_SCHOOL_HEAD, cast.northshire)
    User.objects.filter(name="Barred").update(is_active=False)
    Enrolment.objects.create(
        pupil=cast.dee, setting=cast.elm, accepted_on=TODAY, started_on=date(2027, 1, 4),
        kind=Enrolment.Kind.SUBSIDIARY,
    )  # fmt: skip
    for person, last in ((cast.officer, None), (cast.teacher, YESTERDAY), (cast.south_head, None)):
        RestrictedAccess.objects.create(
            pupil=cast.eve, user=person, reason="Named.", granted_by=cast.head,
            started_on=date(2026, 9, 1), ended_on=last,
        )  # fmt: skip


def test_it_is_the_same_for_one_person_and_for_all(cast: Cast) -> None:
    everything_that_decides(cast)
    for child in Pupil.objects.all():
        by_themselves = {
            user.name
            for user in User.objects.all()
            if Pupil.objects.visible_to(user).filter(pk=child.pk).exists()
        }
        at_once = User.objects.alias(child=Value(child.pk)).filter(seen_by("pk", pupil="child"))
        assert {user.name for user in at_once} == by_themselves, child.child_id
        assert by_themselves, "somebody sees the child, or the test would say nothing"
