"""What the page keeps of a search that has ended: its evidence, and how long it took."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from placements.models import SchoolSearch
from placements.services.school_options import (
    Answered,
    Considered,
    add_option,
    answer_application,
    apply_for,
)
from placements.services.searches import change_search, end_search, open_search
from pupils.models import CarePeriod, CarePlacement, Enrolment, Pupil
from pupils.services.deadlines import recalculate_everyone
from tests.cast import TODAY, Cast
from tests.placements.moving import HOME, LEAVES, drafted, recorded
from tests.placements.test_searches import enrol, leave_oakfield, url_of
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.calendars.models import CurrentDay
from vsh.organisations.models import EducationSetting, Postcode

CONSIDERED = Considered(
    why="Her brother is there",
    distance_miles=Decimal("3.5"),
    admissions="Two places free in Year 7",
    evidence="Improving fast, says the monitoring visit",
    childs_view="I like the library",
    carers_view="Near enough",
    visited_on=date(2026, 11, 3),
)


def page_of(cast: Cast, who: str) -> str:
    page = signed_in(cast, who).get(url_of(cast)).content.decode()
    return " ".join(page.split())


def timeline_of(cast: Cast) -> str:
    address = reverse("reporting:timeline", args=[cast.ada.ref])
    return " ".join(signed_in(cast, "officer").get(address).content.decode().split())


def row_of(page: str) -> dict[str, str]:
    """From when the place was wanted, and the school days, of the only search that has ended."""
    names = {"wanted": "A place was wanted from", "days": "School days it took"}
    return {
        key: page.split(f'data-label="{label}">')[1].split("<")[0] for key, label in names.items()
    }


@pytest.fixture
def ended(cast: Cast) -> SchoolSearch:
    recorded(cast, drafted(cast, **LEAVES))
    search = SchoolSearch.objects.get()
    change_search(
        actor=cast.officer,
        search=search,
        version=1,
        why=search.why,
        interim="A tutor, 15 hours a week",
        needed_from_on=None,
    )
    option = add_option(actor=cast.officer, search=search, setting=cast.elm, said=CONSIDERED)
    sent = apply_for(
        actor=cast.officer,
        option=option,
        version=option.version,
        sent_on=date(2026, 11, 3),
        wanted_from_on=TODAY,
    )
    said = Answered(
        answer="refused",
        answered_on=TODAY,
        answer_words="The year group is full",
        direction_considered_on=TODAY,
        direction="The authority directs the school",
    )
    answer_application(actor=cast.officer, application=sent, version=1, said=said)
    enrol(cast, setting=cast.oakfield, started_on=TODAY)
    search.refresh_from_db()
    assert search.ended_on == TODAY
    return search


def test_all_that_was_done_stays_on_the_page_and_is_read_only(cast: Cast, ended) -> None:
    page = page_of(cast, "officer")
    details = page.split("until the search ended on 4 November 2026")[1]
    for words in (
        "A tutor, 15 hours a week",
        "Her brother is there",
        "3.5 miles",
        "Two places free in Year 7",
        "Evidence: Improving fast",
        "Child: I like the library",
        "Carer: Near enough",
        "Visited on 3 November 2026",
        "In-year, sent on 3 November 2026: Refused on 4 November 2026 (The year group is full).",
        "Direction, 4 November 2026: The authority directs the school",
        "The move that it began with",
    ):
        assert words in details
    for link in ("change_option", "options", "applications", "Record the answer", "Change<"):
        assert link not in details.split("</details>")[0]


@pytest.mark.parametrize(("who", "is_shown"), [("officer", True), ("data", False)])
def test_who_may_not_see_the_home_sees_no_distance(cast: Cast, ended, who, is_shown) -> None:
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    page = page_of(cast, who)
    assert "3.5 miles" in page
    assert ("I like the library" in page) is is_shown
    CarePlacement.objects.filter(pupil=cast.ada, ended_on=None).update(is_address_confidential=True)
    page = page_of(cast, who)
    assert ("3.5 miles" in page, "Distance: confidential" in page) == (is_shown, not is_shown)


def test_many_that_have_ended_ask_no_more_than_one(cast: Cast, ended) -> None:
    client = signed_in(cast, "officer")
    few = queries_of(client, url_of(cast))
    Enrolment.objects.filter(pupil=cast.ada, ended_on=None).update(is_full_time=False)
    for _ in range(3):
        search = open_search(actor=cast.officer, pupil=cast.ada, why="Part time")
        for setting in (cast.elm, cast.oakfield):
            add_option(actor=cast.officer, search=search, setting=setting, said=CONSIDERED)
        end_search(actor=cast.officer, search=search, version=1, reason="otherwise")
    assert queries_of(client, url_of(cast)) == few <= MOST_QUERIES


@pytest.mark.parametrize(("began", "days"), [(date(2026, 11, 10), "0"), (date(2026, 11, 12), "2")])
def test_a_move_recorded_ahead_wanted_the_place_from_its_own_day(cast: Cast, began, days) -> None:
    recorded_on, last, wanted = date(2026, 10, 1), date(2026, 11, 9), date(2026, 11, 10)
    CurrentDay.objects.update(day=recorded_on)
    planned = LEAVES | {"is_emergency": False, "from_on": wanted, "school_ends_on": last}
    recorded(cast, drafted(cast, **planned))
    search = SchoolSearch.objects.get()
    assert (search.started_on, search.first_needed_on) == (recorded_on, wanted)
    assert "First day without a place" in page_of(cast, "officer")
    enrol(cast, started_on=began, accepted_on=recorded_on)
    for day in sorted({wanted, began}):
        CurrentDay.objects.update(day=day)
        recalculate_everyone()
    assert row_of(page_of(cast, "officer")) == {"wanted": "10 November 2026", "days": days}


def test_one_begun_by_hand_counts_from_the_clock_as_while_it_was_open(cast: Cast) -> None:
    leave_oakfield(cast)  # her last day was 30 October
    CurrentDay.objects.update(day=date(2026, 11, 20))
    recalculate_everyone()
    open_search(actor=cast.officer, pupil=cast.ada, why="No school")
    assert "School day 15 of 20" in page_of(cast, "officer").replace("<strong>", "")
    enrol(cast, started_on=date(2026, 11, 20))
    assert row_of(page_of(cast, "officer")) == {"wanted": "31 October 2026", "days": "15"}


@pytest.mark.parametrize(
    ("born_on", "is_known"), [(date(2008, 11, 4), True), (date(2008, 11, 3), False)]
)
def test_the_home_of_somebody_who_is_eighteen_since_is_that_of_the_last_day(
    cast: Cast, ended, born_on, is_known
) -> None:
    Postcode.objects.create(postcode=HOME["postcode"], easting=400_000, northing=300_000)
    EducationSetting.objects.filter(pk=cast.elm.pk).update(easting=403_000, northing=304_000)
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=born_on)
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    CurrentDay.objects.update(day=date(2026, 11, 20))
    page = page_of(cast, "officer")
    assert ("About 3.1 miles in a straight line" in page) == is_known
    assert ("no home is on record" in page) != is_known


# --- searches that no place ended ----------------------------------------------------------------


@pytest.mark.parametrize("how", ["end", "birthday"])
def test_one_that_ended_with_the_time_in_care_keeps_its_distances(cast: Cast, how) -> None:
    recorded(cast, drafted(cast, **LEAVES))
    Postcode.objects.create(postcode=HOME["postcode"], easting=400_000, northing=300_000)
    EducationSetting.objects.filter(pk=cast.elm.pk).update(easting=403_000, northing=304_000)
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    search = SchoolSearch.objects.get()
    add_option(actor=cast.officer, search=search, setting=cast.elm, said=CONSIDERED)
    last = date(2026, 11, 6)
    if how == "end":
        for rows in (CarePlacement.objects, CarePeriod.objects):
            rows.filter(pupil=cast.ada, ended_on=None).update(ended_on=last)
    else:
        Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2008, 11, 6))
    CurrentDay.objects.update(day=last)
    recalculate_everyone()
    search.refresh_from_db()
    assert (search.ended_on, search.ended_by) == (last, None)
    page = page_of(cast, "officer")
    assert "About 3.1 miles in a straight line" in page
    assert "The time in care ended" in page
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=True)
    assert "straight line" not in page_of(cast, "data")


def test_a_home_of_before_the_search_is_none_of_it(cast: Cast, ended) -> None:
    Postcode.objects.create(postcode=HOME["postcode"], easting=400_000, northing=300_000)
    EducationSetting.objects.filter(pk=cast.elm.pk).update(easting=403_000, northing=304_000)
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    assert "About 3.1 miles" in page_of(cast, "officer")
    CarePlacement.objects.filter(pupil=cast.ada, ended_on=None).delete()
    homes = CarePlacement.objects.filter(pupil=cast.ada)
    assert homes.update(postcode=HOME["postcode"], ended_on=ended.started_on) == 1
    assert "no home is on record" in page_of(cast, "officer")


def test_of_a_place_that_is_no_longer_on_record_care_is_not_said_to_have_ended(
    cast: Cast, ended
) -> None:
    SchoolSearch.objects.filter(pk=ended.pk).update(ended_by=None)
    for page in (page_of(cast, "officer"), timeline_of(cast)):
        assert "What ended it is no longer on record" in page
        assert "The time in care ended" not in page
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=ended.ended_on)
    for page in (page_of(cast, "officer"), timeline_of(cast)):
        assert "The time in care ended" in page
