"""The search for a school: what ends it, and the school day that the tab counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from placements.models import SchoolSearch
from placements.services.school_options import Considered, add_option
from placements.services.searches import change_search, end_search, open_search
from pupils.models import CarePeriod, CarePlacement, Deadline, Enrolment
from pupils.services.deadlines import recalculate_deadlines_for, recalculate_everyone
from pupils.services.enrolments import end_enrolment, record_enrolment
from pupils.services.locking import StaleRecordError
from pupils.services.place_corrections import withdraw_enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, drafted, recorded
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.calendars.models import CurrentDay


@pytest.fixture
def searching(cast: Cast) -> SchoolSearch:
    """Since Monday Ada lives elsewhere and has no school."""
    recorded(cast, drafted(cast, **LEAVES))
    return SchoolSearch.objects.get()


def enrol(cast: Cast, **more) -> Enrolment:
    said = {"kind": "main", "setting": cast.elm, "started_on": TODAY, **more}
    return record_enrolment(actor=cast.social_worker, pupil=cast.ada, **said)


@pytest.mark.parametrize("kind", ["main", "otherwise"])
def test_full_time_education_ends_it(cast: Cast, searching: SchoolSearch, kind: str) -> None:
    place = enrol(cast, kind=kind)
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by) == (TODAY, place)


def test_an_emergency_before_half_term_and_a_school_on_school_day_19(cast: Cast) -> None:
    friday, found = date(2026, 10, 23), date(2026, 11, 26)
    CurrentDay.objects.update(day=friday)
    recorded(cast, drafted(cast, **{**LEAVES, "from_on": friday, "school_ends_on": friday}))
    CurrentDay.objects.update(day=date(2026, 10, 26))  # half term: the place has ended
    recalculate_everyone()
    due = Deadline.objects.get(pupil=cast.ada, kind="school_place")
    assert (due.started_on, due.due_on, due.met_on) == (friday, date(2026, 11, 27), None)
    CurrentDay.objects.update(day=found)
    assert "School day 19 of 20" in _text(cast, "social_worker")
    enrol(cast, started_on=found)
    due.refresh_from_db()
    assert due.met_on == found
    assert SchoolSearch.objects.get().ended_on == found
    assert "No school is looked for." in _text(cast, "social_worker")


def test_part_time_is_not_full_time(cast: Cast, searching: SchoolSearch) -> None:
    enrol(cast, is_full_time=False, part_time_reason="Until Christmas")
    searching.refresh_from_db()
    assert searching.ended_on is None


def test_a_place_to_come_ends_it_on_its_first_day_and_not_before(
    cast: Cast, searching: SchoolSearch
) -> None:
    first = date(2026, 11, 9)
    enrol(cast, started_on=first, accepted_on=TODAY)
    searching.refresh_from_db()
    assert searching.ended_on is None
    CurrentDay.objects.update(day=first)
    for _ in range(2):
        recalculate_everyone()
    searching.refresh_from_db()
    assert (searching.ended_on, searching.version) == (first, 2)


def test_a_search_before_the_last_day_at_the_school_goes_on(cast: Cast) -> None:
    last = date(2026, 11, 13)
    recorded(cast, drafted(cast, **{**LEAVES, "school_ends_on": last}))
    recalculate_deadlines_for([cast.ada.pk])
    assert SchoolSearch.objects.get().ended_on is None


def test_it_goes_on_when_the_place_is_withdrawn(cast: Cast, searching: SchoolSearch) -> None:
    place = enrol(cast)
    searching.refresh_from_db()
    assert searching.ended_by == place
    withdraw_enrolment(
        actor=cast.officer,
        enrolment=place,
        version=place.version,
        reason="Refused at the door",
        instead="without",
    )
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by) == (None, None)
    found = enrol(cast)
    searching.refresh_from_db()
    assert searching.ended_by == found


def test_one_that_ended_with_care_does_not_go_on_in_another_time(cast: Cast, searching) -> None:
    cast.ada.care_periods.update(ended_on=TODAY)
    recalculate_deadlines_for([cast.ada.pk])
    CarePeriod.objects.create(pupil=cast.ada, started_on=date(2026, 11, 20))
    CurrentDay.objects.update(day=date(2026, 11, 23))
    recalculate_deadlines_for([cast.ada.pk])
    searching.refresh_from_db()
    assert searching.ended_on == TODAY


def test_the_end_of_care_ends_it(cast: Cast, searching: SchoolSearch) -> None:
    cast.ada.care_periods.update(ended_on=TODAY)
    recalculate_deadlines_for([cast.ada.pk])
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by) == (TODAY, None)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (TODAY, "School day 2 of 20"),
        (date(2026, 11, 7), "School day 4 of 20"),  # a Saturday
        (date(2026, 11, 27), "School day 19 of 20"),
        (date(2026, 11, 30), "School day 20 of 20 : a full-time place is due by 30 November 2026"),
        (date(2026, 12, 1), "School day 21 of 20"),
    ],
)
def test_the_tab_counts_school_days(cast: Cast, searching, on, words) -> None:
    CurrentDay.objects.update(day=on)
    page = _text(cast, "social_worker")
    assert words in page
    assert ("Overdue" in page) == (on > date(2026, 11, 30))


def test_a_planned_move_wanted_the_place_on_its_own_day(cast: Cast) -> None:
    recorded(cast, drafted(cast, is_emergency=False, **LEAVES))
    page = _text(cast, "social_worker")
    assert "School day 2 without a place : a full-time place is due by 2 November 2026" in page


def test_the_clock_begins_once_the_place_has_ended(cast: Cast) -> None:
    recorded(cast, drafted(cast, **{**LEAVES, "school_ends_on": date(2026, 11, 13)}))
    assert "The clock begins once the place has ended" in _text(cast, "social_worker")


@pytest.mark.parametrize(
    ("who", "is_linked"), [("iro", True), ("social_worker", True), ("teacher", False)]
)
def test_the_tab_leads_to_it_who_may_know_of_care(cast: Cast, searching, who, is_linked) -> None:
    CurrentDay.objects.update(day=date(2026, 10, 30))  # her last day at Oakfield
    client = Client()
    client.force_login(cast.people[who])
    page = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert ("Search for a school place" in page) == is_linked
    url = reverse("placements:school_search", args=[cast.ada.ref])
    answer = client.get(url)
    assert answer.status_code == (200 if is_linked else 403)
    assert ("Forty miles away" in answer.content.decode()) == is_linked


SEPTEMBER, JANUARY = date(2027, 9, 1), date(2027, 1, 4)


def transfer(cast: Cast, day: date = SEPTEMBER) -> SchoolSearch:
    return open_search(actor=cast.officer, pupil=cast.ada, why="Year 10", needed_from_on=day)


def leave_oakfield(cast: Cast) -> None:
    place = Enrolment.objects.get(pupil=cast.ada, setting=cast.oakfield)
    end_enrolment(
        actor=cast.officer,
        enrolment=place,
        version=place.version,
        ended_on=date(2026, 10, 30),
        reason_ended="It closed",
        ended_by_placement=False,
        leaves_without_place=True,
    )


@pytest.mark.parametrize("is_moved", [True, False])
def test_a_place_lost_today_is_looked_for_beside_next_years(cast: Cast, is_moved: bool) -> None:
    later = transfer(cast)
    if is_moved:
        recorded(cast, drafted(cast, **LEAVES))
    else:
        leave_oakfield(cast)
        recalculate_deadlines_for([cast.ada.pk])
    now, kept = SchoolSearch.objects.filter(ended_on=None).order_by("-pk")
    assert (now.needed_from_on, kept.pk, kept.needed_from_on) == (None, later.pk, SEPTEMBER)
    assert ("Forty miles" in now.why) == is_moved
    page = _text(cast, "social_worker")
    assert page.index("A place now") < page.index("A place from 1 September 2027")
    assert f"School day {2 if is_moved else 3} of 20" in page  # of a move's placement, or the gap
    began = now.started_on if is_moved else date(2026, 10, 31)
    said = "31 October 2026, when the clock for a full-time place began" in page
    assert said is (began != now.started_on)
    enrol(cast)
    assert SchoolSearch.objects.get(ended_on=None).pk == later.pk


@pytest.mark.parametrize("is_moved", [True, False])
def test_a_place_of_this_year_is_wanted_from_now_once_it_is_lost(cast: Cast, is_moved) -> None:
    search = transfer(cast, JANUARY)
    if is_moved:
        recorded(cast, drafted(cast, **LEAVES))
    else:
        leave_oakfield(cast)
    search.refresh_from_db()
    assert (search.needed_from_on, search.version) == (None, 2)
    assert SchoolSearch.objects.count() == 1
    assert "Was needed from 4 January 2027. Since 4 November 2026:" in _text(cast, "officer")


def test_a_person_ends_a_search_and_it_stays_ended(cast: Cast, searching: SchoolSearch) -> None:
    said = {"actor": cast.officer, "search": searching, "version": 1}
    with pytest.raises(ValidationError, match="not a valid choice"):
        end_search(**said, reason="moved")
    end_search(**said, reason="wrong", words="It was her brother")
    with pytest.raises(StaleRecordError, match="ended on 4 November 2026"):
        end_search(**said, reason="wrong")
    recalculate_everyone()
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by, searching.version) == (TODAY, None, 2)
    assert "It was entered by mistake. It was her brother" in _text(cast, "iro")
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolSearch.objects.update(ended_on=None)


def test_one_for_now_that_was_ended_does_not_begin_again_beside_next_years(cast, searching) -> None:
    end_search(actor=cast.officer, search=searching, version=1, reason="otherwise")
    transfer(cast)
    assert SchoolSearch.objects.get(ended_on=None).needed_from_on == SEPTEMBER


def test_the_day_from_which_it_is_needed_changes(cast: Cast) -> None:
    said = {"actor": cast.officer, "search": transfer(cast), "why": "Year 10", "interim": ""}
    for day in (None, TODAY):
        with pytest.raises(ValidationError) as refused:
            change_search(**said, version=1, needed_from_on=day)
        assert list(refused.value.message_dict) == ["needed_from_on"]
    assert change_search(**said, version=1, needed_from_on=JANUARY).needed_from_on == JANUARY
    with pytest.raises(StaleRecordError, match="from 4 January 2027"):
        change_search(**said, version=1, needed_from_on=SEPTEMBER)


def test_the_page_says_what_a_search_came_to(cast: Cast, searching: SchoolSearch) -> None:
    CurrentDay.objects.update(day=date(2026, 11, 9))
    enrol(cast, started_on=date(2026, 11, 9))
    page = _text(cast, "social_worker")
    assert "A place began: Elm Grove School" in page
    assert 'data-label="School days it took">5<' in page  # as while it was open
    assert "Forty miles away" in page
    assert queries_of(signed_in(cast, "officer"), url_of(cast)) <= MOST_QUERIES


def test_a_page_of_two_searches_asks_no_more_than_any_other(cast: Cast, searching) -> None:
    end_search(actor=cast.officer, search=searching, version=1, reason="otherwise")
    for day in (None, SEPTEMBER):
        search = open_search(actor=cast.officer, pupil=cast.ada, why="None", needed_from_on=day)
        said = Considered(why="Near")
        add_option(actor=cast.officer, search=search, setting=cast.elm, said=said)
    assert queries_of(signed_in(cast, "officer"), url_of(cast)) <= MOST_QUERIES


@pytest.mark.parametrize(("who", "is_shown"), [("officer", True), ("data", False)])
def test_a_hidden_home_is_not_given_away_by_distances(cast: Cast, searching, who, is_shown) -> None:
    said = Considered(why="Near", distance_miles=Decimal("3.5"), childs_view="I like it")
    add_option(actor=cast.officer, search=searching, setting=cast.elm, said=said)
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    page = _text(cast, who)
    assert "3.5 miles" in page
    assert ("I like it" in page) is is_shown  # for who reads the child's PEP
    CarePlacement.objects.filter(pupil=cast.ada, ended_on=None).update(is_address_confidential=True)
    page = _text(cast, who)
    assert ("3.5 miles" in page, "Distance: confidential" in page) == (is_shown, not is_shown)


def url_of(cast: Cast) -> str:
    return reverse("placements:school_search", args=[cast.ada.ref])


def _text(cast: Cast, who: str) -> str:
    page = signed_in(cast, who).get(url_of(cast)).content.decode()
    return " ".join(page.replace("<strong>", "").replace("</strong>", " ").split())
