"""School places of two records of one child: one at one setting, and none beside a place."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from placements.models import AttendanceDay
from pupils.models import AttainmentResult, Enrolment, Pupil
from pupils.services.merges import RowsGoError
from tests.cast import Cast, add_children
from tests.pupils.twice import merge
from vsh.govuk.dates import long_date
from vsh.history.context import noted

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def twice(cast: Cast) -> Cast:
    """Ben once more; the places of both are told in each test."""
    add_children(cast, {"twice": {}})
    Enrolment.objects.filter(pupil__in=[cast.ben, cast.twice]).delete()
    return cast


def place(child: Pupil, kind: str, first: date, last: date | None = None, **told) -> Enrolment:
    return Enrolment.objects.create(pupil=child, kind=kind, started_on=first, ended_on=last, **told)


def days(child: Pupil) -> list[tuple]:
    rows = child.enrolments.order_by("started_on")
    return list(rows.values_list("kind", "started_on", "ended_on"))


# --- one setting


@pytest.mark.parametrize(
    ("here", "there", "days_there", "is_refused"),
    [
        ("subsidiary", "subsidiary", (OCTOBER, None), True),
        ("alternative", "alternative", (OCTOBER, None), True),
        ("main", "alternative", (OCTOBER, None), True),
        ("alternative", "main", (OCTOBER, None), True),
        ("alternative", "alternative", (date(2026, 6, 1), SEPTEMBER), True),
        ("alternative", "alternative", (date(2026, 6, 1), date(2026, 8, 31)), False),
    ],
)
def test_the_same_sessions_do_not_count_twice(twice: Cast, here, there, days_there, is_refused):
    place(twice.ben, here, SEPTEMBER, setting=twice.elm)
    place(twice.twice, there, *days_there, setting=twice.elm, is_full_time=False)
    if is_refused:
        with pytest.raises(ValidationError, match="already has a place at this setting"):
            merge(twice)
        return
    merge(twice)
    assert twice.ben.enrolments.count() == 2


def test_two_settings_beside_the_school_both_stay(twice: Cast):
    place(twice.ben, "alternative", SEPTEMBER, setting=twice.elm)
    place(twice.twice, "alternative", SEPTEMBER, setting=twice.oakfield)
    merge(twice)
    assert twice.ben.enrolments.count() == 2


# --- what one of the two does not say


def test_what_one_record_does_not_say_of_a_place_the_other_does(twice: Cast):
    more = {"accepted_on": date(2026, 8, 1), "hours_a_week": Decimal("12.5")}
    more |= {"evidence": "Visited", "reason_ended": "Moved", "ended_by_placement": False}
    told = {"setting": twice.elm, "is_full_time": False}
    kept = place(twice.ben, "main", SEPTEMBER, OCTOBER, **told)
    place(twice.twice, "main", SEPTEMBER, OCTOBER, **told, **more)
    merge(twice)
    kept.refresh_from_db()
    assert twice.ben.enrolments.count() == 1
    assert {name: getattr(kept, name) for name in more} == more


def test_the_refusal_names_what_the_two_say_differently(twice: Cast):
    told = {"setting": twice.elm, "is_full_time": False, "evidence": "Visited"}
    place(twice.ben, "main", SEPTEMBER, hours_a_week=Decimal(10), **told)
    place(twice.twice, "main", SEPTEMBER, hours_a_week=Decimal(12), **told)
    with pytest.raises(ValidationError, match="They differ in: hours a week"):
        merge(twice)


def test_a_no_that_somebody_told_is_an_answer(twice: Cast):
    """That a change of care placement did not end the place."""
    for child, is_so in ((twice.ben, False), (twice.twice, True)):
        place(child, "main", SEPTEMBER, OCTOBER, setting=twice.elm, ended_by_placement=is_so)
    with pytest.raises(ValidationError, match="ended by a change of care placement"):
        merge(twice)


def test_the_target_of_one_result_is_that_of_the_other(twice: Cast):
    told = {"stage": "ks4", "subject": "English", "measure": "age_related", "value": "Above"}
    told |= {"achieved_on": OCTOBER, "recorded_on": OCTOBER}
    AttainmentResult.objects.create(pupil=twice.ben, **told)
    other = AttainmentResult.objects.create(pupil=twice.twice, target="Above", **told)
    AttainmentResult.objects.filter(pk=other.pk).update(value="Below")
    with pytest.raises(ValidationError, match="They differ in: value"):
        merge(twice)
    AttainmentResult.objects.filter(pk=other.pk).update(value="Above")
    merge(twice)
    assert AttainmentResult.objects.get().target == "Above"


def marks(cast: Cast, child: Pupil, day: int = 4, **told) -> AttendanceDay:
    here, _ = Enrolment.objects.get_or_create(
        pupil=child, setting=cast.elm, started_on=SEPTEMBER, kind="main"
    )
    told |= {"day": date(2026, 11, day), "season": "autumn", "source": "file"}
    return AttendanceDay.objects.create(enrolment=here, entered_on=told["day"], **told)


def test_a_morning_of_one_and_an_afternoon_of_the_other_are_one_day(twice: Cast):
    marks(twice, twice.ben, am="/")
    marks(twice, twice.twice, pm="N")
    merge(twice)
    day = AttendanceDay.objects.get()
    assert (day.am, day.pm) == ("/", "N")


@pytest.mark.parametrize("corrected", ["ben", "twice"])
def test_a_session_that_a_person_took_off_is_not_told_again(twice: Cast, corrected: str):
    for name in ("ben", "twice"):
        is_off = name == corrected
        told = {"am": "", "is_am_corrected": True} if is_off else {"am": "N"}
        marks(twice, twice.children[name], pm="\\", **told)
    with pytest.raises(ValidationError, match="They differ in: morning"):
        merge(twice)


def test_a_run_of_days_is_one_line(twice: Cast):
    for day in (2, 3, 4):
        marks(twice, twice.ben, day, am="/")
        marks(twice, twice.twice, day, am="N")
    with pytest.raises(ValidationError) as error:
        merge(twice)
    [line] = error.value.messages
    assert "3 days from 2 November 2026 to 4 November 2026" in line


# --- no school place


NO_PLACE_BESIDE = [
    # the fact of having none, the place, what is left of the fact
    ((SEPTEMBER, None), (OCTOBER, None), (SEPTEMBER, date(2026, 9, 30))),
    ((SEPTEMBER, OCTOBER), (date(2026, 6, 1), SEPTEMBER), (date(2026, 9, 2), OCTOBER)),
    ((SEPTEMBER, OCTOBER), (SEPTEMBER, None), None),
    ((SEPTEMBER, None), (OCTOBER, date(2026, 10, 9)), "refused"),
]


@pytest.mark.parametrize("none", ["ben", "twice"])
@pytest.mark.parametrize(("without", "there", "left"), NO_PLACE_BESIDE)
def test_no_place_gives_way_to_a_place(twice: Cast, none: str, without, there, left):
    one = twice.children[none]
    other = twice.twice if one == twice.ben else twice.ben
    place(one, "no_place", *without, is_full_time=False)
    place(other, "main", *there, setting=twice.elm)
    if left == "refused":
        with pytest.raises(ValidationError, match="main school in part of this time"):
            merge(twice)
        return
    merge(twice)
    fact = [("no_place", *left)] if left else []
    assert days(twice.ben) == sorted([*fact, ("main", *there)], key=lambda row: row[1])


JUNE = date(2026, 6, 1)
TWO_PLACES = [
    # the places that come, what is left of having none since 1 September
    ((JUNE, date(2026, 9, 9)), (OCTOBER, None), (date(2026, 9, 10), date(2026, 9, 30))),
    ((OCTOBER, date(2026, 10, 9)), (date(2026, 10, 10), None), (SEPTEMBER, date(2026, 9, 30))),
    ((JUNE, date(2026, 9, 9)), (date(2026, 9, 10), None), None),
    ((SEPTEMBER, SEPTEMBER), (date(2026, 9, 2), date(2026, 10, 9)), (date(2026, 10, 10), None)),
    ((SEPTEMBER, date(2026, 9, 9)), (OCTOBER, date(2026, 10, 9)), "refused"),
]


@pytest.mark.parametrize("none", ["ben", "twice"])
@pytest.mark.parametrize(("first", "second", "left"), TWO_PLACES)
def test_no_place_gives_way_to_two_places(twice: Cast, none: str, first, second, left):
    one = twice.children[none]
    other = twice.twice if one == twice.ben else twice.ben
    place(one, "no_place", SEPTEMBER, is_full_time=False)
    for there, setting in ((first, twice.elm), (second, twice.oakfield)):
        place(other, "main", *there, setting=setting)
    if left == "refused":
        with pytest.raises(ValidationError, match="in part of this time"):
            merge(twice)
        return
    merge(twice)
    fact = [("no_place", *left)] if left else []
    told = [*fact, ("main", *first), ("main", *second)]
    assert days(twice.ben) == sorted(told, key=lambda row: row[1])


def test_a_fact_that_gives_way_is_named_once_with_who_told_it(twice: Cast):
    with noted(user=twice.officer.pk):
        none = place(twice.ben, "no_place", SEPTEMBER, is_full_time=False)
    with noted(user=twice.head.pk, reason="Miscounted"):
        none.started_on = date(2026, 9, 2)
        none.save()
    place(twice.twice, "main", JUNE, date(2026, 9, 9), setting=twice.elm)
    place(twice.twice, "main", OCTOBER, setting=twice.oakfield)
    with pytest.raises(RowsGoError) as error:
        merge(twice, named=())
    on = long_date(timezone.localtime().date())
    said = f"Told by Officer, on {on}, last changed by Head, on {on}."
    left = "Of it stays what is from 10 September 2026 to 30 September 2026"
    assert error.value.rows == [
        f"School places: No school place from 2 September 2026 on. {said} {left}"
    ]


@pytest.mark.parametrize("none", ["ben", "twice"])
def test_a_fact_of_which_no_day_is_left_is_named_too(twice: Cast, none: str):
    one = twice.children[none]
    other = twice.twice if one == twice.ben else twice.ben
    place(one, "no_place", SEPTEMBER, is_full_time=False)
    place(other, "main", JUNE, setting=twice.elm)
    with pytest.raises(RowsGoError) as error:
        merge(twice, named=())
    [row] = error.value.rows
    assert row.startswith("School places: No school place from 1 September 2026 on. Told by ")
    assert row.endswith(" It goes")


def test_two_schools_at_one_time_do_not_give_way(twice: Cast):
    place(twice.ben, "main", SEPTEMBER, setting=twice.elm)
    place(twice.twice, "main", OCTOBER, setting=twice.oakfield)
    with pytest.raises(ValidationError, match="Oakfield School"):
        merge(twice)
