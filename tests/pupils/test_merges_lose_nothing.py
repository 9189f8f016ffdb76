"""What a merge may not lose, and to whom it may not tell what stands in its way."""

from datetime import date, timedelta

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.urls import reverse

from peps.models import PepSection
from placements.models import CareMove, ExclusionRisk, MoveConsultation, SettingNotification
from pupils.merging import HIDDEN, links, treatment_of, treatments
from pupils.models import CarePlacement, Enrolment, Involvement, Pupil, RestrictedAccess, SenStatus
from pupils.services.restrictions import restrict_record
from tests.cast import TODAY, Cast, add_children
from tests.pupils.twice import merge
from tests.reporting.page_requests import signed_in
from vsh.notices.models import Notice
from vsh.notices.services import queue_notice

DAY = date(2026, 10, 1)


@pytest.fixture
def twice(cast: Cast) -> Cast:
    """Ben once more: the same care, and the school of today."""
    add_children(cast, {"twice": {"setting": cast.elm, "enrolled_from": date(2026, 11, 4)}})
    return cast


def both(cast: Cast) -> list[Pupil]:
    return [cast.ben, cast.twice]


def at_elm(cast: Cast) -> list[Enrolment]:
    return [Enrolment.objects.get(pupil=child, setting=cast.elm) for child in both(cast)]


# --- who is told what stands in the way


def test_what_can_contradict_itself_says_who_is_told_of_it():
    """Whatever may fall together with another: what bears a secret of its own never does."""
    falls = {Pupil}
    for model, keys in links().items():
        is_own = any(field.unique and field.name == "token_hash" for field in model._meta.fields)
        if not (is_own or treatment_of(model).is_kept_apart):
            falls |= {model} if any(key.remote_field.model in falls for key in keys) else set()
    kinds = (UniqueConstraint, ExclusionConstraint)
    asked = {model for model in falls if any(isinstance(c, kinds) for c in model._meta.constraints)}
    assert asked - {Pupil} - set(treatments()) == set()
    assert treatment_of(PepSection).permission is None, "nobody is told of what says nothing"


def test_a_worry_about_exclusion_is_told_to_none_who_may_not_read_it(twice: Cast):
    for place in at_elm(twice):
        ExclusionRisk.objects.create(
            enrolment=place,
            worries=f"At {place.pk}",
            support_tried="A mentor",
            asked_for="Advice",
            raised_by=twice.other_teacher,
            raised_on=DAY,
        )
    with pytest.raises(ValidationError) as error:
        merge(twice)
    assert error.value.messages == [HIDDEN]
    with pytest.raises(ValidationError, match="Worries about exclusion"):
        merge(twice, "head")


# --- days


@pytest.mark.parametrize(
    ("stays", "goes", "is_one"),
    [
        ((1, None), (3, None), True),
        ((1, None), (1, None), True),
        ((1, 7), (3, 7), True),
        ((1, 7), (3, 6), True),
        ((1, None), (3, 6), False),
        ((1, None), (1, 6), False),
        ((1, 7), (3, None), False),
        ((1, 7), (1, 6), False),
        ((3, None), (1, None), False),
    ],
)
def test_a_state_falls_together_with_another_where_no_end_is_lost(twice: Cast, stays, goes, is_one):
    for child, (first, last) in zip(both(twice), (stays, goes), strict=True):
        SenStatus.objects.create(
            pupil=child,
            status="K",
            started_on=date(2026, first, 1),
            ended_on=date(2026, last, 1) if last else None,
        )
    if is_one:
        merge(twice)
        assert SenStatus.objects.get().started_on == date(2026, stays[0], 1)
        return
    with pytest.raises(ValidationError, match="SEN statuses: "):
        merge(twice, "head")
    assert SenStatus.objects.count() == 2


def told(child: Pupil, months: tuple[int, int | None], by=None) -> SenStatus:
    first, last = months
    return SenStatus.objects.create(
        pupil=child,
        status="K",
        started_on=date(2026, first, 1),
        ended_on=date(2026, last, 1) if last else None,
        recorded_by=by,
        recorded_on=by and DAY,
    )


@pytest.mark.parametrize("first", [1, 3])
def test_what_a_person_told_of_a_part_of_it_stays_theirs(twice: Cast, first: int):
    told(twice.ben, (1, None))
    told(twice.twice, (first, None), twice.officer)
    merge(twice)
    row = SenStatus.objects.get()
    assert (row.started_on, row.recorded_by) == (date(2026, 1, 1), twice.officer)
    assert row.recorded_on == DAY


def test_an_end_that_a_person_told_is_put_right_first(twice: Cast):
    told(twice.ben, (1, 7))
    told(twice.twice, (3, 6), twice.officer)
    with pytest.raises(ValidationError, match="SEN statuses: "):
        merge(twice, "head")


# --- moves


def test_two_moves_to_one_home_both_stay_and_are_read(twice: Cast):
    monday = date(2026, 11, 2)
    for child in both(twice):
        before = child.placements.get()
        CarePlacement.objects.filter(pk=before.pk).update(ended_on=monday)
        home = CarePlacement.objects.create(
            pupil=child, care_period=before.care_period, started_on=monday, placement_type="U6"
        )
        move = CareMove.objects.create(
            pupil=child,
            state="recorded",
            is_emergency=True,
            from_on=monday,
            postcode="NS3 4CC",
            wishes=f"Told by {child.pk}",
            started_by=twice.social_worker,
            started_on=monday,
            recorded_by=twice.social_worker,
            recorded_on=monday,
            placement=home,
        )
        MoveConsultation.objects.create(move=move, whom="child", consulted_on=monday, said="Yes")
    merge(twice, "head")
    [other, first] = CareMove.objects.filter(pupil=twice.ben).order_by("-pk")
    assert first.placement == twice.ben.placements.get(started_on=monday)
    assert (other.placement, other.is_address_confidential) == (None, True)
    assert MoveConsultation.objects.filter(move__pupil=twice.ben).count() == 2
    client = signed_in(twice, "data")  # who sees no confidential address
    page = client.get(reverse("placements:care", args=[twice.ben.ref])).content.decode()
    for move in (first, other):
        assert reverse("placements:move", args=[twice.ben.ref, move.pk]) in page
    page = client.get(reverse("placements:move", args=[twice.ben.ref, other.pk]))
    assert (page.status_code, "NS3 4CC" in page.content.decode()) == (200, False)


# --- allocations


def worker(cast: Cast, started_on: date, ended_on: date | None = None) -> Involvement:
    return Involvement.objects.create(
        pupil=cast.twice,
        user=cast.social_worker,
        capacity="social_worker",
        started_on=started_on,
        ended_on=ended_on,
    )


@pytest.mark.parametrize("first", [date(2020, 1, 1), TODAY])
def test_who_is_allocated_in_both_records_is_so_in_the_one_that_stays(twice: Cast, first: date):
    before = twice.ben.involvements.get(capacity="social_worker")
    assert date(2020, 1, 1) < before.started_on < TODAY
    worker(twice, first)
    merge(twice)
    assert twice.ben.involvements.get(capacity="social_worker") == before


# --- restricted records


def test_a_record_that_is_restricted_while_it_is_merged_is_so_afterwards(twice: Cast):
    merge(twice)
    restrict_record(actor=None, pupil=twice.twice, reason="Safety", named=[twice.officer])
    assert Pupil.objects.get(pk=twice.ben.pk).is_restricted
    assert RestrictedAccess.objects.get(user=twice.officer).pupil == twice.ben


def test_who_is_named_until_another_day_is_not_the_same_and_who_opened_it_today_is(twice: Cast):
    for child in both(twice):
        restrict_record(actor=None, pupil=child, reason="Safety", named=[twice.head])
    told = {"pupil": twice.twice, "reason": "Safety", "granted_by": twice.head}
    told |= {"started_on": TODAY, "ended_on": TODAY}
    RestrictedAccess.objects.create(user=twice.officer, **told)  # opened for this day
    until = RestrictedAccess.objects.filter(pupil=twice.twice, user=twice.head)
    until.update(ended_on=TODAY + timedelta(days=9))
    with pytest.raises(ValidationError, match="until different days"):
        merge(twice, "head")
    until.update(ended_on=None)
    merge(twice, "head")
    assert Pupil.objects.get(pk=twice.twice.pk).merged_into == twice.ben


# --- people told


@pytest.mark.parametrize(
    ("stays", "goes", "left"),
    [
        ("pending", "pending", ["pending"]),
        ("pending", "sent", ["sent"]),
        ("sent", "pending", ["sent"]),
        ("failed", "pending", ["failed", "pending"]),
    ],
)
def test_nobody_is_told_of_one_thing_once_for_each_record(twice: Cast, stays, goes, left):
    for child, state in zip(both(twice), (stays, goes), strict=True):
        about = f"{child.ref}:sdq:care_period:2026-02-02"
        told = {"recipient": twice.officer, "subject": "SDQ", "body": "SDQ"}
        queue_notice(about=about, stage="due", pupil_ref=child.ref, **told)
        Notice.objects.filter(about=about).update(state=state)
    merge(twice)
    rows = Notice.objects.filter(stage="due", recipient=twice.officer)
    assert sorted(rows.values_list("state", flat=True)) == left


def test_a_school_that_was_told_twice_was_told(twice: Cast):
    for place in at_elm(twice):
        SettingNotification.objects.create(
            enrolment=place,
            whom="head_teacher",
            from_on=DAY,
            told_on=DAY + timedelta(days=place.pk),
            how="phone",
            told_by=twice.officer,
        )
    kept = SettingNotification.objects.get(enrolment__pupil=twice.ben)
    merge(twice)
    assert SettingNotification.objects.get() == kept


@pytest.mark.parametrize(
    ("stays", "goes", "then"),
    [
        ((True, None), (True, DAY), (True, None)),
        ((False, None), (True, DAY), (True, DAY)),
        ((True, DAY), (True, None), (True, DAY)),
    ],
)
def test_who_is_unaccompanied_still_is(twice: Cast, stays, goes, then):
    for child, (is_uasc, until) in zip(both(twice), (stays, goes), strict=True):
        Pupil.objects.filter(pk=child.pk).update(is_uasc=is_uasc, uasc_until=until)
    merge(twice)
    ben = Pupil.objects.get(pk=twice.ben.pk)
    assert (ben.is_uasc, ben.uasc_until) == then
