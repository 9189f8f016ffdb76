"""What ran out before a child was loaded here is told apart from what is due, on every list."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from pupils.models import Deadline, Pupil
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, add_deadline, queries_of, signed_in

pytestmark = pytest.mark.django_db
HOME, ROLL = reverse("reporting:home"), reverse("reporting:roll")
YESTERDAY = TODAY - timedelta(days=1)
LINE = "2 deadlines ran out before the children were loaded here"


@pytest.fixture
def loaded(cast: Cast) -> list[Deadline]:
    """All were loaded yesterday: two deadlines had run out, one ran out that day."""
    Pupil.objects.update(on_record_since=YESTERDAY)
    return [
        add_deadline(cast.ada, kind="pep_initiated", due_on=date(2015, 2, 2)),
        add_deadline(cast.ben, kind="pep_available", due_on=YESTERDAY - timedelta(days=1)),
        add_deadline(cast.ada, due_on=YESTERDAY),
    ]


def shown(cast: Cast, who: str = "head", **query: str) -> list[Deadline]:
    page = signed_in(cast, who).get(HOME, query)
    return [row["deadline"] for row in page.context["rows"]]


def test_home_counts_and_lists_only_what_ran_out_since(cast: Cast, loaded) -> None:
    page = signed_in(cast, "head").get(HOME)
    assert page.context["sentence"] == "1 thing is overdue."
    assert page.context["counts"]["all_total"] == 1
    assert page.context["counts"]["mine_total"] == 1
    assert LINE in page.content.decode()
    for whose in ("mine", "all"):
        assert shown(cast, whose=whose) == loaded[2:]


def test_a_link_shows_what_ran_out_before_with_words_why(cast: Cast, loaded) -> None:
    page = signed_in(cast, "head").get(HOME, {"whose": "before"})
    assert [row["deadline"] for row in page.context["rows"]] == loaded[:2]
    assert "no work of today" in page.content.decode()
    assert page.context["sentence"] == ""
    assert 'href="?whose=before"' in signed_in(cast, "head").get(HOME).content.decode()


@pytest.mark.parametrize("kind", ["school_place", "statutory_review"])
def test_a_duty_that_goes_on_is_work_of_today(cast: Cast, loaded, kind: str) -> None:
    """A child who came without a school place, in a file of the night after."""
    owed = add_deadline(cast.ben, kind=kind, due_on=YESTERDAY - timedelta(days=1))
    assert owed in shown(cast, whose="all")
    assert owed not in shown(cast, whose="before")


def test_a_teacher_is_told_of_the_own_pupils_alone(cast: Cast, loaded) -> None:
    assert shown(cast, "teacher", whose="before") == loaded[:1]
    assert "1 deadline ran out" in signed_in(cast, "teacher").get(HOME).content.decode()


def test_where_nothing_ran_out_before_nothing_is_said(cast: Cast) -> None:
    body = signed_in(cast, "head").get(HOME).content.decode()
    assert "loaded" not in body


def test_the_roll_and_the_bar_name_the_next_deadline_since(cast: Cast, loaded) -> None:
    rows = signed_in(cast, "head").get(ROLL, {"sort": "due"}).context["rows"]
    assert [(row["pupil"].child_id, row["pupil"].next_due_on) for row in rows] == [
        ("C-ada", YESTERDAY),
        ("C-ben", None),
    ]


def test_the_overview_tells_them_apart(cast: Cast, loaded) -> None:
    def due(child: Pupil) -> str:
        page = signed_in(cast, "head").get(reverse("reporting:overview", args=[child.ref]))
        return next(
            row["line"].value for row in page.context["lines"] if row["line"].about == "Due"
        )

    assert due(cast.ada).startswith("1 overdue; 1 ran out before the child was on record here;")
    assert due(cast.ben) == "1 ran out before the child was on record here"


def test_the_deadlines_of_the_child_stay_as_the_law_sets_them(cast: Cast, loaded) -> None:
    url = reverse("pupils:deadlines", args=[cast.ada.ref])
    assert "2 February 2015" in signed_in(cast, "head").get(url).content.decode()


@pytest.mark.parametrize("query", ["", "?whose=mine", "?whose=all", "?whose=before"])
def test_it_costs_no_more_queries(cast: Cast, loaded, query) -> None:
    for who in ("head", "officer", "teacher", "iro"):
        assert queries_of(signed_in(cast, who), HOME + query) <= MOST_QUERIES


def test_home_says_where_its_list_stops(cast: Cast) -> None:
    add_deadline(cast.ada)
    body = signed_in(cast, "teacher").get(HOME).content.decode()
    assert "What is overdue, and what is due until 2 December 2026." in body
    assert "No deadline ends until then" not in body


def test_where_nothing_is_due_home_says_when_the_next_is(cast: Cast) -> None:
    add_deadline(cast.ben, due_on=date(2026, 12, 10))  # not the teacher's pupil
    add_deadline(cast.ada, due_on=date(2026, 12, 18))
    add_deadline(cast.ada, kind="statutory_review", due_on=date(2026, 12, 11), owner_role="iro")
    for query in ({}, {"whose": "all"}):
        body = signed_in(cast, "teacher").get(HOME, query).content.decode()
        assert "No deadline ends until then: the next is due on 18 December 2026." in body
    assert queries_of(signed_in(cast, "teacher"), HOME) <= MOST_QUERIES
