"""SEN, EHC plans and support for mental health: recorded, corrected, taken back, and read."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from pupils.models import (
    Deadline,
    EhcRequest,
    EhcReview,
    EhcTransfer,
    Pupil,
    SenStatus,
    WellbeingSupport,
)
from pupils.needs_forms import EhcRequestForm, SenForm
from pupils.services.locking import StaleRecordError
from pupils.services.needs import correct_need, record_need, withdraw_need
from tests.cast import Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in

ISSUED = date(2026, 3, 2)
PLAN = {"status": "E", "started_on": ISSUED, "plan_issued_on": ISSUED, "maintained_by": "Eastshire"}
REVIEW = {"held_on": date(2026, 10, 5), "decided_on": date(2026, 10, 26), "decision": "amend"}


def record(cast: Cast, model, who: str = "officer", **facts):
    row = model(pupil=cast.ada)
    record_need(actor=cast.people[who], row=row, facts=facts)
    return row


def clock(kind: str) -> list[tuple]:
    rows = Deadline.objects.filter(kind=kind).order_by("started_on")
    return [(row.due_on, row.met_on, row.owner_role) for row in rows]


def test_a_plan_brings_its_clock_its_officer_and_ends_the_status_before(cast: Cast) -> None:
    record(cast, SenStatus, "teacher", status="K", started_on=date(2025, 9, 1))
    plan = record(cast, SenStatus, **PLAN)
    assert SenStatus.objects.get(status="K").ended_on == date(2026, 3, 1)
    assert clock("ehcp_review") == [(date(2027, 3, 2), None, "send_officer")]
    assert clock("ehc_pep_link") == [(date(2027, 3, 2), None, "virtual_school_officer")]
    assert cast.ada in Pupil.objects.visible_to(cast.send_officer)
    record(cast, EhcReview, "send_officer", **REVIEW)
    assert clock("ehcp_review") == [
        (date(2027, 3, 2), date(2026, 10, 26), "send_officer"),
        (date(2027, 10, 26), None, "send_officer"),
    ]
    assert clock("ehc_review_decision") == [
        (date(2026, 11, 2), date(2026, 10, 26), "send_officer"),
    ]
    with pytest.raises(ValidationError, match="Correct that entry"):
        record(cast, SenStatus, status="E", started_on=date(2026, 9, 1), maintained_by="Eastshire")
    told = {"actor": cast.officer, "row": plan, "reason": "Another day"}
    correct_need(version=1, facts=PLAN | {"plan_issued_on": date(2026, 3, 3)}, **told)
    assert clock("ehcp_review")[0][0] == date(2027, 3, 3)
    with pytest.raises(StaleRecordError, match="2 March 2026"):
        withdraw_need(version=1, **told)
    withdraw_need(version=2, **told)
    assert clock("ehcp_review") == []
    events = apps.get_model("pupils", "SenStatusEvent").objects.filter(pgh_obj_id=plan.pk)
    assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "update",
        "delete",
    ]


def test_a_school_neither_begins_nor_ends_a_plan_of_the_authority(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="SEND team"):
        record(cast, SenStatus, "teacher", **PLAN)
    plan = record(cast, SenStatus, **PLAN)
    with pytest.raises(ValidationError, match="SEND team"):
        record(cast, SenStatus, "teacher", status="K", started_on=date(2026, 9, 1))
    told = {"actor": cast.teacher, "row": plan, "version": 1, "reason": "It was an error"}
    with pytest.raises(ValidationError, match="SEND team"):
        withdraw_need(**told)
    with pytest.raises(ValidationError, match="SEND team"):
        correct_need(facts=PLAN | {"ended_on": date(2026, 9, 1)}, **told)
    row = SenStatus.objects.get(pupil=cast.ada)
    assert (row.status, row.ended_on, row.version) == ("E", None, 1)


def test_another_authority_takes_a_plan_over_and_the_year_goes_on(cast: Cast) -> None:
    record(cast, SenStatus, **PLAN)
    record(cast, SenStatus, **PLAN | {"started_on": date(2026, 9, 1), "maintained_by": ""})
    rows = SenStatus.objects.filter(pupil=cast.ada).order_by("started_on")
    assert list(rows.values_list("maintained_by", "ended_on")) == [
        ("Eastshire", date(2026, 8, 31)),
        ("", None),
    ]
    assert clock("ehcp_review") == [(date(2027, 3, 2), None, "send_officer")]


def test_the_send_officer_reads_that_the_review_prepares_for_adulthood(cast: Cast) -> None:
    Pupil.objects.filter(pk=cast.ada.pk).update(nc_year=9)
    record(cast, SenStatus, **PLAN)
    due = Deadline.objects.get(kind="ehcp_review")
    why = reverse("pupils:why_this_date", args=[cast.ada.ref, due.pk])
    client = signed_in(cast, "send_officer")
    assert "preparing for adulthood" in client.get(why).content.decode().partition("Source")[0]


def test_a_status_of_the_past_cuts_off_none_that_goes_on(cast: Cast) -> None:
    record(cast, SenStatus, **PLAN)
    past = {"status": "K", "started_on": date(2026, 4, 1), "ended_on": date(2026, 6, 1)}
    with pytest.raises(ValidationError, match="on record also after that day"):
        record(cast, SenStatus, **past)
    assert SenStatus.objects.get(pupil=cast.ada).ended_on is None


def test_a_request_runs_for_six_and_twenty_weeks_and_ends_with_a_refusal(cast: Cast) -> None:
    asked = {"requested_on": date(2026, 10, 1), "requested_by": "school"}
    row = record(cast, EhcRequest, "social_worker", **asked)
    assert clock("ehc_assessment_decision") == [
        (date(2026, 11, 12), None, "virtual_school_officer")
    ]
    refused = asked | {"decided_on": date(2026, 11, 2), "is_agreed": False}
    correct_need(actor=cast.officer, row=row, version=1, facts=refused, reason="Told us")
    assert clock("ehc_assessment_decision")[0][1] == date(2026, 11, 2)
    issued = Deadline.objects.get(kind="ehc_plan_issued")
    assert (issued.due_on, issued.closed_on) == (date(2027, 2, 18), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("model", "who"),
    [
        (SenStatus, "social_worker"),
        (SenStatus, "iro"),
        (EhcReview, "teacher"),
        (EhcTransfer, "head_teacher"),
        (EhcRequest, "other_social_worker"),
        (WellbeingSupport, "send_officer"),
        (WellbeingSupport, "outsider"),
    ],
)
def test_others_may_not(cast: Cast, model, who: str) -> None:
    with pytest.raises(PermissionDenied):
        record(cast, model, who)


@pytest.mark.parametrize(
    ("model", "facts", "field"),
    [
        (SenStatus, {"status": "K", "started_on": date(2026, 11, 5)}, "started_on"),
        (SenStatus, {"status": "K", "started_on": date(2012, 3, 9)}, "started_on"),
        (EhcReview, {"held_on": date(2026, 10, 5), "decided_on": date(2026, 10, 5)}, "__all__"),
        (
            WellbeingSupport,
            {
                "kind": "camhs",
                "provider": "Clinic",
                "asked_on": date(2026, 10, 5),
                "started_on": date(2026, 10, 4),
            },
            "__all__",
        ),
    ],
)
def test_refusals(cast: Cast, model, facts: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record(cast, model, **facts)
    assert field in refused.value.message_dict


def days(**named: date) -> dict:
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in named.items()
        for part in ("day", "month", "year")
    }


def test_the_pages_of_a_plan(cast: Cast) -> None:
    record(cast, SenStatus, **PLAN)
    client = signed_in(cast, "send_officer")
    url = reverse("pupils:record_ehc_review", args=[cast.ada.ref])
    said = days(held_on=REVIEW["held_on"], with_pep_on=REVIEW["held_on"])
    answer = client.post(url, said | days(decided_on=date(2026, 10, 1))).content.decode()
    assert "This day is before that of “When was the review meeting”" in answer
    answer = client.post(url, said | days(decided_on=date(2026, 10, 26))).content.decode()
    assert "Select what the authority decided" in answer
    assert client.post(url, said).status_code == 302
    assert "already on record" in client.post(url, said).content.decode()
    row = EhcReview.objects.get()
    change = reverse("pupils:correct_ehc_review", args=[cast.ada.ref, row.pk])
    said |= days(decided_on=REVIEW["decided_on"]) | {"decision": "maintain", "reason": "Decided"}
    assert client.post(change, said | {"version": 1}).status_code == 302
    assert (
        "Somebody else has changed" in client.post(change, said | {"version": 1}).content.decode()
    )
    page = reverse("pupils:ehc_plan", args=[cast.ada.ref])
    body = client.get(page).content.decode()
    for words in ("Eastshire", "Keep the plan as it is, 26 October 2026", "26 October 2027"):
        assert words in body
    assert queries_of(client, page) <= MOST_QUERIES
    body = client.get(reverse("reporting:ehc_plans")).content.decode()
    for words in ("Ada Canaryada", "Reviewed together on 5 October 2026", "26 October 2027"):
        assert words in body
    assert "Children with an EHC plan" in client.get("/").content.decode()
    assert "Canaryada" not in signed_in(cast, "south_head").get("/ehc-plans/").content.decode()


def test_the_pages_of_sen_and_support(cast: Cast) -> None:
    client = signed_in(cast, "teacher")
    tab = reverse("pupils:wellbeing", args=[cast.ada.ref])
    sen = reverse("pupils:record_sen", args=[cast.ada.ref])
    said = {"status": "K"} | days(started_on=date(2026, 9, 1))
    assert "This is for an EHC plan alone" in (
        client.post(sen, said | {"maintained_by": "Southmoor"}).content.decode()
    )
    assert client.post(sen, said).status_code == 302
    support = reverse("pupils:record_support", args=[cast.ada.ref])
    said = {"kind": "camhs", "provider": "Clinic"} | days(asked_on=date(2026, 9, 1))
    assert client.post(support, said).status_code == 302
    body = client.get(tab).content.decode()
    for words in ("SEN support", "Specialist mental-health service", "Waiting"):
        assert words in body
    assert queries_of(client, tab) <= MOST_QUERIES
    row = WellbeingSupport.objects.get()
    change = reverse("pupils:correct_support", args=[cast.ada.ref, row.pk])
    said |= {"version": 1, "reason": "It ended"} | days(ended_on=date(2026, 11, 2))
    assert "Enter how it ended" in client.post(change, said).content.decode()
    assert client.post(change, said | {"outcome": "Not needed"}).status_code == 302
    assert "Ended 2 November 2026: Not needed" in client.get(tab).content.decode()


SUPPORT = {"kind": "camhs", "provider": "Clinic", "asked_on": date(2026, 9, 1)}


@pytest.mark.parametrize(
    ("who", "reads", "reads_shared"),
    [
        ("officer", True, True),
        ("social_worker", True, True),
        ("iro", True, True),
        ("teacher", False, True),
        ("head_teacher", False, True),
        ("send_officer", False, False),
        ("adviser", False, False),
    ],
)
def test_support_is_read_by_those_who_need_it(
    cast: Cast, who: str, reads: bool, reads_shared: bool
) -> None:
    record(cast, SenStatus, **PLAN)
    row = record(cast, WellbeingSupport, "social_worker", **SUPPORT)
    client, tab = signed_in(cast, who), reverse("pupils:wellbeing", args=[cast.ada.ref])
    assert ("Clinic" in client.get(tab).content.decode()) is reads
    shared = {"is_shared_with_school": True}
    correct_need(actor=cast.officer, row=row, version=1, facts=shared, reason="Agreed")
    assert ("Clinic" in client.get(tab).content.decode()) is reads_shared


def test_a_school_changes_no_support_that_it_was_not_told_of(cast: Cast) -> None:
    row = record(cast, WellbeingSupport, "social_worker", **SUPPORT)
    change = reverse("pupils:correct_support", args=[cast.ada.ref, row.pk])
    assert signed_in(cast, "teacher").get(change).status_code == 404
    told = {"actor": cast.teacher, "row": row, "version": 1, "reason": "Ours"}
    with pytest.raises(PermissionDenied):
        correct_need(facts=SUPPORT, **told)
    with pytest.raises(PermissionDenied):
        withdraw_need(**told)
    theirs = record(cast, WellbeingSupport, "teacher", **SUPPORT | {"kind": "mentor"})
    assert theirs.is_shared_with_school
    assert not row.is_shared_with_school


@pytest.mark.parametrize(
    ("form", "name"), [(SenForm, "maintained_by"), (EhcRequestForm, "asked_of")]
)
def test_another_authority_is_one_of_the_list_or_as_on_record(cast: Cast, form, name) -> None:
    found = form({"status": "E", name: "Eastshire"})
    assert found.errors[name] == ["Select the authority from the list"]
    told = {"status": "E", name: "Eastshire"}
    assert name not in form(told, initial={name: "Eastshire"}).errors
    for known in ("Southmoor", "Essex", ""):
        assert name not in form({"status": "E", name: known}).errors
    assert {"London (Inner)", "Poole (Pre LG)", "England"}.isdisjoint(
        one for one, _ in found.fields[name].choices
    )
