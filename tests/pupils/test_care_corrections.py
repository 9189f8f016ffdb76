"""A time in care that was told wrongly is put right or withdrawn: what holds afterwards."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from pupils.models import CareEpisode, CarePeriod, CarePlacement, Deadline, Pupil, StatutoryReview
from pupils.services.care_corrections import (
    CareTime,
    correct_care_period,
    withdraw_care_period,
)
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.locking import StaleRecordError
from pupils.services.reviews import record_review
from pupils.services.row_versions import version_of
from tests.architecture.access import furnish
from tests.cast import TODAY, Cast
from tests.placements.moving import drafted, recorded
from vsh.accounts.models import User
from vsh.notices.models import Notice

pytestmark = pytest.mark.django_db
ENTERED = date(2026, 2, 2)
ENDED = date(2026, 10, 1)  # of fay's time in care


def period_of(child: Pupil) -> CarePeriod:
    return CarePeriod.objects.get(pupil=child)


def correct(cast: Cast, child: Pupil, who: str = "officer", **changes) -> CarePeriod:
    period = period_of(child)
    names = CareTime.__dataclass_fields__
    right = {name: getattr(period, name) for name in names} | changes
    return correct_care_period(
        actor=cast.people[who],
        period=period,
        version=version_of(period),
        reason="Typed wrongly",
        right=CareTime(**right),
    )


def withdraw(cast: Cast, child: Pupil, who: str = "officer") -> None:
    period = period_of(child)
    withdraw_care_period(
        actor=cast.people[who],
        period=period,
        version=version_of(period),
        reason="Entered for the wrong child",
    )


def times(child: Pupil) -> list[list[tuple[date, date | None]]]:
    """Of care, of legal statuses, of homes."""
    care = CarePeriod.objects.filter(pupil=child)
    statuses = CareEpisode.objects.filter(care_period__pupil=child)
    homes = CarePlacement.objects.filter(pupil=child)
    return [list(rows.values_list("started_on", "ended_on")) for rows in (care, statuses, homes)]


# --- the day on which care began


def test_the_home_and_the_status_that_began_with_care_move_along(cast):
    correct(cast, cast.ada, started_on=date(2026, 1, 26))
    assert times(cast.ada) == [[(date(2026, 1, 26), None)]] * 3


def test_what_began_later_stays(cast):
    second = date(2026, 5, 1)
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=second)
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=period_of(cast.ada), started_on=second, placement_type="K2"
    )
    correct(cast, cast.ada, started_on=date(2026, 2, 9))
    assert times(cast.ada)[2] == [(date(2026, 2, 9), second), (second, None)]
    with pytest.raises(ValidationError) as refused:
        correct(cast, cast.ada, started_on=second)
    assert "a home (Foster care) from 9 February 2026 to 1 May 2026" in str(refused.value)


def test_the_clocks_count_from_the_right_day_and_nobody_is_told_twice(cast):
    recalculate_deadlines_for([cast.ada.pk])
    clock = Deadline.objects.get(pupil=cast.ada, kind="pep_initiated", is_current=True)
    assert (clock.trigger_key, clock.due_on) == ("care_period:2026-02-02", date(2026, 2, 16))
    told = Notice.objects.create(
        about=f"{cast.ada.ref}:pep_initiated:care_period:2026-02-02",
        stage="due",
        pupil_ref=cast.ada.ref,
        recipient=cast.social_worker,
    )
    correct(cast, cast.ada, started_on=date(2026, 2, 9))
    clock = Deadline.objects.get(pupil=cast.ada, kind="pep_initiated", is_current=True)
    assert (clock.trigger_key, clock.due_on) == ("care_period:2026-02-09", date(2026, 2, 23))
    assert not Deadline.objects.filter(pupil=cast.ada, trigger_key__contains="2026-02-02").exists()
    told.refresh_from_db()
    assert told.about.endswith("care_period:2026-02-09")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2012, 3, 9), "born on 10 March 2012"),
        (date(2026, 11, 5), "still to come"),
        (date(2026, 3, 3), "a statutory review held on 2 March 2026"),
        (ENTERED, "on record already"),
    ],
)
def test_a_first_day_that_cannot_be_is_refused_and_nothing_is_written(cast, day, words):
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=period_of(cast.ada), held_on=date(2026, 3, 2)
    )
    with pytest.raises(ValidationError, match=words):
        correct(cast, cast.ada, started_on=day)
    assert times(cast.ada) == [[(ENTERED, None)]] * 3


def test_an_earlier_time_in_care_is_named(cast):
    CarePeriod.objects.create(
        pupil=cast.ada, started_on=date(2025, 1, 6), ended_on=date(2026, 1, 26)
    )
    period = CarePeriod.objects.get(pupil=cast.ada, started_on=ENTERED)

    def put(day: date) -> None:
        correct_care_period(
            actor=cast.officer,
            period=period,
            version=version_of(period),
            reason="Typed wrongly",
            right=CareTime(started_on=day),
        )

    with pytest.raises(
        ValidationError, match="looked after from 6 January 2025 to 26 January 2026"
    ):
        put(date(2026, 1, 25))
    put(date(2026, 1, 26))
    assert times(cast.ada)[0] == [
        (date(2025, 1, 6), date(2026, 1, 26)),
        (date(2026, 1, 26), None),
    ]


# --- the day on which care ceased


@pytest.mark.parametrize("ended_on", [date(2026, 9, 1), date(2026, 11, 4), None])
def test_what_ended_with_care_ends_with_it_still(cast, ended_on):
    correct(cast, cast.fay, ended_on=ended_on)
    assert times(cast.fay) == [[(ENTERED, ended_on)]] * 3


def test_care_that_goes_on_opens_the_record_to_the_school_again(cast):
    def teacher_sees_fay() -> bool:
        teacher = User.objects.get(pk=cast.teacher.pk)
        return Pupil.objects.visible_to(teacher).filter(pk=cast.fay.pk).exists()

    assert not teacher_sees_fay()
    correct(cast, cast.fay, ended_on=None)
    assert teacher_sees_fay()


def test_care_that_ended_takes_the_review_arranged_away(cast):
    record_review(actor=cast.officer, pupil=cast.ada, next_planned_on=date(2026, 12, 1))
    correct(cast, cast.ada, ended_on=TODAY, end_reason="E4A")
    period = period_of(cast.ada)
    assert (period.ended_on, period.end_reason) == (TODAY, "E4A")
    assert period.episodes.get().reason_ended == "E4A"
    assert not cast.ada.reviews.exists()


def test_the_reason_alone_is_put_right_and_goes_with_the_end(cast):
    correct(cast, cast.fay, end_reason="E4B")
    assert times(cast.fay) == [[(ENTERED, ENDED)]] * 3
    assert CareEpisode.objects.get(care_period__pupil=cast.fay).reason_ended == "E4B"
    correct(cast, cast.fay, ended_on=None)
    assert period_of(cast.fay).end_reason == ""
    assert CareEpisode.objects.get(care_period__pupil=cast.fay).reason_ended == ""


@pytest.mark.parametrize("code", ["X1", "E43", "E99"])
def test_a_reason_that_was_not_in_use_is_refused(cast, code):
    with pytest.raises(ValidationError, match="in use on that day"):
        correct(cast, cast.fay, end_reason=code)


# --- withdrawn


def test_a_time_in_care_entered_by_mistake_goes_with_its_home_and_status(cast):
    record_review(actor=cast.officer, pupil=cast.ada, next_planned_on=date(2026, 12, 1))
    recalculate_deadlines_for([cast.ada.pk])
    withdraw(cast, cast.ada)
    assert times(cast.ada) == [[], [], []]
    assert not cast.ada.reviews.exists()
    assert not Deadline.objects.filter(pupil=cast.ada, kind="pep_initiated").exists()


def test_what_was_recorded_of_it_keeps_it(cast):
    period = period_of(cast.ada)
    StatutoryReview.objects.create(pupil=cast.ada, care_period=period, held_on=date(2026, 3, 2))
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 5, 1))
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=period, started_on=date(2026, 5, 1), placement_type="K2"
    )
    with pytest.raises(ValidationError) as refused:
        withdraw(cast, cast.ada)
    words = (
        "This was recorded in this time in care and would be lost with it: later homes (1), "
        "statutory reviews (1). Put its days right instead."
    )
    assert refused.value.messages == [words]
    assert len(times(cast.ada)[2]) == 2


def test_so_does_a_pep(cast):
    furnish(cast)
    with pytest.raises(ValidationError, match=r"plans \(1\), statutory reviews \(1\)"):
        withdraw(cast, cast.ada)
    with pytest.raises(ValidationError, match=r"plans, statutory reviews \(1\)"):
        withdraw(cast, cast.ada, "data")  # who reads no plan


def test_and_a_move_that_a_person_told_of_its_home(cast):
    recorded(cast, drafted(cast, from_on=ENTERED))
    with pytest.raises(ValidationError, match=r"moves \(1\)"):
        withdraw(cast, cast.ada)


# --- who, at once, and the history


@pytest.mark.parametrize("who", ["head", "officer", "data", "social_worker"])
def test_who_may_put_care_right(cast, who):
    correct(cast, cast.ada, who, started_on=date(2026, 1, 26))
    assert period_of(cast.ada).started_on == date(2026, 1, 26)


@pytest.mark.parametrize(
    "who",
    [
        *("other_social_worker", "team_manager", "iro", "teacher", "south_head"),
        *("former_officer", "outsider"),
    ],
)
@pytest.mark.parametrize("act", [withdraw, lambda *a: correct(*a, started_on=date(2026, 1, 26))])
def test_who_may_not(cast, who, act):
    with pytest.raises(PermissionDenied):
        act(cast, cast.ada, who)
    assert times(cast.ada) == [[(ENTERED, None)]] * 3


def test_who_saves_last_is_told_what_the_other_saved(cast):
    period = period_of(cast.ada)
    version = version_of(period)
    correct(cast, cast.ada, started_on=date(2026, 1, 26))
    for act in (
        lambda **told: correct_care_period(right=CareTime(started_on=date(2026, 1, 5)), **told),
        withdraw_care_period,
    ):
        with pytest.raises(StaleRecordError) as stale:
            act(actor=cast.data, period=period, version=version, reason="Typed wrongly")
        assert stale.value.now == "looked after from 26 January 2026, not ended"
    assert period_of(cast.ada).started_on == date(2026, 1, 26)


def test_one_that_was_withdrawn_meanwhile_is_said_to_be_gone(cast):
    period = period_of(cast.ada)
    version = version_of(period)
    withdraw(cast, cast.ada)
    with pytest.raises(StaleRecordError, match="no longer on record"):
        withdraw_care_period(
            actor=cast.data, period=period, version=version, reason="Entered by mistake"
        )


def test_the_history_keeps_what_stood_there_and_why(cast):
    pk = period_of(cast.ada).pk
    correct(cast, cast.ada, started_on=date(2026, 1, 26))
    withdraw(cast, cast.ada)
    events = CarePeriod.pgh_event_model.objects.filter(pgh_obj_id=pk).order_by("pgh_id")
    told = [
        (event.pgh_label, event.started_on, (event.pgh_context or {}).get("reason"))
        for event in events
    ]
    assert told == [
        ("insert", ENTERED, None),
        ("update", date(2026, 1, 26), "Typed wrongly"),
        ("delete", date(2026, 1, 26), "Entered for the wrong child"),
    ]
    homes = CarePlacement.pgh_event_model.objects.filter(pupil=cast.ada.pk, pgh_label="delete")
    assert homes.get().pgh_context["reason"] == "Entered for the wrong child"
