"""A school for a child with an EHC plan is consulted and named in the plan, not applied for."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from placements.clocks import load_applications
from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.schooling_facts import load_admissions
from placements.services.school_options import (
    Answered,
    Considered,
    add_option,
    answer_application,
    apply_for,
    consult_school,
)
from pupils.models import Deadline, SenStatus
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, drafted, recorded
from tests.reporting.page_requests import signed_in

MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)
WANTED = date(2026, 11, 9)


@pytest.fixture
def option(cast: Cast) -> SchoolOption:
    """Since Monday Ada lives elsewhere and has no school; Elm is considered."""
    recorded(cast, drafted(cast, **LEAVES))
    said = Considered(why="Her cousin goes there", evidence="The VSH asked")
    search = SchoolSearch.objects.get()
    return add_option(actor=cast.social_worker, search=search, setting=cast.elm, said=said)


@pytest.fixture
def plan(cast: Cast) -> SenStatus:
    return SenStatus.objects.create(pupil=cast.ada, status="E", started_on=TUESDAY)


def ask(cast: Cast, option: SchoolOption, ask=apply_for, sent_on=TODAY, who="social_worker"):
    return ask(
        actor=cast.people[who], option=option, version=1, wanted_from_on=WANTED, sent_on=sent_on
    )


@pytest.mark.parametrize(("sent_on", "is_refused"), [(MONDAY, False), (TUESDAY, True)])
def test_an_application_is_refused_from_the_first_day_of_the_plan(
    cast: Cast, option, plan, sent_on, is_refused
) -> None:
    if not is_refused:
        assert ask(cast, option, sent_on=sent_on).route == "in_year"
        return
    with pytest.raises(ValidationError, match="no application is made") as refusal:
        ask(cast, option, sent_on=sent_on)
    assert list(refusal.value.message_dict) == ["sent_on"]
    assert not SchoolApplication.objects.exists()


def test_a_plan_that_has_ended_is_none(cast: Cast, option, plan) -> None:
    SenStatus.objects.update(ended_on=TUESDAY)
    assert ask(cast, option).route == "in_year"


def test_sen_support_is_no_plan(cast: Cast, option, plan) -> None:
    SenStatus.objects.update(status="K")
    with pytest.raises(ValidationError, match="record an application"):
        ask(cast, option, consult_school)
    assert ask(cast, option).route == "in_year"


def test_a_consultation_is_recorded_with_its_history_and_no_clock_to_a_direction(
    cast: Cast, option, plan
) -> None:
    row = ask(cast, option, consult_school)
    assert row.route == "consulted"
    assert SchoolApplication.pgh_event_model.objects.filter(pgh_obj=row).count() == 1
    said = Answered(answer="refused", answered_on=TODAY, answer_words="No specialist staff")
    row = answer_application(actor=cast.social_worker, application=row, version=1, said=said)
    assert (row.route, row.answer) == ("consulted", "refused")
    assert not Deadline.objects.filter(pupil=cast.ada, kind="school_direction").exists()
    assert len(load_applications([cast.ada.pk])[cast.ada.pk].rows) == 1
    assert load_admissions([cast.ada.pk])[cast.ada.pk].sent == ()


def test_who_looks_for_no_school_consults_none(cast: Cast, option, plan) -> None:
    with pytest.raises(PermissionDenied):
        ask(cast, option, consult_school, who="teacher")


def test_an_application_from_before_this_was_asked_can_still_be_answered(
    cast: Cast, option, plan
) -> None:
    row = ask(cast, option, sent_on=MONDAY)
    SenStatus.objects.update(started_on=date(2026, 9, 1))
    said = Answered(answer="offered", answered_on=TODAY)
    row = answer_application(actor=cast.social_worker, application=row, version=1, said=said)
    assert row.answer == "offered"
    moved = Answered(answer="offered", answered_on=TODAY, sent_on=TUESDAY)
    with pytest.raises(ValidationError, match="no application is made"):
        answer_application(actor=cast.social_worker, application=row, version=2, said=moved)


def test_the_pages(cast: Cast, option, plan) -> None:
    client = signed_in(cast, "social_worker")
    search = reverse("placements:school_search", args=[cast.ada.ref])
    page = client.get(search).content.decode()
    assert "Record a consultation with a view to naming in the EHC plan" in page
    assert "Record an application" not in page
    days = {"sent_on_day": 4, "sent_on_month": 11, "sent_on_year": 2026}
    days |= {"wanted_from_on_day": 9, "wanted_from_on_month": 11, "wanted_from_on_year": 2026}
    args = [cast.ada.ref, option.pk]
    refused = client.post(reverse("placements:apply_for_place", args=args), days | {"version": 1})
    assert "Ask the SEND team to consult the school" in refused.content.decode()
    consult = reverse("placements:consult_school", args=args)
    assert "its SEND team has consulted the school" in client.get(consult).content.decode()
    assert client.post(consult, days | {"version": 1}).status_code == 302
    page = client.get(search).content.decode()
    assert "Consultation with a view to naming in the EHC plan, sent on 4 November 2026" in page
    assert "Consider a direction" not in page
    answer = reverse(
        "placements:answer_application", args=[cast.ada.ref, SchoolApplication.objects.get().pk]
    )
    assert "direction" not in client.get(answer).content.decode().replace("text-direction", "")
    given = days | {"version": 1, "answer": "offered"}
    given |= {"answered_on_day": 4, "answered_on_month": 11, "answered_on_year": 2026}
    assert client.post(answer, given).status_code == 302
    assert SchoolApplication.objects.get().answer == "offered"
