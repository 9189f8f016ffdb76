"""A day that started a clock is corrected: nobody is told of a stage again."""

from datetime import date

import pytest

from pupils.models import Deadline, Pupil, StatutoryReview
from pupils.reminders import sweep
from pupils.services.deadlines import recalculate_everyone
from pupils.services.reviews import correct_review
from tests.pupils.imports.rolls import gia
from vsh.notices.models import Notice

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


def start(night, day: date, **changes: str):
    told = {"last_review_on": "", "next_review_on": "", "placement_from": f"{day}"} | changes
    return night(looked_after_from=f"{day}", **told)


def remind(on: date = DAY) -> int:
    recalculate_everyone(on=on)
    return sweep(on)


def told() -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(pupil_ref=gia().ref).order_by("pk")
    return list(rows.values_list("about", "stage", "recipient__email"))


@pytest.fixture
def reminded(night, set_day):
    """She entered care on 19 October, and people have been reminded on 10 November."""
    start(night, date(2026, 10, 19))
    Pupil.objects.filter(child_id="N100").update(on_record_since=date(2026, 10, 19))
    set_day(DAY)
    remind()
    assert told()
    return night


@pytest.mark.parametrize("corrected", [date(2026, 10, 20), date(2026, 10, 16)])
def test_a_corrected_first_day_of_care_sends_no_reminder_again(reminded, corrected):
    before = told()
    start(reminded, corrected)
    assert gia().care_periods.get().started_on == corrected
    remind()
    new = {(about, person) for about, _, person in told()[len(before) :]}
    stages = [(about, stage, person) for about, stage, person in told()]
    assert len(stages) == len(set(stages))
    assert not new - {(about, person) for about, _, person in told()[: len(before)]}
    assert [(stage, person) for _, stage, person in told()[: len(before)]] == [
        (stage, person) for _, stage, person in before
    ]
    if corrected == date(2026, 10, 20):
        assert len(told()) == len(before)
    about = {name for name, _, _ in told()}
    assert not any("care_period:2026-10-19" in name for name in about)
    keys = set(Deadline.objects.filter(pupil=gia()).values_list("trigger_key", flat=True))
    assert {name.split(":", 2)[2] for name in about} <= keys


def test_a_day_corrected_there_and_back_sends_none_again(reminded):
    before = told()
    start(reminded, date(2026, 10, 20))
    start(reminded, date(2026, 10, 19))
    assert remind() == 0
    assert told() == before


def test_a_later_stage_is_still_told(reminded, set_day):
    start(reminded, date(2026, 10, 20))
    set_day(date(2026, 11, 27))
    assert remind(date(2026, 11, 27)) > 0


def test_a_new_time_in_care_has_reminders_of_its_own(reminded, set_day):
    before = told()
    start(reminded, date(2026, 10, 19), looked_after_to="2026-11-09")
    start(reminded, date(2026, 11, 10))
    set_day(date(2026, 12, 8))
    remind(date(2026, 12, 8))
    assert any(":care_period:2026-11-10" in about for about, _, _ in told()[len(before) :])
    assert told()[: len(before)] == before


@pytest.mark.parametrize("is_by_file", [True, False])
def test_a_corrected_review_sends_no_reminder_of_the_next_one_again(
    cast, night, set_day, is_by_file
):
    said = {"next_review_on": "", "last_review_on": "2026-10-01"}
    night(**said)
    Pupil.objects.filter(child_id="N100").update(on_record_since=date(2026, 3, 2))
    day = date(2027, 1, 5)  # the second review was due on 1 January
    set_day(day)
    remind(day)
    before = told()
    assert any(":review:2026-10-01" in about for about, _, _ in before)
    if is_by_file:
        night(**said | {"last_review_on": "2026-10-02"})
    else:
        review = StatutoryReview.objects.get(pupil=gia())
        correct_review(
            actor=cast.iro,
            pupil=gia(),
            review_id=review.pk,
            held_on=date(2026, 10, 2),
            participation="PN1",
        )
    about = {name for name, _, _ in told()}
    assert any(":review:2026-10-02" in name for name in about)
    assert not any(":review:2026-10-01" in name for name in about)
    remind(day)
    assert len(set(told())) == len(told())
