"""The roll's file after a person said that care has ended."""

from datetime import date, timedelta

import pytest

from pupils.models import CareEpisode, CarePeriod, CarePlacement
from pupils.services.care_endings import end_care
from pupils.services.row_versions import version_of
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, history_events

pytestmark = pytest.mark.django_db
ENDED = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.fixture
def ended(cast, night) -> None:
    night()
    period = CarePeriod.objects.get(pupil=gia())
    end_care(
        actor=cast.officer,
        period=period,
        version=version_of(period),
        ended_on=ENDED,
        end_reason="E4A",
    )


def test_the_file_that_does_not_know_of_it_undoes_nothing(ended, night):
    before = history_events()
    for _ in range(2):
        job = night()
        assert findings_of(job) == []
        assert [code for *_, code in findings_of(job, "warning")] == ["ended"]
        assert history_events() == before


def test_the_file_that_tells_the_same_changes_nothing(ended, night):
    before = history_events()
    job = night(looked_after_to=str(ENDED))
    assert (findings_of(job), findings_of(job, "warning")) == ([], [])
    assert history_events() == before


def test_the_file_that_tells_another_day_is_newer(ended, night):
    night(looked_after_to=str(ENDED + DAY))
    for facts in (
        CarePeriod.objects.filter(pupil=gia()),
        CareEpisode.objects.filter(care_period__pupil=gia()),
        CarePlacement.objects.filter(pupil=gia()),
    ):
        assert facts.get().ended_on == ENDED + DAY


def test_the_file_that_says_that_care_goes_on_opens_it_again(ended, night):
    night(looked_after_to="-")
    assert CarePeriod.objects.get(pupil=gia()).ended_on is None
