"""Contradictions of the record that no mark tells: school, plan, year group, number."""

from datetime import date

import pytest

from pupils.models import Pupil, SenStatus
from pupils.rules.ages import year_of_age
from reporting.data_quality.facts import Fact
from tests.cast import TODAY, Cast
from tests.reporting.test_data_quality import UPN, children, page
from vsh.organisations.models import EducationSetting


@pytest.mark.parametrize(
    ("status", "closed_on", "is_found"),
    [
        ("closed", None, True),
        ("closed", TODAY, True),
        ("closed", date(2026, 11, 5), False),
        ("proposed_to_close", date(2026, 8, 31), False),
        ("open", None, False),
    ],
)
def test_at_a_school_that_the_register_says_is_closed(cast: Cast, status, closed_on, is_found):
    row = EducationSetting.objects.filter(pk=cast.oakfield.pk)
    row.update(status=status, closed_on=closed_on)
    assert ("C-ada" in children(cast, Fact.CLOSED_SCHOOL)) is is_found
    cast.ada.enrolments.update(ended_on=date(2026, 11, 3))
    assert "C-ada" not in children(cast, Fact.CLOSED_SCHOOL)


@pytest.mark.parametrize(
    ("told", "is_found"),
    [
        ({"status": "E"}, True),
        ({"status": "E", "plan_issued_on": date(2026, 3, 2)}, False),
        ({"status": "K"}, False),
        ({"status": "E", "ended_on": date(2026, 11, 3)}, False),
    ],
)
def test_a_plan_without_its_day_of_issue(cast: Cast, told: dict, is_found: bool):
    SenStatus.objects.filter(pupil=cast.ben).delete()
    SenStatus.objects.create(pupil=cast.ben, started_on=date(2026, 3, 2), **told)
    assert ("C-ben" in children(cast, Fact.NO_DAY_OF_ISSUE)) is is_found


@pytest.mark.parametrize("born", [(2012, 8, 31), (2012, 9, 1), (2012, 12, 31), (2021, 11, 4)])
@pytest.mark.parametrize("apart", [-2, -1, 0, 1, 2])
def test_a_year_group_is_at_most_one_from_the_age(cast: Cast, born: tuple, apart: int):
    day = date(*born)
    group = year_of_age(day, TODAY) + apart
    if group < 0:
        return
    Pupil.objects.filter(pk=cast.ben.pk).update(date_of_birth=day, nc_year=group)
    assert ("C-ben" in children(cast, Fact.YEAR_AND_AGE)) is (abs(apart) > 1)


@pytest.mark.parametrize(("upn", "is_found"), [(UPN, True), ("UN1", False), ("", False)])
def test_a_number_that_another_authority_has_too(cast: Cast, upn: str, is_found: bool):
    Pupil.objects.filter(pk__in=[cast.ben.pk, cast.cam.pk]).update(upn=upn)
    assert cast.cam.authority != cast.ben.authority
    assert ("C-ben" in children(cast, Fact.UPN_ELSEWHERE)) is is_found
    body = page(cast, fact="upn_elsewhere").content.decode()
    assert "Canarycam" not in body
    assert cast.cam.child_id not in body


def test_a_restricted_child_elsewhere_is_told_of_as_any(cast: Cast):
    Pupil.objects.filter(pk__in=[cast.ben.pk, cast.cam.pk]).update(upn=UPN)
    Pupil.objects.filter(pk=cast.ben.pk).update(is_restricted=True)
    assert children(cast, Fact.UPN_ELSEWHERE) == set()
