"""Care that went on under a new number is one time in care once the two records are one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from peps.models import Pep
from placements.models import CareMove
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Deadline, Pupil, StatutoryReview
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.merges import RowsGoError
from tests.cast import Cast
from tests.pupils.twice import merge, record_twice

FIRST, MARCH, AGAIN = date(2025, 1, 2), date(2026, 3, 1), date(2026, 6, 1)
OVERLAP = date(2026, 2, 15)


@pytest.fixture
def twice(cast: Cast) -> Cast:
    return record_twice(cast)


def cared(child: Pupil, first: date, last: date | None, reason: str = "") -> CarePeriod:
    times = {"started_on": first, "ended_on": last}
    care = CarePeriod.objects.create(pupil=child, end_reason=reason, **times)
    why = {"reason_started": "S", "reason_ended": reason}
    CareEpisode.objects.create(care_period=care, legal_status="C2", **why, **times)
    where = {"placement_type": "U6", "postcode": f"NS{first.day} 1AA"}
    CarePlacement.objects.create(pupil=child, care_period=care, **where, **times)
    return care


def only(child: Pupil, *times: tuple) -> list[CarePeriod]:
    child.placements.all().delete()
    child.care_periods.all().delete()
    return [cared(child, *one) for one in times]


def days(rows) -> list[tuple]:
    return list(rows.order_by("started_on").values_list("started_on", "ended_on"))


def merge_as_named(cast: Cast) -> list[str]:
    with pytest.raises(RowsGoError) as error:
        merge(cast, "head", named=())
    merge(cast, "head", named=error.value.rows)
    return error.value.rows


@pytest.mark.parametrize("old", ["ben", "twice"])
def test_a_new_number_starts_no_new_time_in_care(twice: Cast, old: str):
    before = twice.children[old]
    after = twice.twice if before == twice.ben else twice.ben
    [earlier], [later] = only(before, (FIRST, MARCH, "E8")), only(after, (MARCH, None))
    review = StatutoryReview.objects.create(
        pupil=after, care_period=later, held_on=date(2026, 5, 5)
    )
    recalculate_deadlines_for([before.pk, after.pk])
    rows = merge_as_named(twice)
    assert any("One with that from" in row and row.startswith("Times in care") for row in rows)
    care = CarePeriod.objects.get(pupil=twice.ben)
    assert (care.started_on, care.ended_on, care.end_reason) == (FIRST, None, "")
    assert care.pk in (earlier.pk, later.pk)
    assert days(twice.ben.placements) == [(FIRST, MARCH), (MARCH, None)]
    assert days(CareEpisode.objects.filter(care_period=care)) == [(FIRST, MARCH), (MARCH, None)]
    rows = CareEpisode.objects.filter(care_period=care).order_by("started_on")
    assert list(rows.values_list("reason_started", "reason_ended")) == [("S", "X1"), ("", "")]
    review.refresh_from_db()
    assert (review.pupil, review.care_period) == (twice.ben, care)
    keys = Deadline.objects.filter(pupil=twice.ben, trigger_key__startswith="care_period:")
    started = {key.split("/")[0] for key in keys.values_list("trigger_key", flat=True)}
    assert started == {f"care_period:{FIRST.isoformat()}"}


@pytest.mark.parametrize("old", ["ben", "twice"])
def test_of_days_that_both_tell_those_of_the_record_that_stays_are_right(twice: Cast, old: str):
    before = twice.children[old]
    after = twice.twice if before == twice.ben else twice.ben
    only(before, (FIRST, MARCH, "E8"))
    only(after, (OVERLAP, None))
    rows = merge_as_named(twice)
    seam = MARCH if before == twice.ben else OVERLAP
    assert days(twice.ben.care_periods) == [(FIRST, None)]
    assert days(twice.ben.placements) == [(FIRST, seam), (seam, None)]
    assert days(CareEpisode.objects.filter(care_period__pupil=twice.ben)) == [
        (FIRST, seam),
        (seam, None),
    ]
    assert len(rows) == 3
    assert any(row.startswith("Placements: ") and "Of it stays what is from" in row for row in rows)


def test_a_home_to_which_a_move_was_told_keeps_its_first_day(twice: Cast):
    only(twice.ben, (FIRST, MARCH, "E8"))
    only(twice.twice, (OVERLAP, None))
    by = {"started_by": twice.head, "started_on": OVERLAP, "recorded_by": twice.head}
    CareMove.objects.create(
        pupil=twice.twice,
        from_on=OVERLAP,
        placement=twice.twice.placements.get(),
        state="recorded",
        recorded_on=OVERLAP,
        is_emergency=True,
        **by,
    )
    with pytest.raises(ValidationError, match="Placements: "):
        merge(twice, "head")


@pytest.mark.parametrize("old", ["ben", "twice"])
@pytest.mark.parametrize("day", [MARCH, OVERLAP])
def test_a_home_that_goes_on_is_no_move(twice: Cast, old: str, day: date):
    before = twice.children[old]
    after = twice.twice if before == twice.ben else twice.ben
    only(before, (FIRST, MARCH, "E8"))
    only(after, (day, None))
    CarePlacement.objects.filter(pupil=before).update(postcode="NS1 1AA")
    CarePlacement.objects.filter(pupil=after).update(
        postcode="NS1 1AA", provider="PR1", is_address_confidential=True, is_emergency=True
    )
    rows = merge_as_named(twice)
    [home] = twice.ben.placements.all()
    assert (home.started_on, home.ended_on) == (FIRST, None)
    told = (home.is_address_confidential, home.provider, home.is_emergency)
    assert told == (True, "PR1", False), "how the first of the two began"
    assert home.care_period == twice.ben.care_periods.get()
    assert any(row.startswith("Placements: Foster care from") for row in rows)


def test_a_home_is_not_stretched_over_another(twice: Cast):
    """Of the last days of the old number the new one tells two homes, the second the same."""
    only(twice.twice, (FIRST, MARCH, "E8"))
    [care] = only(twice.ben, (OVERLAP, None))
    day, where = date(2026, 2, 20), {"placement_type": "U6", "postcode": "NS2 1AA"}
    twice.ben.placements.update(ended_on=day)
    CarePlacement.objects.create(pupil=twice.ben, care_period=care, started_on=day, **where)
    merge_as_named(twice)
    assert days(twice.ben.placements) == [(FIRST, OVERLAP), (OVERLAP, day), (day, None)]


def test_a_number_between_two_times_joins_both(twice: Cast):
    [first, _] = only(twice.ben, (FIRST, MARCH, "E8"), (AGAIN, None))
    only(twice.twice, (MARCH, AGAIN, "E8"))
    merge_as_named(twice)
    assert days(CarePeriod.objects.filter(pupil=twice.ben)) == [(FIRST, None)]
    rows = CareEpisode.objects.filter(care_period=first)
    assert days(rows) == [(FIRST, MARCH), (MARCH, AGAIN), (AGAIN, None)]
    assert set(twice.ben.placements.values_list("care_period", flat=True)) == {first.pk}


def test_a_day_between_keeps_two_times_in_care(twice: Cast):
    only(twice.ben, (date(2026, 3, 2), None))
    only(twice.twice, (FIRST, MARCH, "E4A"))
    merge(twice, "head", named=())
    assert len(days(twice.ben.care_periods)) == 2


def test_two_plans_of_one_term_do_not_stand_in_one_time_in_care(twice: Cast):
    for child, time in ((twice.ben, (FIRST, MARCH, "E8")), (twice.twice, (MARCH, None))):
        [care] = only(child, time)
        Pep.objects.create(
            pupil=child,
            care_period=care,
            kind="termly",
            academic_year="2025-26",
            season="spring",
            form_version="2026.1",
            opened_on=MARCH,
        )
    with pytest.raises(ValidationError, match=r"Plans: Termly PEP, Spring term 2025-26"):
        merge(twice, "head")


def test_a_time_in_care_that_began_with_the_other_is_not_stretched(twice: Cast):
    only(twice.ben, (FIRST, MARCH, "E8"))
    only(twice.twice, (FIRST, None))
    with pytest.raises(ValidationError, match="keep the other record instead"):
        merge(twice, "head")
