"""A carer's part stays that of the home where the placement of two records of one child is one."""

from datetime import date, timedelta

import pytest

from peps.models import PersonalLink, Voice
from pupils.models import CarePeriod, CarePlacement
from pupils.services.homes import take_back_placement
from pupils.services.merges import merge_pupils
from tests.cast import TODAY, add_children
from tests.peps.services.test_one_home import carer, home_of, next_placement, shown
from tests.peps.test_whose_words import says


def merged(cast) -> None:
    merge_pupils(actor=cast.head, keep=cast.twice, gone=cast.ada, reason="One child")


def twice(cast) -> CarePlacement:
    """Ada once more: the same care and home, no school."""
    add_children(cast, {"twice": {"is_address_confidential": True}})
    cast.twice.enrolments.all().delete()
    return cast.twice.placements.get()


def test_the_carers_of_the_home_still_have_their_part(cast, ada_pep):
    first, home = carer(cast, ada_pep, "Pat"), twice(cast)
    says(first, going_well="zqbegun")
    merged(cast)
    assert Voice.objects.get().whose == f"home:{home.pk}"
    assert "zqbegun" in shown(first)
    ada_pep.refresh_from_db()
    assert "zqbegun" in shown(carer(cast, ada_pep))


def test_of_two_parts_that_are_of_one_home_then_no_word_is_lost(cast, ada_pep):
    first, home = carer(cast, ada_pep, "Pat"), twice(cast)
    says(first, going_well="zqbegun")
    [part] = Voice.objects.all()
    other = Voice.objects.create(pep=ada_pep, purpose="carer", whose=f"home:{home.pk}")
    other.answers.create(key="worries", text="zqother", link=part.answers.get().link)
    assert part.whose == f"home:{home_of(cast).pk}"
    merged(cast)
    joined = Voice.objects.get()
    assert joined.whose == f"home:{home.pk}"
    assert {answer.text for answer in joined.answers.all()} == {"zqbegun", "zqother"}


@pytest.mark.parametrize("is_chained", [False, True])
def test_a_home_recorded_anew_before_the_merge_is_the_same_home_after_it(cast, ada_pep, is_chained):
    told = {"placement_type": "U4", "postcode": "NS2 2BB"}
    moved_to = next_placement(cast, **told)
    kept = carer(cast, ada_pep, "Pat")
    says(kept, going_well="zqkept")
    period, day = moved_to.care_period, TODAY - timedelta(days=2)
    take_back_placement(moved_to)
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=day)
    CarePlacement.objects.create(pupil=cast.ada, care_period=period, started_on=day, **told)
    twice(cast).delete()
    merged(cast)
    if is_chained:
        add_children(cast, {"thrice": {}})
        cast.thrice.enrolments.all().delete()
        cast.thrice.placements.all().delete()
        cast.twice.refresh_from_db()
        merge_pupils(actor=cast.head, keep=cast.thrice, gone=cast.twice, reason="One child")
    ada_pep.refresh_from_db()
    assert ada_pep.care_period != period
    assert "zqkept" in shown(kept)
    assert "zqkept" in shown(carer(cast, ada_pep, "Kim"))


def test_a_home_of_another_time_in_care_does_not_become_that_home(cast, ada_pep):
    """Of the same place, in an earlier time in care of the record that went."""
    home = home_of(cast)
    told = {name: getattr(home, name) for name in ("placement_type", "provider", "postcode")}
    days = {"started_on": date(2024, 1, 8), "ended_on": date(2024, 6, 3)}
    first = carer(cast, ada_pep, "Pat")
    earlier = CarePeriod.objects.create(pupil=cast.ada, end_reason="E8", **days)
    former = CarePlacement.objects.create(pupil=cast.ada, care_period=earlier, **days, **told)
    PersonalLink.objects.update(home=former)
    former.delete()
    CarePlacement.objects.filter(pk=home.pk).delete()
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=home.care_period, started_on=home.started_on, **told
    )
    assert shown(first) == "404"
    twice(cast).delete()
    merged(cast)
    assert shown(first) == "404"
