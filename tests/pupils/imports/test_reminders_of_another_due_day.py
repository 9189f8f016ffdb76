"""A day that started a clock is corrected: what the new due day calls for goes out by itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from pupils.models import CarePeriod, CarePlacement, Deadline, Pupil, StatutoryReview
from pupils.reminder_subjects import CorrectedDay, follow_corrected_days
from pupils.reminders import sweep
from pupils.rules.reminder_stages import stage_on, stages_come
from pupils.services.deadlines import recalculate_everyone
from pupils.services.reviews import correct_review
from tests.pupils.imports.rolls import gia
from vsh.calendars.services import load_working_days
from vsh.notices.models import Notice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FACTS = {  # the model, the day first told, and what the clock is called by it
    "entry": (CarePeriod, date(2026, 10, 5), "pep_initiated:care_period"),
    "placement": (CarePlacement, date(2026, 10, 5), "statutory_review:placed_for_adoption"),
    "review": (StatutoryReview, date(2026, 10, 1), "statutory_review:review"),
}


@pytest.fixture
def tell(cast, night) -> Callable[[str, date], None]:
    """Tells the day of a fact; a second time corrects it: a review on the page, else the roll."""
    blank = {"last_review_on": "", "next_review_on": ""}

    def tell(fact: str, day: date) -> None:
        if fact == "entry":
            night(**blank, looked_after_from=f"{day}", placement_from=f"{day}")
        elif fact == "placement":
            night(**blank, placement_type="A3", placement_from=f"{day}")
        elif review := StatutoryReview.objects.filter(pupil__child_id="N100").first():
            correct_review(
                actor=cast.iro,
                pupil=gia(),
                review_id=review.pk,
                held_on=day,
                participation="PN1",
            )
        else:
            night(**blank | {"last_review_on": f"{day}"})

    return tell


@pytest.fixture
def remind(set_day):
    """Sweeps twice on the days of a clock on which a stage is reached, and on the first one.

    Returns the days by stage.
    """

    def remind(first: date, last: date, clock: str) -> dict[str, date]:
        told, working_days, stage = {}, load_working_days(), "none yet"
        for day in (first + n * DAY for n in range((last - first).days + 1)):
            former, stage = stage, stage_on(due_on=due_on(clock), on=day, working_days=working_days)
            if stage == former:
                continue
            set_day(day)
            known = set(Notice.objects.values_list("pk", flat=True))
            recalculate_everyone(on=day)
            sweep(day)
            assert sweep(day) == 0
            new = Notice.objects.exclude(pk__in=known).filter(about__contains=f":{clock}")
            told |= dict.fromkeys(new.values_list("stage", flat=True), day)
        return told

    return remind


def due_on(clock: str) -> date:
    kind, key = clock.split(":")
    found = Deadline.objects.get(pupil=gia(), kind=kind, trigger_key__startswith=f"{key}:")
    assert found.due_on is not None
    return found.due_on


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("shift", [1, 3, 25, -1, -3, -25])
def test_the_new_due_day_has_every_stage_that_was_not_told_for_it(
    tell, remind, set_day, fact, shift
):
    model, first_told, clock = FACTS[fact]
    set_day(first_told)
    if fact == "placement":
        tell("entry", date(2026, 3, 2))
    tell(fact, first_told)
    Pupil.objects.filter(pk=gia().pk).update(on_record_since=date(2026, 3, 2))
    former = due_on(clock)
    on = former + 14 * DAY
    before = remind(first_told, on, clock)
    assert list(before) == ["before_5", "before_1", "due", "after_1", "after_5", "weekly_1"]

    corrected = first_told + shift * DAY
    tell(fact, corrected)
    names = list(Notice.objects.order_by("pk").values_list("about", "stage"))
    tell(fact, corrected)  # the same again changes nothing
    again = CorrectedDay(pupil_id=gia().pk, model=model, former=first_told, day=corrected)
    follow_corrected_days([again])
    assert list(Notice.objects.order_by("pk").values_list("about", "stage")) == names

    due, working_days = due_on(clock), load_working_days()
    assert due != former
    come = stages_come(due_on=due, on=on, working_days=working_days)
    renamed = {stage for about, stage in names if f":{clock}:{corrected}" in about}
    assert renamed == set(before) & set(come)
    after = remind(on, on + 60 * DAY, clock)
    wanted: dict[str, date] = {}
    for day in (on + n * DAY for n in range(61)):
        stage = stage_on(due_on=due, on=day, working_days=working_days)
        if stage and not (stage in before and stage in come):
            wanted.setdefault(stage, day)
    assert after == wanted
    assert "weekly_2" in after or shift == -25


def test_an_entry_corrected_by_weeks_has_all_its_stages(tell, remind, set_day):
    set_day(date(2026, 10, 6))
    tell("entry", date(2026, 10, 5))
    Pupil.objects.filter(pk=gia().pk).update(on_record_since=date(2026, 10, 5))
    remind(date(2026, 10, 6), date(2026, 11, 2), "pep_initiated:care_period")
    tell("entry", date(2026, 10, 30))
    assert due_on("pep_initiated:care_period") == date(2026, 11, 13)
    assert remind(date(2026, 11, 3), date(2026, 11, 25), "pep_initiated:care_period") == {
        "before_5": date(2026, 11, 6),
        "before_1": date(2026, 11, 12),
        "due": date(2026, 11, 13),
        "after_1": date(2026, 11, 16),
        "after_5": date(2026, 11, 20),
    }


def test_a_day_corrected_by_weeks_and_back_tells_nobody_again(tell, remind, set_day):
    clock = "pep_initiated:care_period"
    set_day(date(2026, 10, 6))
    tell("entry", date(2026, 10, 5))
    Pupil.objects.filter(pk=gia().pk).update(on_record_since=date(2026, 10, 5))
    remind(date(2026, 10, 6), date(2026, 11, 2), clock)
    tell("entry", date(2026, 10, 30))
    tell("entry", date(2026, 10, 5))
    assert remind(date(2026, 11, 2), date(2026, 11, 2), clock) == {}
