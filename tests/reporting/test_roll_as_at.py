"""The roll as at a past day: who was on it, what was the case, who may ask."""

from datetime import date

import pytest
from django.urls import reverse

from pupils.models import CareEpisode, CarePlacement
from tests.cast import Cast
from tests.reporting.page_requests import signed_in
from vsh.audit.models import ReadLog


def on(day: str, month: str = "9", year: str = "2026") -> str:
    return f"{reverse('reporting:roll_as_at')}?on_day={day}&on_month={month}&on_year={year}"


def rows(cast: Cast, who: str, address: str) -> list[dict]:
    return signed_in(cast, who).get(address).context.get("rows", [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "month", "names"),
    [
        ("1", "2", set()),
        ("2", "2", {"ada", "ben", "fay"}),  # the first day of care
        ("30", "9", {"ada", "ben", "fay"}),
        ("1", "10", {"ada", "ben"}),  # fay ceased to be looked after on it
    ],
)
def test_from_the_first_day_of_care_to_the_day_before_it_ended(cast: Cast, day, month, names):
    listed = {row["pupil"].pk for row in rows(cast, "officer", on(day, month))}
    assert listed == {cast.children[name].pk for name in names}


@pytest.mark.django_db
def test_home_school_status_and_year_are_those_of_the_day(cast: Cast):
    home = CarePlacement.objects.get(pupil=cast.ben)
    home.ended_on = date(2026, 10, 1)
    home.save()
    CarePlacement.objects.create(
        pupil=cast.ben,
        care_period=home.care_period,
        started_on=date(2026, 10, 1),
        placement_type="K2",
        area_code="998",
    )
    episode = CareEpisode.objects.get(care_period=home.care_period)
    episode.ended_on = date(2026, 10, 1)
    episode.save()
    CareEpisode.objects.create(
        care_period=home.care_period, started_on=date(2026, 10, 1), legal_status="V2"
    )

    def told(day: str, month: str) -> tuple:
        (row,) = (r for r in rows(cast, "head", on(day, month)) if r["pupil"] == cast.ben)
        return row["status"], row["home"], row["area"], row["school"], row["year"]

    before = ("Full care order", "Foster care", "In authority", "Oakfield School")
    after = ("Accommodated under section 20", "Children's home", "Out of authority")
    assert told("31", "8") == (*before, 8)
    assert told("30", "9") == (*before, 9)
    assert told("1", "10") == (*after, "Oakfield School", 9)
    assert told("4", "11") == (*after, "Elm Grove School", 9)


@pytest.mark.django_db
def test_the_year_of_who_left_is_counted_from_the_end_of_care(cast: Cast):
    period = cast.fay.care_periods.get()
    period.started_on, period.ended_on = date(2020, 2, 2), date(2024, 3, 1)
    period.save()
    (row,) = rows(cast, "head", on("30", "9", "2022"))
    assert (row["pupil"], row["year"]) == (cast.fay, 8)  # Year 9 in the last year of care


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("social_worker", {"ada", "ben"}),
        ("other_social_worker", set()),
        ("south_head", {"cam", "dee"}),
    ],
)
def test_each_sees_those_whom_they_see_today(cast: Cast, who: str, names: set[str]):
    listed = {row["pupil"].pk for row in rows(cast, who, on("30"))}
    assert listed == {cast.children[name].pk for name in names}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (on("31"), "must be a real date"),
        (on(""), "must include a day"),
        (on("5", "11"), "must be on or before 4 November 2026"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_is_wrong(cast: Cast, address, said):
    page = signed_in(cast, "officer").get(address)
    assert said in page.content.decode()
    assert "rows" not in page.context


@pytest.mark.django_db
def test_asking_is_logged_with_the_day(cast: Cast):
    rows(cast, "officer", on("30"))
    read = ReadLog.objects.get(page="reporting:roll_as_at")
    assert (read.count, read.filter) == (3, {"on": "2026-09-30", "page": 1})
