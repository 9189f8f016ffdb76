"""How far the schools considered are: worked out, ordered, not for who may not see the home."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from placements.distances import home_of, with_home
from placements.models import Exclusion, ExclusionMeeting, SchoolSearch
from placements.services.school_options import Considered, add_option
from pupils.models import CarePlacement, Pupil
from tests.cast import TODAY, Cast
from tests.placements.moving import HOME, LEAVES, drafted, recorded
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.accounts.roles import ROLE_PERMISSIONS, Permission
from vsh.organisations.models import EducationSetting, Postcode

TOLD = re.compile(r"\d miles?|straight|coordinates|postcode|journey", re.IGNORECASE)


@pytest.fixture
def searching(cast: Cast) -> SchoolSearch:
    """Since Monday Ada lives at NS3 4CC without a school; two are considered, the further first."""
    recorded(cast, drafted(cast, **LEAVES))
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    Postcode.objects.create(postcode=HOME["postcode"], easting=400_000, northing=300_000)
    lies(cast.elm, 403_000, 304_000)
    lies(cast.oakfield, 401_609, 300_000)
    search = SchoolSearch.objects.get()
    consider(cast, search, cast.elm, distance_miles=Decimal("4.5"))
    consider(cast, search, cast.oakfield)
    return search


def lies(setting: EducationSetting, easting: int | None, northing: int | None) -> None:
    EducationSetting.objects.filter(pk=setting.pk).update(easting=easting, northing=northing)


def consider(cast: Cast, search: SchoolSearch, setting: EducationSetting, **said) -> None:
    said = Considered(**{"why": "Near", **said})
    add_option(actor=cast.officer, search=search, setting=setting, said=said)


def hide_home(cast: Cast) -> None:
    homes = CarePlacement.objects.filter(pupil=cast.ada, ended_on=None)
    assert homes.update(is_address_confidential=True) == 1


def page_of(cast: Cast, who: str = "officer", order: str = "") -> str:
    address = reverse("placements:school_search", args=[cast.ada.ref])
    page = signed_in(cast, who).get(address, {"order": order} if order else None).content.decode()
    return " ".join(page.split())


def schools_on(page: str) -> list[str]:
    return re.findall(r'data-label="School">([^<]+)<', page)


def test_the_straight_line_stands_beside_the_journey_that_somebody_entered(cast, searching) -> None:
    page = page_of(cast)
    assert "About 3.1 miles in a straight line<br>Journey, as it was entered: 4.5 miles" in page
    assert "About 1 mile in a straight line</span>" in page  # nobody entered the journey


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ("home", "Straight line not known: no home is on record"),
        ("its postcode", "Straight line not known: no postcode of the home is on record"),
        ("its place", "Straight line not known: the home’s postcode is not among those loaded"),
        ("school", "Straight line not known: the school has no coordinates on record"),
    ],
)
def test_where_it_is_not_known_the_page_says_why(cast, searching, lacks, words) -> None:
    home = CarePlacement.objects.filter(pupil=cast.ada, ended_on=None)
    if lacks == "home":
        home.delete()
    elif lacks == "its postcode":
        home.update(postcode="")
    elif lacks == "its place":
        Postcode.objects.all().delete()
    else:
        lies(cast.elm, None, None)
    page = page_of(cast)
    assert words in page
    assert "Journey, as it was entered: 4.5 miles" in page
    assert ("About 1 mile in a straight line" in page) == (lacks == "school")


def test_the_home_of_today_counts_and_not_the_one_before(cast: Cast, searching) -> None:
    Postcode.objects.create(postcode="NS1 1AA", easting=500_000, northing=300_000)
    assert "About 3.1 miles" in page_of(cast)


@pytest.mark.parametrize(("ends", "is_left"), [(TODAY, True), (TODAY + timedelta(1), False)])
def test_a_home_that_has_ended_is_none(cast: Cast, searching, ends, is_left) -> None:
    CarePlacement.objects.filter(pupil=cast.ada, ended_on=None).update(ended_on=ends)
    assert ("no home is on record" in page_of(cast)) is is_left


def test_a_young_person_of_eighteen_has_no_home_in_care(cast: Cast, searching) -> None:
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2008, 11, 5))
    assert "About 3.1 miles" in page_of(cast)
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2008, 11, 4))
    assert "no home is on record" in page_of(cast)


def moves_again(cast: Cast, day: date, **home) -> None:
    """A move on record that is still to come."""
    now = CarePlacement.objects.get(pupil=cast.ada, ended_on=None)
    CarePlacement.objects.filter(pk=now.pk).update(ended_on=day)
    for name, value in ({"pk": None, "started_on": day} | home).items():
        setattr(now, name, value)
    now.save()


def test_before_a_move_that_is_on_record_it_is_worked_out_from_the_home_to_come(
    cast: Cast, searching
) -> None:
    assert "begin at the home" not in page_of(cast)
    Postcode.objects.create(postcode="NS5 5EE", easting=403_000, northing=300_000)
    moves_again(cast, date(2026, 11, 16), postcode="NS5 5EE")
    page = page_of(cast)
    assert "About 2.5 miles" in page
    assert "begin at the home to which the child moves on 16 November 2026" in page


def test_the_nearest_school_can_stand_first(cast: Cast, searching) -> None:
    consider(cast, searching, cast.moorside)  # nobody knows where it lies
    page = page_of(cast)
    assert "?order=nearest" in page
    assert schools_on(page) == [cast.elm.name, cast.oakfield.name, cast.moorside.name]
    page = page_of(cast, order="nearest")
    assert schools_on(page) == [cast.oakfield.name, cast.elm.name, cast.moorside.name]
    lies(cast.oakfield, None, None)
    page = page_of(cast, order="nearest")
    assert schools_on(page) == [cast.elm.name, cast.oakfield.name, cast.moorside.name]
    assert "Order the schools as they were added" in page
    lies(cast.oakfield, 400_010, 300_000)
    page = page_of(cast, order="nearest")
    assert "Less than 0.1 miles in a straight line" in page
    searching.options.filter(setting=cast.oakfield).update(not_suitable="Too large")
    page = page_of(cast, order="nearest")
    assert schools_on(page) == [cast.elm.name, cast.moorside.name, cast.oakfield.name]
    Postcode.objects.all().delete()
    assert "?order=nearest" not in page_of(cast)


def test_more_schools_ask_the_database_no_more(cast: Cast, searching) -> None:
    url = reverse("placements:school_search", args=[cast.ada.ref]) + "?order=nearest"
    adding = reverse("placements:add_option", args=[cast.ada.ref, searching.pk])
    client = signed_in(cast, "officer")
    few = queries_of(client, url), queries_of(client, f"{adding}?school=Canary+Hill")
    for number in range(12):
        setting = EducationSetting.objects.create(
            urn=f"8880{number:02}",
            name=f"Canary Hill {number}",
            easting=400_000 + number,
            northing=300_000,
        )
        consider(cast, searching, setting)
    many = queries_of(client, url), queries_of(client, f"{adding}?school=Canary+Hill")
    assert many[0] == few[0] <= MOST_QUERIES
    assert many[1] <= MOST_QUERIES


def test_the_schools_found_say_how_far_they_are(cast: Cast, searching) -> None:
    adding = reverse("placements:add_option", args=[cast.ada.ref, searching.pk])
    client = signed_in(cast, "social_worker")
    assert "straight line" not in client.get(adding).content.decode().split("<form", 2)[1]
    page = client.get(adding, {"school": "Elm"}).content.decode()
    assert "URN 999002: about 3.1 miles in a straight line" in page
    page = client.get(adding, {"school": "Moorside"}).content.decode()
    assert "straight line not known: the school has no coordinates on record" in page
    hide_home(cast)
    page = client.get(adding, {"school": "Elm"}).content.decode()
    assert "about 3.1 miles" in page  # who works with the child sees the home


# --- who may not see where the child lives --------------------------------------------------------


def test_a_hidden_home_is_given_away_neither_by_words_nor_by_the_order(cast, searching) -> None:
    shown = page_of(cast, "data", order="nearest")
    assert "About 3.1 miles" in shown
    assert schools_on(shown) == [cast.oakfield.name, cast.elm.name]
    hide_home(cast)
    added = [cast.elm.name, cast.oakfield.name]
    for order in ("", "nearest"):
        page = page_of(cast, "data", order=order)
        assert schools_on(page) == added
        assert page.count("Distance: confidential") == 2
        assert not TOLD.search(page.split("<h2")[1]), order
        assert "order=nearest" not in page
    for who in ("officer", "social_worker", "iro"):
        assert "About 3.1 miles" in page_of(cast, who)


@pytest.mark.parametrize("lacks", ["its postcode", "its place", "schools"])
def test_nor_by_what_is_missing(cast: Cast, searching, lacks) -> None:
    hide_home(cast)
    whole = page_of(cast, "data").split("<h2")[1]
    if lacks == "its postcode":
        CarePlacement.objects.filter(pupil=cast.ada, ended_on=None).update(postcode="")
    elif lacks == "its place":
        Postcode.objects.all().delete()
    else:
        EducationSetting.objects.update(easting=None, northing=None)
    assert page_of(cast, "data").split("<h2")[1] == whole


def test_a_hidden_home_to_come_is_hidden_before_the_move(cast: Cast, searching) -> None:
    moves_again(cast, date(2026, 11, 16), is_address_confidential=True)
    page = page_of(cast, "data", order="nearest").split("<h2")[1]
    assert not TOLD.search(page)
    assert "16 November" not in page
    assert "16 November" in page_of(cast)


def test_for_who_may_not_see_it_there_is_no_home_to_measure_from(cast: Cast, searching) -> None:
    hide_home(cast)
    rows = list(with_home(SchoolSearch.objects.all(), on=TODAY))
    everything_else = set(Permission) - {Permission.VIEW_CONFIDENTIAL_ADDRESS}
    assert home_of(rows, everything_else, on=TODAY) is None
    assert home_of(rows, {Permission.VIEW_CONFIDENTIAL_ADDRESS}, on=TODAY) is not None


def test_whoever_enters_the_miles_of_a_journey_may_see_the_home() -> None:
    for permissions in ROLE_PERMISSIONS.values():
        if Permission.SEARCH_SCHOOL in permissions:
            assert Permission.VIEW_CONFIDENTIAL_ADDRESS in permissions


def test_an_ended_search_keeps_the_distance_from_the_home_of_its_last_day(cast, searching) -> None:
    SchoolSearch.objects.update(ended_on=TODAY, end_reason="otherwise")
    moves_again(cast, TODAY + timedelta(days=1), postcode="NS1 1AA")
    Postcode.objects.create(postcode="NS1 1AA", easting=500_000, northing=300_000)
    page = page_of(cast)
    assert "About 3.1 miles in a straight line<br>Journey, as it was entered: 4.5 miles" in page
    hide_home(cast)
    assert "3.1 miles" not in page_of(cast, "data")


# --- a school is chosen -------------------------------------------------------------------------


def adding_page(cast: Cast, searching, school: str, who: str = "officer") -> str:
    adding = reverse("placements:add_option", args=[cast.ada.ref, searching.pk])
    page = signed_in(cast, who).get(adding, {"school": school}).content.decode()
    return " ".join(page.split())


def hills(first: int, last: int) -> None:
    """Schools by name from the furthest to the nearest; of the last nobody knows where it lies."""
    EducationSetting.objects.bulk_create(
        EducationSetting(
            urn=f"8880{number:02}",
            name=f"Canary Hill {number:02}",
            easting=None if number == last else 420_000 - number * 1_000,
            northing=None if number == last else 300_000,
        )
        for number in range(first, last + 1)
    )


def offered(page: str) -> list[str]:
    return re.findall(r"Canary Hill (\d\d),", page)


def test_the_schools_found_stand_the_nearest_first(cast: Cast, searching) -> None:
    hills(1, 4)
    EducationSetting.objects.filter(name="Canary Hill 02").update(northing=1_000_000)  # far away
    assert offered(adding_page(cast, searching, "Canary")) == ["03", "01", "02", "04"]
    Postcode.objects.all().delete()
    assert offered(adding_page(cast, searching, "Canary")) == ["01", "02", "03", "04"]


@pytest.mark.parametrize(("last", "is_cut"), [(15, False), (16, True)])
def test_a_list_that_is_cut_says_so_and_how_to_narrow_it(
    cast: Cast, searching, last, is_cut
) -> None:
    hills(1, last)
    page = adding_page(cast, searching, "Canary")
    assert len(offered(page)) == 15
    words = "these are the first 15, the nearest. Type more of the name, or the URN"
    assert (words in page) == is_cut
    assert "16" not in offered(page)  # nobody knows where it lies
    Postcode.objects.all().delete()
    assert ("the first 15, by name" in adding_page(cast, searching, "Canary")) == is_cut


def test_the_school_that_excluded_the_child_is_left_out_with_a_line(cast, searching) -> None:
    place = cast.ada.enrolments.order_by("started_on").first()
    lane = EducationSetting.objects.create(urn="888099", name="Oakfield Lane")
    row = Exclusion.objects.create(
        enrolment=place,
        kind="permanent",
        started_on=date(2026, 10, 12),
        reasons=["DB"],
        reported_on=date(2026, 10, 12),
    )
    searching.options.filter(setting=place.setting).delete()
    page = adding_page(cast, searching, "Oakfield")
    line = f"{place.setting} is not offered: it permanently excluded the child from 12 October 2026"
    assert line in page
    assert f"URN {place.setting.urn}" not in page
    assert f"{lane.name}, URN 888099" in page
    told = {"setting": place.setting_id, "why": "Near"}
    adding = reverse("placements:add_option", args=[cast.ada.ref, searching.pk])
    signed_in(cast, "officer").post(f"{adding}?school=Oakfield", told)
    assert not searching.options.filter(setting=place.setting).exists()
    ExclusionMeeting.objects.create(
        exclusion=row, body="governors", outcome="reinstated", meets_on=TODAY, recorded_on=TODAY
    )
    page = adding_page(cast, searching, "Oakfield")
    assert "is not offered" not in page
    assert f"URN {place.setting.urn}" in page


@pytest.mark.parametrize(
    "name", ["add_option", "change_search", "change_option", "apply_for_place"]
)
def test_of_an_ended_search_it_is_said_before_the_form(cast: Cast, searching, name) -> None:
    of_search = name in ("add_option", "change_search")
    pk = searching.pk if of_search else searching.options.first().pk
    address = reverse(f"placements:{name}", args=[cast.ada.ref, pk])
    client = signed_in(cast, "officer")
    assert client.get(address).status_code == 200
    SchoolSearch.objects.update(ended_on=TODAY, end_reason="otherwise")
    page = client.get(address, follow=True).content.decode()
    assert "The search ended on 4 November 2026: nothing is added to it or changed." in page
    assert "Search for a school place</h2>" in page


@pytest.mark.parametrize(
    ("miles", "is_warned"), [("3.0", True), ("3.1", False), ("4.5", False), ("", False)]
)
def test_who_enters_a_journey_below_the_straight_line_is_warned(
    cast: Cast, searching, miles, is_warned
) -> None:
    words = "the journey that was entered is shorter than the straight line from the home"
    option = searching.options.get(setting=cast.elm)
    told = {"version": option.version, "why": "Near", "distance_miles": miles}
    address = reverse("placements:change_option", args=[cast.ada.ref, option.pk])
    client = signed_in(cast, "officer")
    assert (words in client.post(address, told, follow=True).content.decode()) == is_warned
    assert ("less than the straight line: check it" in page_of(cast)) == is_warned
    searching.options.all().delete()
    address = reverse("placements:add_option", args=[cast.ada.ref, searching.pk]) + "?school=Elm"
    told = {"setting": cast.elm.pk, "why": "Near", "distance_miles": miles}
    assert (words in client.post(address, told, follow=True).content.decode()) == is_warned
    assert searching.options.get().distance_miles == (Decimal(miles) if miles else None)
    hide_home(cast)
    assert "straight line: check it" not in page_of(cast, "data")
