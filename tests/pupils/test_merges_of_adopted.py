"""The record of an adopted child and one of care after that day are not joined, nor offered."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pupils.duplicates import duplicates_among
from pupils.models import CareEpisode, CarePeriod, Pupil
from tests.cast import Cast
from tests.pupils.twice import merge, record_twice
from tests.reporting.page_requests import signed_in

JUNE = date(2024, 6, 1)


@pytest.fixture
def twice(cast: Cast) -> Cast:
    """Ben and his other record have the same names; their care is told in each test."""
    record_twice(cast)
    Pupil.objects.filter(pk__in=[cast.ben.pk, cast.twice.pk]).update(
        legal_first_name="Zed", legal_last_name="Canaryzed", date_of_birth=date(2012, 3, 10)
    )
    return cast


def cared(child: Pupil, first: date, last: date | None, *, period: str = "", row: str = "") -> None:
    child.placements.all().delete()
    child.care_periods.all().delete()
    care = CarePeriod.objects.create(
        pupil=child, started_on=first, ended_on=last, end_reason=period
    )
    CareEpisode.objects.create(
        care_period=care, started_on=first, ended_on=last, legal_status="C2", reason_ended=row
    )


def refusal(cast: Cast) -> str:
    """Why the two are not merged, which may be for another reason; empty where they are."""
    try:
        merge(cast)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def offered(cast: Cast) -> bool:
    return bool(duplicates_among(Pupil.objects.filter(authority=cast.northshire)).of(cast.ben.pk))


@pytest.mark.parametrize("adopted", ["ben", "twice"])
@pytest.mark.parametrize("told", [{"period": "E12"}, {"row": "E11"}], ids=str)
@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [
        (date(2026, 1, 5), None, True),
        (date(2026, 1, 5), date(2026, 2, 5), True),
        (JUNE, date(2024, 6, 2), True),
        (date(2021, 1, 1), None, True),
        (date(2021, 1, 1), JUNE, False),
        (date(2021, 1, 1), date(2021, 5, 1), False),
    ],
)
def test_care_after_an_adoption_is_another_identity(
    twice: Cast, adopted: str, told, first: date, last: date | None, is_refused: bool
):
    one = twice.children[adopted]
    other = twice.twice if one == twice.ben else twice.ben
    cared(one, date(2023, 1, 1), JUNE, **told)
    cared(other, first, last)
    assert offered(twice) is not is_refused
    assert ("ended by adoption" in refusal(twice)) is is_refused


def test_who_went_home_and_came_back_is_one_child(twice: Cast):
    cared(twice.twice, date(2023, 1, 1), JUNE, period="E4A", row="E4A")
    assert offered(twice)
    merge(twice)
    assert twice.ben.care_periods.count() == 2


def test_the_pages_say_so_and_offer_no_such_record(twice: Cast):
    cared(twice.twice, date(2023, 1, 1), JUNE, period="E12", row="E12")
    client = signed_in(twice, "head")
    page = client.get(reverse("pupils:merge", args=[twice.ben.ref])).content.decode()
    assert "C-again" not in page
    assert "Born on the same day" not in page
    address = reverse("pupils:merge_with", args=[twice.ben.ref, twice.twice.ref])
    assert "A child who was adopted has a new identity" in client.get(address).content.decode()
    form = {"version": 1, "other_version": 1, "reason": "One child", "is_compared": "on"}
    assert "ended by adoption" in client.post(address, form).content.decode()
    assert not Pupil.objects.exclude(merged_into=None).exists()
