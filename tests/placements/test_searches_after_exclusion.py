"""A school is looked for from the day of a permanent exclusion, not from the end of its review."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from placements.models import Exclusion, SchoolSearch
from placements.services import correct_exclusion, record_exclusion
from placements.services.exclusion_meetings import MeetingAsItIs, save_exclusion_meeting
from placements.services.searches import open_search
from pupils.models import Deadline
from pupils.services.deadlines import recalculate_deadlines_for, recalculate_everyone
from tests.cast import TODAY, Cast
from tests.placements.test_exclusions import said
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.calendars.models import CurrentDay

MONDAY = date(2026, 11, 2)
PERMANENT = {
    "kind": "permanent",
    "started_on": MONDAY,
    "days": None,
    "notified_on": MONDAY,
    "provision": "",
    "provision_from_on": None,
}


@pytest.fixture
def excluded(cast: Cast) -> Exclusion:
    return record_exclusion(
        actor=cast.officer, enrolment=cast.ada.enrolments.get(), facts=said(**PERMANENT)
    )


def text_of(cast: Cast, who: str, name: str, *args) -> str:
    page = signed_in(cast, who).get(reverse(name, args=args)).content.decode()
    return " ".join(page.replace("<strong>", "").split())


def meeting(cast: Cast, row: Exclusion, outcome: str, of_before=None) -> None:
    facts = MeetingAsItIs(
        body="governors",
        invited_on=None,
        meets_on=TODAY,
        attended_by="",
        representations="",
        outcome=outcome,
    )
    before = {"meeting": of_before, "version": of_before.version} if of_before else {}
    save_exclusion_meeting(actor=cast.officer, exclusion=row, facts=facts, **before)


def test_the_child_is_without_a_place_and_one_is_looked_for(cast: Cast, excluded) -> None:
    assert "Ada Canaryada" in text_of(cast, "officer", "reporting:without_place")
    tab = text_of(cast, "officer", "placements:school", cast.ada.ref)
    assert "Search for another school" in tab
    assert "Search for another school" not in text_of(
        cast, "teacher", "placements:school", cast.ada.ref
    )
    open_search(actor=cast.officer, pupil=cast.ada, why="Permanently excluded")
    page = text_of(cast, "officer", "placements:school_search", cast.ada.ref)
    assert "A place now" in page
    assert "School day 2 of 20" in page
    assert SchoolSearch.objects.get().ended_on is None


def test_the_governors_uphold_it_and_the_search_goes_on(cast: Cast, excluded) -> None:
    search = open_search(actor=cast.officer, pupil=cast.ada, why="Permanently excluded")
    meeting(cast, excluded, "upheld")
    search.refresh_from_db()
    assert search.ended_on is None


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_a_child_who_goes_back_needs_no_other_place(cast: Cast, excluded, is_cancelled) -> None:
    search = open_search(actor=cast.officer, pupil=cast.ada, why="Permanently excluded")
    SchoolSearch.objects.update(started_on=MONDAY)
    if is_cancelled:
        over = {
            "cancelled_on": TODAY,
            "cancelled_because": "No evidence",
            "days_missed": Decimal(2),
        }
        correct_exclusion(
            actor=cast.officer,
            exclusion=excluded,
            version=excluded.version,
            facts=said(**PERMANENT | over),
            reason="The head teacher cancelled it",
        )
    else:
        meeting(cast, excluded, "reinstated")
    search.refresh_from_db()
    assert (search.ended_by, search.ended_on) == (cast.ada.enrolments.get(), TODAY)
    met = Deadline.objects.get(pupil=cast.ada, kind="school_place")
    assert (met.started_on, met.met_on) == (MONDAY, TODAY)
    assert "Search for another" not in text_of(cast, "officer", "placements:school", cast.ada.ref)
    with pytest.raises(ValidationError, match="The child has full-time education"):
        open_search(actor=cast.officer, pupil=cast.ada, why="Permanently excluded")


def goes_back(cast: Cast, row: Exclusion, *, is_cancelled: bool) -> SchoolSearch:
    search = open_search(actor=cast.officer, pupil=cast.ada, why="Permanently excluded")
    SchoolSearch.objects.update(started_on=MONDAY)
    if is_cancelled:
        over = {
            "cancelled_on": TODAY,
            "cancelled_because": "No evidence",
            "days_missed": Decimal(2),
        }
        correct(cast, row, **over)
    else:
        meeting(cast, row, "reinstated")
    search.refresh_from_db()
    assert search.ended_on == TODAY
    return search


def correct(cast: Cast, row: Exclusion, **other) -> None:
    version, facts = row.version, said(**PERMANENT | other)
    told = {"actor": cast.officer, "exclusion": row, "version": version, "reason": "It was wrong"}
    correct_exclusion(facts=facts, **told)
    row.refresh_from_db()


@pytest.mark.parametrize("is_cancelled", [True, False])
@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 20)])
def test_it_goes_on_when_the_way_back_is_taken_back(cast, excluded, is_cancelled, day) -> None:
    search = goes_back(cast, excluded, is_cancelled=is_cancelled)
    CurrentDay.objects.update(day=day)
    recalculate_everyone()
    search.refresh_from_db()
    assert search.ended_on == TODAY
    if is_cancelled:
        correct(cast, excluded)
    else:
        meeting(cast, excluded, "upheld", excluded.meetings.get())
    search.refresh_from_db()
    assert (search.ended_on, search.ended_by) == (None, None)
    assert Deadline.objects.get(pupil=cast.ada, kind="school_place", is_current=True).met_on is None


def test_a_second_exclusion_does_not_reopen_what_the_first_began(cast: Cast, excluded) -> None:
    search = goes_back(cast, excluded, is_cancelled=False)
    CurrentDay.objects.update(day=date(2026, 11, 20))
    again = said(**PERMANENT | {"started_on": date(2026, 11, 18), "notified_on": None})
    record_exclusion(actor=cast.officer, enrolment=cast.ada.enrolments.get(), facts=again)
    recalculate_everyone()
    search.refresh_from_db()
    assert (search.ended_on, search.ended_by) == (TODAY, cast.ada.enrolments.get())


def test_a_suspended_child_keeps_the_place(cast: Cast) -> None:
    record_exclusion(actor=cast.officer, enrolment=cast.ada.enrolments.get(), facts=said())
    with pytest.raises(ValidationError, match="The child has full-time education"):
        open_search(actor=cast.officer, pupil=cast.ada, why="Suspended")


# --- what is due, said where the child's school stands -----------------------------------------

SIXTH = "education from the sixth school day due 9 November 2026, none on record"
DUE = "a full-time place due 30 November 2026"


@pytest.mark.parametrize(
    ("who", "is_told_the_day"), [("officer", True), ("social_worker", True), ("teacher", False)]
)
def test_the_tab_says_what_is_due_and_not_full_time(
    cast: Cast, excluded, who, is_told_the_day
) -> None:
    tab = text_of(cast, who, "placements:school", cast.ada.ref)
    assert f"Permanently excluded from 2 November 2026; {SIXTH}; {DUE}" in tab
    assert ("(school day 2)" in tab) == is_told_the_day
    assert "Full time" not in tab


def test_the_roll_says_so(cast: Cast, excluded) -> None:
    words = "Oakfield School; permanently excluded from 2 November 2026"
    assert words in text_of(cast, "officer", "reporting:roll")
    assert words in text_of(cast, "teacher", "reporting:roll")
    meeting(cast, excluded, "reinstated")
    assert "permanently excluded" not in text_of(cast, "officer", "reporting:roll")
    assert "Full time" in text_of(cast, "officer", "placements:school", cast.ada.ref)


def test_the_page_of_the_search_says_what_is_due(cast: Cast, excluded) -> None:
    page = text_of(cast, "officer", "placements:school_search", cast.ada.ref)
    assert f"Permanently excluded from 2 November 2026; {SIXTH}; {DUE} (school day 2)." in page
    open_search(actor=cast.officer, pupil=cast.ada, why="Permanently excluded")
    page = text_of(cast, "officer", "placements:school_search", cast.ada.ref)
    assert f"Permanently excluded from 2 November 2026; {SIXTH}." in page
    assert "a full-time place is due by 30 November 2026" in page


def test_education_that_was_arranged_is_named(cast: Cast, excluded) -> None:
    Exclusion.objects.update(
        sixth_day_provision="Tuition at the Hub", sixth_day_from_on=date(2026, 11, 9)
    )
    tab = text_of(cast, "officer", "placements:school", cast.ada.ref)
    assert "sixth school day: Tuition at the Hub, from 9 November 2026, not said to be full" in tab


def test_a_child_without_a_place_for_whom_nobody_searches(cast: Cast) -> None:
    cast.ada.enrolments.update(ended_on=MONDAY)
    recalculate_deadlines_for([cast.ada.pk], on=TODAY)
    page = text_of(cast, "officer", "placements:school_search", cast.ada.ref)
    assert "A full-time place due 1 December 2026 (school day 1)." in page
    assert "Permanently excluded" not in page


@pytest.mark.parametrize("name", ["placements:school", "placements:school_search"])
def test_the_pages_need_few_queries(cast: Cast, excluded, name: str) -> None:
    assert (
        queries_of(signed_in(cast, "officer"), reverse(name, args=[cast.ada.ref])) <= MOST_QUERIES
    )
