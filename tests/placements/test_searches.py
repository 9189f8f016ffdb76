"""The search for a school: what ends it, and the school day that the tab counts."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from placements.models import SchoolSearch
from pupils.models import CarePeriod, Deadline, Enrolment
from pupils.services.deadlines import recalculate_deadlines_for, recalculate_everyone
from pupils.services.enrolments import record_enrolment
from pupils.services.place_corrections import withdraw_enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, drafted, recorded
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


def _text(cast: Cast, who: str) -> str:
    client = Client()
    client.force_login(cast.people[who])
    url = reverse("placements:school_search", args=[cast.ada.ref])
    page = client.get(url).content.decode()
    return " ".join(page.replace("<strong>", "").replace("</strong>", " ").split())
