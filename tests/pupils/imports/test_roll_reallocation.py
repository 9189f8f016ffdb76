"""The roll extract: a child is reallocated to somebody who has no account here."""

from datetime import date

import pytest

from pupils.models import Involvement
from tests.cast import TODAY
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia
from vsh.accounts.models import Membership

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 20)


def social_workers():
    rows = Involvement.objects.filter(pupil=gia(), capacity="social_worker").order_by("started_on")
    return list(rows.values_list("user__name", "started_on", "ended_on"))


def test_somebody_without_an_account_ends_the_former_workers_access(night, set_day):
    night()
    set_day(LATER)
    job = night(social_worker_email="nobody@northshire.example")
    assert findings_of(job, "warning") == [("roll.csv", 2, "social_worker_email", "unknown_worker")]
    assert "nobody is allocated" in job.kept["warning"][0].message
    assert social_workers() == [("Social Worker", TODAY, date(2026, 11, 19))]
    assert night(social_worker_email="nobody@northshire.example").counts["same"] == 1


def test_a_worker_whose_role_has_ended_is_still_the_one_of_the_file(night, set_day, cast):
    night()
    Membership.objects.filter(user=cast.social_worker).update(ends_on=date(2026, 11, 18))
    set_day(LATER)
    job = night()
    assert job.counts["same"] == 1
    assert findings_of(job, "warning") == [("roll.csv", 2, "social_worker_email", "unknown_worker")]
    assert "nobody is allocated" not in job.kept["warning"][0].message
    assert social_workers() == [("Social Worker", TODAY, None)]
