"""A wrong school place is withdrawn or corrected: what holds afterwards, and who sees the child."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from placements.models import AttendanceDay, Exclusion, UnansweredCall
from pupils.models import Deadline, Enrolment, Pupil
from pupils.services.enrolments import end_enrolment, record_enrolment
from pupils.services.locking import StaleRecordError
from pupils.services.place_corrections import (
    PlaceAsItIs,
    correct_enrolment,
    withdraw_enrolment,
)
from tests.architecture.learning_records import records_of_learning
from tests.cast import TODAY, Cast
from tests.placements.test_school_pages import places
from vsh.accounts.models import User

JOINED = date(2025, 9, 1)


@pytest.fixture
def elm_accepted(cast: Cast) -> Enrolment:
    """A place at Elm Grove, accepted today for January; Oakfield ends the day before."""
    return record_enrolment(
        actor=cast.social_worker,
        pupil=cast.ada,
        kind="main",
        setting=cast.elm,
        accepted_on=TODAY,
        started_on=date(2027, 1, 4),
        ends_current=True,
    )


def sees_ada(cast: Cast, who: str) -> bool:
    user = User.objects.get(pk=cast.people[who].pk)
    return Pupil.objects.visible_to(user).filter(pk=cast.ada.pk).exists()


def withdraw(cast: Cast, place: Enrolment, instead: str = "", who: str = "social_worker") -> None:
    withdraw_enrolment(
        actor=cast.people[who],
        enrolment=place,
        version=place.version,
        reason="Elm Grove withdrew the offer",
        instead=instead,
    )


def correct(cast: Cast, place: Enrolment, **changes) -> Enrolment:
    names = PlaceAsItIs.__dataclass_fields__
    right = {name: getattr(place, name) for name in names} | changes
    return correct_enrolment(
        actor=cast.data,
        enrolment=place,
        version=place.version,
        reason="Typed wrongly",
        right=PlaceAsItIs(**right),
    )


def test_an_offer_that_fell_through_leaves_the_former_place_going_on(cast, elm_accepted):
    assert sees_ada(cast, "other_teacher")
    withdraw(cast, elm_accepted, "former")
    assert places(cast.ada) == [("main", JOINED, None)]
    assert not sees_ada(cast, "other_teacher")
    assert sees_ada(cast, "teacher")


def test_the_history_keeps_what_was_withdrawn_and_why(cast, elm_accepted):
    pk = elm_accepted.pk
    withdraw(cast, elm_accepted, "former")
    event = Enrolment.pgh_event_model.objects.get(pgh_obj_id=pk, pgh_label="delete")
    assert event.setting_id == cast.elm.pk
    assert event.pgh_context["reason"] == "Elm Grove withdrew the offer"


@pytest.mark.parametrize("who", ["social_worker", "data"])
def test_a_place_at_which_something_was_recorded_stays(cast, who):
    place = Enrolment.objects.get(pupil=cast.ada)
    records_of_learning("ada", place)
    with pytest.raises(ValidationError) as refused:
        withdraw(cast, place, "without", who)
    words = (
        "This was recorded at this place and would be lost with it: sums of attendance (1), "
        "suspensions and exclusions (1), times sent home (1), worries about exclusion (1). "
        "Correct the place instead, its school or its days."
    )
    assert refused.value.messages == [words]
    assert places(cast.ada) == [("main", JOINED, None)]
    assert Exclusion.objects.filter(enrolment=place).exists()


def test_what_says_nothing_of_time_there_goes_with_the_place(cast, elm_accepted):
    told = {"enrolment": elm_accepted, "day": TODAY}
    UnansweredCall.objects.create(**told, half="AM", called_by=cast.officer)
    day = AttendanceDay.objects.create(
        **told, season="autumn", source="corrected", is_am_corrected=True, entered_on=TODAY, am="N"
    )
    with pytest.raises(ValidationError, match=r"days of attendance \(1\)"):
        withdraw(cast, elm_accepted, "former")
    AttendanceDay.objects.filter(pk=day.pk).update(am="")
    withdraw(cast, elm_accepted, "former")
    assert places(cast.ada) == [("main", JOINED, None)]


def test_a_former_place_that_ended_all_the_same_leaves_the_child_without(cast, elm_accepted):
    withdraw(cast, elm_accepted, "without")
    assert places(cast.ada) == [
        ("main", JOINED, date(2027, 1, 3)),
        ("no_place", date(2027, 1, 4), None),
    ]


def test_what_holds_instead_must_be_said(cast, elm_accepted):
    with pytest.raises(ValidationError, match="what holds instead"):
        withdraw(cast, elm_accepted)
    withdraw(cast, elm_accepted, "later")
    assert places(cast.ada) == [("main", JOINED, date(2027, 1, 3))]


def test_no_place_holds_again_without_being_asked(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 10, 2))
    Enrolment.objects.create(pupil=cast.ada, kind="no_place", started_on=date(2026, 10, 3))
    place = record_enrolment(
        actor=cast.officer, pupil=cast.ada, kind="main", setting=cast.elm, started_on=TODAY
    )
    withdraw(cast, place, who="officer")
    assert places(cast.ada)[1:] == [("no_place", date(2026, 10, 3), None)]
    assert Deadline.objects.filter(pupil=cast.ada, kind="school_place", is_current=True).exists()


def test_a_wrong_place_between_two_gives_its_time_to_the_former(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 9, 30))
    wrong = Enrolment.objects.create(
        pupil=cast.ada,
        setting=cast.elm,
        started_on=date(2026, 10, 1),
        ended_on=date(2026, 10, 16),
    )
    without = Enrolment.objects.create(
        pupil=cast.ada, kind="no_place", started_on=date(2026, 10, 17), ended_on=date(2026, 11, 1)
    )
    Enrolment.objects.create(pupil=cast.ada, setting=cast.moorside, started_on=date(2026, 11, 2))
    withdraw(cast, wrong, "former")
    assert not Enrolment.objects.filter(pk=without.pk).exists()
    assert places(cast.ada) == [
        ("main", JOINED, date(2026, 11, 1)),
        ("main", date(2026, 11, 2), None),
    ]


def test_having_no_place_is_withdrawn_when_it_was_a_mistake(cast: Cast) -> None:
    end_enrolment(
        actor=cast.officer,
        enrolment=cast.ada.enrolments.get(),
        version=1,
        ended_on=date(2026, 10, 23),
        reason_ended="Wrong child",
        ended_by_placement=False,
        leaves_without_place=True,
    )
    withdraw(cast, cast.ada.enrolments.get(kind="no_place"), "former", who="data")
    assert places(cast.ada) == [("main", JOINED, None)]
    assert cast.ada.enrolments.get().reason_ended == ""


def test_a_second_registration_is_withdrawn_without_a_question(cast: Cast) -> None:
    beside = Enrolment.objects.create(
        pupil=cast.ada, kind="subsidiary", setting=cast.elm, started_on=TODAY
    )
    withdraw(cast, beside)
    assert places(cast.ada) == [("main", JOINED, None)]


@pytest.mark.parametrize(
    "who", ["teacher", "other_teacher", "iro", "south_head", "director", "other_social_worker"]
)
def test_who_may_neither_withdraw_nor_correct(cast, elm_accepted, who):
    with pytest.raises(PermissionDenied):
        withdraw(cast, elm_accepted, "former", who=who)


def test_a_place_that_changed_meanwhile_is_not_withdrawn(cast, elm_accepted):
    elm_accepted.version -= 1
    with pytest.raises(StaleRecordError):
        withdraw(cast, elm_accepted, "former")


def test_the_wrong_school_is_put_right_and_stops_seeing_the_child(cast, elm_accepted):
    correct(cast, elm_accepted, setting=cast.moorside)
    assert not sees_ada(cast, "other_teacher")
    assert places(cast.ada)[1] == ("main", date(2027, 1, 4), None)


@pytest.mark.parametrize("first", [date(2026, 12, 7), date(2027, 1, 11)])
def test_the_end_of_the_place_before_moves_with_the_first_day(cast, elm_accepted, first):
    correct(cast, elm_accepted, started_on=first)
    assert places(cast.ada) == [
        ("main", JOINED, date.fromordinal(first.toordinal() - 1)),
        ("main", first, None),
    ]


def test_an_end_that_has_a_reason_of_its_own_stays(cast, elm_accepted):
    cast.ada.enrolments.filter(setting=cast.oakfield).update(reason_ended="Moved home")
    with pytest.raises(ValidationError, match="Oakfield School from 1 September 2025"):
        correct(cast, elm_accepted, started_on=date(2026, 12, 7))
    correct(cast, elm_accepted, started_on=date(2027, 1, 11))
    assert places(cast.ada)[0] == ("main", JOINED, date(2027, 1, 3))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 10, 30), [("main", date(2026, 10, 30)), ("no_place", None)]),
        (date(2026, 10, 16), [("main", date(2026, 10, 16)), ("no_place", None)]),
        (None, [("main", None)]),
    ],
)
def test_the_end_of_a_place_is_corrected_or_taken_back(cast, last, expected):
    place = end_enrolment(
        actor=cast.officer,
        enrolment=cast.ada.enrolments.get(),
        version=1,
        ended_on=date(2026, 10, 23),
        reason_ended="Moved",
        ended_by_placement=True,
        leaves_without_place=True,
    )
    correct(cast, place, ended_on=last)
    assert [(kind, ended) for kind, _, ended in places(cast.ada)] == expected
    place.refresh_from_db()
    assert place.reason_ended == ("Moved" if last else "")


def test_a_place_does_not_run_into_the_next_one(cast, elm_accepted):
    former = cast.ada.enrolments.get(setting=cast.oakfield)
    with pytest.raises(ValidationError, match="Elm Grove School from 4 January 2027"):
        correct(cast, former, ended_on=date(2027, 1, 8))
    with pytest.raises(ValidationError, match="Elm Grove School from 4 January 2027"):
        correct(cast, former, ended_on=None)
    with pytest.raises(ValidationError, match="on record already"):
        correct(cast, former)


def test_an_end_before_the_first_day_says_how_to_withdraw(cast, elm_accepted):
    with pytest.raises(ValidationError, match=r"starts on 4 January 2027.*withdraw it"):
        end_enrolment(
            actor=cast.officer,
            enrolment=elm_accepted,
            version=elm_accepted.version,
            ended_on=TODAY,
            reason_ended="Withdrawn",
            ended_by_placement=False,
            leaves_without_place=False,
        )
