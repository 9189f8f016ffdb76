"""The PEP of this term, by the authority's calendar: in the list, its filter, its sort, for one."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peps.models import Pep
from tests.cast import Cast
from vsh.calendars.models import CalendarEntry, CurrentDay
from vsh.govuk.dates import long_date

IN_THE_LATE_TERM = date(2027, 4, 6)


@pytest.fixture
def late_easter(cast: Cast) -> Cast:
    """Northshire's spring term lasts until 9 April, Southmoor's ended in March; both children at
    Oakfield handed in the spring plan."""
    spring = CalendarEntry.objects.filter(name="Spring")
    spring.filter(authority=cast.northshire).update(ends_on=date(2027, 4, 9))
    summer = CalendarEntry.objects.filter(name="Summer")
    summer.filter(authority=cast.northshire).update(starts_on=date(2027, 4, 26))
    summer.filter(authority=cast.southmoor).update(starts_on=date(2027, 4, 5))
    CurrentDay.objects.update(day=IN_THE_LATE_TERM)
    for child in (cast.ada, cast.cam):
        Pep.objects.create(
            pupil=child,
            care_period=child.care_periods.get(),
            kind="termly",
            academic_year="2026-27",
            season="spring",
            form_version="2026.1",
            variant="secondary",
            state="submitted",
            opened_on=date(2027, 1, 4),
            submitted_on=date(2027, 3, 10),
            submitted_by=cast.teacher,
        )
    return cast


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def states(client: Client, **query: str) -> dict[str, str]:
    rows = client.get(reverse("reporting:roll"), query).context["rows"]
    return {row["pupil"].child_id: row["pupil"].pep_state for row in rows}


def test_the_list_its_filter_and_its_sort(late_easter: Cast) -> None:
    client = signed_in(late_easter, "head")
    assert states(client) == {"C-ada": "submitted", "C-ben": "not_started"}
    assert states(client, pep="submitted") == {"C-ada": "submitted"}
    assert list(states(client, sort="pep")) == ["C-ben", "C-ada"]
    assert list(states(client, sort="-pep")) == ["C-ada", "C-ben"]


def test_each_authority_by_its_own_calendar(late_easter: Cast) -> None:
    client = signed_in(late_easter, "teacher")
    assert states(client) == {"C-ada": "submitted", "C-cam": "not_started"}


def test_the_overview_says_the_same(late_easter: Cast) -> None:
    for who, child, words in [
        ("head", late_easter.ada, f"Submitted, submitted on {long_date(date(2027, 3, 10))}"),
        ("south_head", late_easter.cam, "Not started"),
    ]:
        page = signed_in(late_easter, who).get(reverse("reporting:overview", args=[child.ref]))
        line = page.context["lines"][0]["line"]
        assert (line.about, line.value) == ("PEP this term", words)


@pytest.mark.parametrize("who", ["head", "teacher", "social_worker"])
def test_it_costs_one_query(late_easter: Cast, who: str) -> None:
    client = signed_in(late_easter, who)
    caches["process"].clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("reporting:roll"), {"sort": "pep", "pep": "submitted"})
    asked = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"] and q["sql"] != "RESET ROLE"]
    assert len([sql for sql in asked if "calendars_calendarentry" in sql]) == 1
    assert len(asked) <= 12


def test_a_term_whose_only_plan_was_set_aside_says_not_required(late_easter: Cast) -> None:
    Pep.objects.filter(pupil=late_easter.ada).update(state="not_required", submitted_on=None)
    client = signed_in(late_easter, "head")
    assert states(client) == {"C-ada": "not_required", "C-ben": "not_started"}
    assert states(client, pep="not_required") == {"C-ada": "not_required"}
    assert states(client, pep="not_started") == {"C-ben": "not_started"}
    page = client.get(reverse("reporting:overview", args=[late_easter.ada.ref]))
    assert page.context["lines"][0]["line"].value == "Not required"


def test_a_plan_beside_one_that_was_set_aside_counts(late_easter: Cast) -> None:
    plan = Pep.objects.get(pupil=late_easter.ada)
    Pep.objects.create(
        pupil=late_easter.ada,
        care_period=plan.care_period,
        kind="after_move",
        academic_year="2026-27",
        season="spring",
        form_version="2026.1",
        variant="secondary",
        state="not_required",
        opened_on=date(2027, 2, 1),
    )
    assert states(signed_in(late_easter, "head"), pep="submitted") == {"C-ada": "submitted"}
