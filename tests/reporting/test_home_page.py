"""Home: what is due, in the order of what matters, in each role."""

from datetime import date

import pytest
from django.urls import reverse

from peps.models import Concern
from peps.services import initiate_pep
from pupils.models import StatutoryReview
from tests.cast import Cast, add_child
from tests.reporting.page_requests import (
    MOST_QUERIES,
    add_deadline,
    arrange,
    queries_of,
    signed_in,
)
from vsh.audit.models import ReadLog


def test_home_says_what_is_due_in_the_order_of_what_matters(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=date(2026, 11, 2), owner_role="social_worker")
    add_deadline(
        cast.ben, kind="school_place", due_on=date(2026, 11, 3), owner_role="social_worker"
    )
    add_deadline(
        cast.ada, kind="pep_available", due_on=date(2026, 11, 6), owner_role="social_worker"
    )
    add_deadline(cast.ada, kind="statutory_review", due_on=date(2026, 10, 1), owner_role="iro")
    add_deadline(cast.ada, kind="sdq", due_on=date(2027, 3, 1), owner_role="social_worker")
    add_deadline(cast.ben, due_on=date(2026, 7, 1), owner_role="social_worker", is_current=False)
    client = signed_in(cast, "social_worker")
    page = client.get(reverse("reporting:home"))
    assert page.context["sentence"] == "2 things are overdue, 1 is due this week."
    assert [row["deadline"].kind for row in page.context["rows"]] == [
        "school_place", "pep_term_review", "pep_available",
    ]  # fmt: skip
    assert page.context["rows"][0]["step_label"] == "Record a school place"
    body = page.content.decode()
    assert "1 day overdue" in body
    assert "due in 2 days" in body
    everyone = client.get(reverse("reporting:home"), {"whose": "all"})
    assert len(everyone.context["rows"]) == 4


def test_an_officer_sees_everything_with_the_own_caseload_first(cast: Cast) -> None:
    other = add_child(cast, "gus")
    add_deadline(other, due_on=date(2026, 10, 1))
    add_deadline(cast.ada, due_on=date(2026, 11, 5))
    rows = signed_in(cast, "officer").get(reverse("reporting:home")).context["rows"]
    assert [row["pupil"] for row in rows] == [cast.ada, other]


def test_the_reviewing_officer_sees_the_day_arranged_beside_the_legal_limit(cast: Cast) -> None:
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=cast.ada.care_periods.get(), planned_on=date(2026, 11, 20)
    )
    add_deadline(cast.ada, kind="statutory_review", due_on=date(2026, 12, 1), owner_role="iro")
    body = signed_in(cast, "iro").get(reverse("reporting:home")).content.decode()
    assert "Arranged for 20 November 2026" in body
    assert "1 December 2026" in body


def test_home_is_empty_with_a_next_thing_to_do(cast: Cast) -> None:
    page = signed_in(cast, "head").get(reverse("reporting:home")).content.decode()
    assert "Nothing is due" in page


@pytest.mark.parametrize(
    ("who", "word"),
    [("head", "What is due"), ("teacher", "What is due"), ("director", "Home"), ("member", "Home")],
)
def test_the_menus_word_for_home_is_what_the_page_is_called(cast: Cast, who, word) -> None:
    page = signed_in(cast, who).get(reverse("reporting:home"))
    assert [item["label"] for item in page.context["nav_items"] if item["is_current"]] == [word]
    assert f'<h1 class="govuk-heading-l">{word}</h1>' in page.content.decode()


def test_the_director_sees_no_child(cast: Cast) -> None:
    add_deadline(cast.ada)
    for who in ("director", "member"):
        page = signed_in(cast, who).get(reverse("reporting:home")).content.decode()
        assert "Canary" not in page
        assert "report" in page.lower()


def test_a_page_that_a_role_does_not_include_leads_home_in_the_word_of_the_menu(cast) -> None:
    for who, word in [("director", "Home"), ("iro", "What is due")]:
        answer = signed_in(cast, who).get(reverse("peps:quality_queue"))
        assert answer.status_code == 403
        assert f'<a class="govuk-link" href="/">{word}</a>' in answer.content.decode()


def test_a_concern_stands_above_the_deadlines_of_whose_turn_it_is(cast: Cast) -> None:
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    raised = {"pep": pep, "raised_by": cast.iro, "raised_on": date(2026, 11, 2), "words": "Why?"}
    concern = Concern.objects.create(**raised, raised_as="iro")
    url = reverse("peps:concern", args=[pep.ref, concern.ref])

    def shown_to() -> set[str]:
        people = ("iro", "head", "officer", "social_worker", "teacher", "director")
        home = reverse("reporting:home")
        bodies = {who: signed_in(cast, who).get(home).content.decode() for who in people}
        return {who for who, body in bodies.items() if f'small" href="{url}"' in body}

    assert shown_to() == set(), "an open one has its deadline"
    Concern.objects.update(state="answered")
    assert shown_to() == {"iro"}
    assert "Concerns that have been answered" in signed_in(cast, "iro").get("/").content.decode()
    Concern.objects.update(state="escalated")
    assert shown_to() == {"head"}
    body = signed_in(cast, "head").get("/").content.decode()
    assert body.index("Concerns passed on to you") < body.index("vsh-worklist__when")
    assert ReadLog.objects.filter(page="peps:concerns", user=cast.head, count=1).exists()


MENUS = {
    "head": "What is due, Children, Plans, Imports, Quality, Annual reports",
    "officer": "What is due, Children, Plans, Quality, Annual reports",
    "data": "What is due, Children, Imports, Messages",
    "social_worker": "What is due, Children, Coming reviews, Concerns",
    "team_manager": "What is due, Children, Coming reviews, Concerns",
    "iro": "What is due, Children, Coming reviews, Concerns",
    "teacher": "What is due, Children, Attendance",
    "school_staff": "Home, Children, Attendance",
    "head_teacher": "What is due, Children",
    "director": "Home, Annual reports",
}


@pytest.mark.parametrize("who", MENUS)
def test_the_menu_leads_everybody_to_what_they_may_open_and_nowhere_else(cast: Cast, who) -> None:
    """At most six words; what does not fit among them the home page leads to."""
    client = signed_in(cast, who)
    page = client.get(reverse("reporting:home"))
    assert ", ".join(item["label"] for item in page.context["nav_items"]) == MENUS[who]
    for item in page.context["nav_items"]:
        assert client.get(item["url"]).status_code == 200, item
    body = page.content.decode()
    for name, sees in {
        "reporting:term_plans": {"head", "officer"},
        "peps:quality_queue": {"head", "officer"},
        "reporting:coming_reviews": {"head", "officer", "social_worker", "team_manager", "iro"},
        "reporting:messages": {"head", "officer", "data"},
    }.items():
        assert (f'href="{reverse(name)}"' in body) is (who in sees), name


def test_the_list_of_reviews_leads_to_the_pack_and_to_recording_for_those_who_may(cast) -> None:
    arrange(cast.ada)
    pack = reverse("peps:review_pack", args=[cast.ada.ref])
    record = reverse("placements:record_review", args=[cast.ada.ref])
    for who, may_record in (("officer", True), ("iro", True), ("social_worker", False)):
        client = signed_in(cast, who)
        body = client.get(reverse("reporting:coming_reviews")).content.decode()
        assert f'href="{pack}"' in body, who
        assert (f'href="{record}"' in body) is may_record, who
        assert queries_of(client, reverse("reporting:coming_reviews")) <= MOST_QUERIES
