"""The roll: filters, sorting, searches, and what is logged of them."""

from datetime import date

import pytest
from django.urls import reverse

from placements.models import Custody
from pupils.models import Pupil, SenStatus
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog
from vsh.govuk.dates import long_date


def test_a_teacher_has_one_list_across_authorities(cast: Cast) -> None:
    page = signed_in(cast, "teacher").get(reverse("reporting:roll")).content.decode()
    assert "Pupils in care at Oakfield School (2)" in page
    assert "Canaryada" in page
    assert "Canarycam" in page
    assert "Southmoor" in page
    assert "Canaryben" not in page
    assert "Canaryeve" not in page


def test_the_roll_shows_children_in_care_unless_asked_otherwise(cast: Cast) -> None:
    client = signed_in(cast, "head")
    roll = reverse("reporting:roll")
    assert "Canaryfay" not in client.get(roll).content.decode()
    assert "Canaryfay" in client.get(roll, {"care": "left"}).content.decode()
    assert "Canaryada" not in client.get(roll, {"care": "left"}).content.decode()


FILTERS = [
    ({"year": "9"}, {"ada", "ben"}),
    ({"year": "8"}, set()),
    ({"school": "oakfield"}, {"ada"}),
    ({"school": "none"}, set()),
    ({"school": "unknown"}, set()),
    ({"pep": "not_started"}, {"ada", "ben"}),
    ({"pep": "complete"}, set()),
    ({"area": "in"}, {"ada"}),
    ({"area": "out"}, {"ben"}),
    ({"sen": "E"}, {"ben"}),
    ({"circumstance": "custody"}, {"ben"}),
    ({"circumstance": "custody", "care": "left"}, {"fay"}),
    ({"circumstance": "uasc"}, {"ada"}),
    ({"officer": "officer"}, {"ada", "ben"}),
    ({"officer": "none"}, set()),
    ({"year": "9", "area": "in"}, {"ada"}),
    ({"year": "not a year"}, set()),
]


def test_filters(cast: Cast) -> None:
    cast.ben.placements.update(area_code="998")
    SenStatus.objects.create(pupil=cast.ben, status="E", started_on=date(2026, 1, 1))
    Pupil.objects.filter(pk=cast.ada.pk).update(is_uasc=True)
    Pupil.objects.filter(pk=cast.ben.pk).update(is_uasc=True, uasc_until=TODAY)
    for child, ended_on in [("ada", date(2026, 11, 4)), ("ben", None), ("fay", None)]:
        Custody.objects.create(
            pupil=cast.children[child],
            kind="sentence",
            establishment="Fellgate",
            started_on=date(2026, 10, 5),
            ended_on=ended_on,
            ended_because="released" if ended_on else "",
            recorded_by=cast.officer,
        )
    values = {"oakfield": str(cast.oakfield.pk), "officer": str(cast.officer.pk)}
    client = signed_in(cast, "head")
    for filters, expected in FILTERS:
        query = {name: values.get(value, value) for name, value in filters.items()}
        response = client.get(reverse("reporting:roll"), query)
        shown = {row["pupil"].legal_first_name.lower() for row in response.context["rows"]}
        assert shown == expected, filters


def test_who_reads_no_facts_of_care_cannot_ask_who_is_in_custody(cast: Cast) -> None:
    for who, is_asked in [("iro", True), ("teacher", False), ("adviser", False)]:
        page = signed_in(cast, who).get(reverse("reporting:roll")).content.decode()
        assert ("In custody" in page) is is_asked
        assert "Unaccompanied asylum-seeking child" in page


def test_no_school_place_is_told_from_a_school_that_is_not_known(cast: Cast) -> None:
    cast.ada.enrolments.update(kind="no_place", setting=None)
    cast.ben.enrolments.all().delete()
    client = signed_in(cast, "head")
    for value, child, words in [
        ("none", cast.ada, "No school place"),
        ("unknown", cast.ben, "Not known"),
    ]:
        rows = client.get(reverse("reporting:roll"), {"school": value}).context["rows"]
        assert [(row["pupil"], row["school"]) for row in rows] == [(child, words)]


@pytest.mark.parametrize("words", ["x" * 101, "x" * 100_000])
def test_words_too_long_to_search_for_are_refused_by_the_field(cast: Cast, words) -> None:
    client = signed_in(cast, "head")
    answer = client.post(reverse("reporting:search_roll"), {"q": words}, follow=True)
    page = answer.content.decode()
    assert page.count("Search for 100 characters or fewer") == 2  # on top, and by the field
    assert "Found for" not in page
    assert "x" * 102 not in page
    assert "Canaryada" in client.get(reverse("reporting:roll")).content.decode()
    assert "Search for 100" not in client.get(reverse("reporting:roll")).content.decode()


def test_children_for_whom_no_officer_is_allocated_are_found(cast: Cast) -> None:
    cast.ben.involvements.filter(capacity="virtual_school_officer").update(
        started_on=date(2026, 9, 1), ended_on=date(2026, 11, 3)
    )
    response = signed_in(cast, "head").get(reverse("reporting:roll"), {"officer": "none"})
    assert [row["pupil"] for row in response.context["rows"]] == [cast.ben]
    assert '<option value="none" selected>Nobody</option>' in response.content.decode()


def test_every_head_sorts(cast: Cast) -> None:
    client = signed_in(cast, "head")
    for sort in ["name", "-name", "year", "school", "authority", "pep", "sen", "-due", "x"]:
        response = client.get(reverse("reporting:roll"), {"sort": sort})
        names = [row["pupil"].legal_first_name for row in response.context["rows"]]
        assert sorted(names) == ["Ada", "Ben"]
        if sort in ("name", "-name"):
            assert names == sorted(names, reverse=sort == "-name")


SEARCHES = [
    ("canaryada", {"Ada"}),
    ("ADA", {"Ada"}),
    ("Adá Canaryada", {"Ada"}),
    ("Canarryada", {"Ada"}),  # near miss
    ("C-ben", {"Ben"}),
    ("X823432118001", {"Ada"}),
    ("canarycam", set()),  # another authority's child
    ("canaryeve", set()),  # restricted
    ("Nobody Known", set()),
]


def test_search_is_posted_and_forgiving(cast: Cast) -> None:
    cast.ada.upn = "X823432118001"
    cast.ada.save()
    client = signed_in(cast, "head")
    for words, found in SEARCHES:
        response = client.post(reverse("reporting:search_roll"), {"q": words})
        assert words.lower() not in response.url.lower()
        page = client.get(response.url)
        rows = {row["pupil"].legal_first_name for row in page.context["rows"]}
        assert rows == found, words
        assert queries_of(client, response.url) <= MOST_QUERIES, words


def test_search_by_reference(cast: Cast) -> None:
    client = signed_in(cast, "head")
    response = client.post(reverse("reporting:search_roll"), {"q": cast.ben.ref})
    rows = client.get(response.url).context["rows"]
    assert [row["pupil"] for row in rows] == [cast.ben]


def test_children_of_the_same_name_are_told_apart_by_their_birthdays(cast: Cast) -> None:
    Pupil.objects.filter(pk=cast.ben.pk).update(
        known_as=cast.ada.known_as,
        legal_first_name=cast.ada.legal_first_name,
        legal_last_name=cast.ada.legal_last_name,
    )
    body = signed_in(cast, "head").get(reverse("reporting:roll")).content.decode()
    for child in (cast.ada, cast.ben):
        assert f"Born {long_date(child.date_of_birth)}" in body


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("N", "No SEN (recorded from 1 September 2026)"),
        ("K", "SEN support (recorded from 1 September 2026)"),
        (None, "Not recorded"),
    ],
)
def test_the_overview_tells_no_sen_from_nothing_recorded(cast: Cast, status, words) -> None:
    SenStatus.objects.filter(pupil=cast.ada).delete()
    if status:
        SenStatus.objects.create(pupil=cast.ada, status=status, started_on=date(2026, 9, 1))
    page = signed_in(cast, "head").get(reverse("reporting:overview", args=[cast.ada.ref]))
    needs = [line["line"].value for line in page.context["lines"]]
    assert words in needs


def test_a_list_is_logged_with_its_filter_and_count_but_no_name(cast: Cast) -> None:
    client = signed_in(cast, "head")
    found = client.post(reverse("reporting:search_roll"), {"q": "Canaryada"}).url
    client.get(f"{found}&year=9")
    log = ReadLog.objects.get()
    assert (log.page, log.count) == ("reporting:roll", 1)
    assert log.filter == {
        "year": "9",
        "care": "all",
        "sort": "name",
        "page": 1,
        "search": True,
    }


def test_two_windows_have_each_their_own_search(cast: Cast) -> None:
    client = signed_in(cast, "head")
    searches = {
        name: client.post(reverse("reporting:search_roll"), {"q": name}).url
        for name in ("Canaryada", "Canaryben")
    }
    for name, url in searches.items():
        rows = client.get(url).context["rows"]
        assert [row["pupil"].legal_last_name for row in rows] == [name]
    assert client.get(f"{reverse('reporting:roll')}?found=of-nobody").context["searched"] == ""
