"""The children without a full-time place: the longest first, and what the search has come to."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from placements.models import SchoolSearch
from placements.services.school_options import Considered, add_option
from placements.services.searches import open_search
from pupils.models import CarePlacement, Enrolment
from pupils.services.deadlines import recalculate_everyone
from tests.architecture.queries import questions
from tests.cast import Cast, add_child, allocate


def _page(cast: Cast, who: str) -> str:
    client = Client()
    client.force_login(cast.people[who])
    return " ".join(client.get(reverse("reporting:without_place")).content.decode().split())


@pytest.fixture
def two_without(cast: Cast) -> None:
    """Ben since 5 October; Ada since the day before yesterday."""
    for child, last in (("ada", date(2026, 11, 1)), ("ben", date(2026, 10, 4))):
        places = Enrolment.objects.filter(pupil=cast.children[child])
        places.exclude(setting=cast.oakfield).delete()
        places.update(ended_on=last)
    recalculate_everyone()


def test_the_longest_first_with_school_days(cast: Cast, two_without) -> None:
    page = _page(cast, "officer")
    assert page.index("Ben Canaryben") < page.index("Ada Canaryada")
    assert "school day 17" in page  # after 5 October, without half term
    assert "Not begun" in page
    search = open_search(actor=cast.officer, pupil=cast.ada, why="None", interim="A tutor")
    said = Considered(why="Near")
    add_option(actor=cast.officer, search=search, setting=cast.elm, said=said)
    page = _page(cast, "social_worker")
    assert "1 school considered, 0 applications sent" in page
    assert "A tutor" in page
    assert "Canary" not in _page(cast, "other_social_worker")
    assert "Canary" not in _page(cast, "south_head")


def test_as_many_questions_for_many_as_for_few(cast: Cast, two_without) -> None:
    client = Client()
    client.force_login(cast.officer)
    url = reverse("reporting:without_place")
    client.get(url)
    with questions() as few:
        client.get(url)
    for number in range(4):
        child = add_child(cast, f"kim{number}", enrolled_from=date(2025, 9, 1))
        allocate(child, cast.social_worker, "social_worker")
        Enrolment.objects.filter(pupil=child).update(ended_on=date(2026, 10, 16))
        SchoolSearch.objects.create(pupil=child, started_on=date(2026, 10, 17), why="None")
    recalculate_everyone()
    with questions() as many:
        client.get(url)
    assert len(many) == len(few) <= 12


@pytest.mark.parametrize(
    ("born_on", "words"),
    [
        (date(2022, 11, 5), "No clock runs before compulsory school age"),
        (date(2009, 5, 10), "a clock runs only after an emergency placement"),
    ],
)
def test_a_search_without_a_clock_stands_apart_with_the_reason(cast: Cast, born_on, words) -> None:
    cast.ada.date_of_birth = born_on
    cast.ada.save()
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 1))
    recalculate_everyone()
    assert "Canaryada" not in _page(cast, "officer")
    open_search(actor=cast.officer, pupil=cast.ada, why="None", interim="A tutor")
    page = _page(cast, "officer")
    beside = page.partition("A place is looked for, and no clock runs")[2]
    assert "Ada Canaryada" in beside
    assert words in beside
    assert "A tutor" in beside
    assert "Canary" not in _page(cast, "south_head")
    client = Client()
    client.force_login(cast.social_worker)
    search = reverse("placements:school_search", args=[cast.ada.ref])
    assert words in client.get(search).content.decode()


def test_a_search_for_a_later_day_or_with_a_clock_does_not_stand_there_too(
    cast: Cast, two_without
) -> None:
    open_search(actor=cast.officer, pupil=cast.ada, why="None")
    open_search(actor=cast.officer, pupil=cast.ben, why="Year 7", needed_from_on=date(2027, 9, 1))
    page = _page(cast, "officer")
    assert "no clock runs" not in page
    assert "Ada Canaryada" in page


def test_an_emergency_at_seventeen_is_on_the_list(cast: Cast) -> None:
    cast.ada.date_of_birth = date(2009, 5, 10)
    cast.ada.save()
    Enrolment.objects.filter(pupil=cast.ada).update(
        ended_on=date(2026, 11, 1), ended_by_placement=True
    )
    home = CarePlacement.objects.get(pupil=cast.ada)
    CarePlacement.objects.filter(pk=home.pk).update(ended_on=date(2026, 11, 2))
    home.pk, home.started_on, home.is_emergency = None, date(2026, 11, 2), True
    home.save()
    recalculate_everyone()
    page = _page(cast, "officer")
    assert "30 November 2026" in page  # 20 school days from the 2nd
    assert "no clock runs" not in page
