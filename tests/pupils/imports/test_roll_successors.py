"""A school goes on under another URN: nobody loses sight of its children without a word."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pupils.models import Pupil
from tests.cast import TODAY, add_person
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.organisations.models import EducationSetting, SettingLink

pytestmark = pytest.mark.django_db
LEFT_BEHIND = ("roll.csv", 0, "school_urn", "roles_left_behind")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("carry_roles", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def academy(cast):
    """Oakfield as an academy under another URN, linked by the register."""
    setting = EducationSetting.objects.create(urn="999009", name="Oakfield Academy", la_code="999")
    SettingLink.objects.create(setting=cast.oakfield, link_type="Successor", linked_urn="999009")
    return setting


def sees_gia(user: User) -> bool:
    return Pupil.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=gia().pk).exists()


def test_every_load_names_the_people_who_lost_sight_until_their_roles_are_carried(
    night, cast, academy
):
    assert LEFT_BEHIND not in findings_of(night(), "warning")
    for _ in range(2):
        job = night(school_urn="999009")
        assert LEFT_BEHIND in findings_of(job, "warning")
    [finding] = [one for one in job.kept["warning"] if one.code == "roles_left_behind"]
    assert finding.message.startswith("3 people hold roles at Oakfield School (URN 999001)")
    assert not sees_gia(cast.teacher), "a file gives nobody access"
    told = run("--from", "999001", "--to", "999009")
    assert "teacher@oakfield.example, Designated teacher" in told
    assert "3 roles now held at Oakfield Academy" in told
    assert sees_gia(cast.teacher)
    assert LEFT_BEHIND not in findings_of(night(school_urn="999009"), "warning")


def test_roles_are_carried_once_from_today_and_the_old_ones_stay(cast, academy):
    add_person("leaver", Role.SCHOOL_STAFF, cast.oakfield, ends_on=TODAY)
    add_person("left", Role.SCHOOL_STAFF, cast.oakfield, ends_on=TODAY.replace(day=3))
    assert "4 roles would go on" in run("--from", "999001", "--to", "999009", "--dry-run")
    assert not Membership.objects.filter(setting=academy).exists()
    run("--from", "999001", "--to", "999009")
    carried = Membership.objects.filter(setting=academy)
    assert set(carried.values_list("starts_on", flat=True)) == {TODAY}
    assert carried.get(user__email="leaver@oakfield.example").ends_on == TODAY
    assert Membership.objects.filter(setting=cast.oakfield, user=cast.teacher).exists()
    events = Membership.pgh_event_model.objects.filter(pgh_obj_id__in=carried.values("pk"))
    assert set(events.values_list("pgh_label", flat=True)) == {"insert"}
    assert "0 roles now held" in run("--from", "999001", "--to", "999009")


def test_roles_are_not_carried_to_a_school_that_is_no_successor(cast):
    with pytest.raises(CommandError, match="does not say that Elm Grove School"):
        run("--from", "999001", "--to", "999002")
    assert not Membership.objects.filter(user=cast.teacher, setting=cast.elm).exists()


def test_the_link_counts_from_either_side(night, cast):
    setting = EducationSetting.objects.create(urn="999009", name="Oakfield Academy", la_code="999")
    SettingLink.objects.create(setting=setting, link_type="Predecessor", linked_urn="999001")
    assert LEFT_BEHIND in findings_of(night(school_urn="999009"), "warning")
