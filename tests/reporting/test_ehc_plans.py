"""The SEND officer's list: children under assessment beside those with a plan."""

from datetime import date

import pytest
from django.urls import reverse

from pupils.models import EhcRequest, SenStatus
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import TODAY, Cast, add_children
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in

URL = reverse("reporting:ehc_plans")


def ask(cast: Cast, child: str = "ada", **answer) -> None:
    EhcRequest.objects.create(
        pupil=cast.children[child],
        requested_on=date(2026, 10, 1),
        requested_by="school",
        recorded_by=cast.officer,
        recorded_on=TODAY,
        **answer,
    )
    recalculate_deadlines_for([cast.children[child].pk])


def test_a_child_under_assessment_stands_there_with_both_dates(cast: Cast):
    ask(cast)
    body = signed_in(cast, "send_officer").get(URL).content.decode()
    for words in ("Under assessment", "Ada Canaryada", "12 November 2026", "18 February 2027"):
        assert words in body
    assert "Canaryada" in signed_in(cast, "head").get(URL).content.decode()
    assert "Canaryada" not in signed_in(cast, "south_head").get(URL).content.decode()


def test_a_decision_to_assess_is_told(cast: Cast):
    ask(cast, decided_on=date(2026, 10, 20), is_agreed=True)
    body = signed_in(cast, "send_officer").get(URL).content.decode()
    assert "To assess: decided 20 October 2026" in body
    assert "12 November 2026" not in body


@pytest.mark.parametrize("answer", [{"is_agreed": False, "decided_on": date(2026, 10, 20)}, None])
def test_without_an_open_request_or_with_a_plan_nobody_stands_there(cast: Cast, answer):
    ask(cast, **(answer or {}))
    if answer is None:
        SenStatus.objects.create(pupil=cast.ada, status="E", started_on=date(2026, 11, 1))
    body = signed_in(cast, "head").get(URL).content.decode()
    assert "Under assessment" not in body


def test_a_child_no_longer_looked_after_is_left_out(cast: Cast):
    ask(cast)
    cast.ada.care_periods.update(ended_on=date(2026, 11, 1))
    assert "Under assessment" not in signed_in(cast, "head").get(URL).content.decode()


def test_the_list_needs_few_queries(cast: Cast):
    client = signed_in(cast, "send_officer")
    ask(cast)
    few = queries_of(client, URL)
    add_children(cast, {f"child{number}": {} for number in range(5)})
    for number in range(5):
        ask(cast, f"child{number}")
    assert queries_of(client, URL) == few <= MOST_QUERIES
