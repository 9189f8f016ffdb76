"""Results are recorded and corrected by the designated teacher; the tab shows their trend."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from pupils.models import AttainmentResult
from pupils.services.attainment import (
    ResultAsItIs,
    correct_result,
    record_result,
    withdraw_result,
)
from pupils.services.locking import StaleRecordError
from tests.cast import Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in


def said(**other) -> ResultAsItIs:
    facts = {
        "stage": "ks3",
        "subject": "Reading",
        "measure": "age_related",
        "kind": "teacher",
        "value": "Below",
        "achieved_on": date(2026, 7, 17),
        "status": "provisional",
    }
    return ResultAsItIs(**facts | other)


def record(cast: Cast, who: str = "teacher", **other) -> AttainmentResult:
    return record_result(actor=cast.people[who], pupil=cast.ada, facts=said(**other))


def test_a_teacher_records_one_and_the_tab_shows_the_trend_newest_first(cast: Cast) -> None:
    record(cast)
    record(cast, value="expected", achieved_on=date(2026, 10, 23))
    client = signed_in(cast, "social_worker")
    url = reverse("pupils:attainment", args=[cast.ada.ref])
    page = client.get(url).content.decode()
    assert page.index("23 October 2026") < page.index("17 July 2026")
    assert page.index(">Up<") < page.index("Not compared")
    assert "Record a result" not in page
    few = queries_of(client, url)
    for month in range(1, 7):
        record(cast, subject=f"Subject {month}", achieved_on=date(2026, month, 1))
    assert queries_of(client, url) == few <= MOST_QUERIES


@pytest.mark.parametrize("who", ["school_staff", "social_worker", "iro", "data", "other_teacher"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        record(cast, who)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"achieved_on": date(2026, 11, 5)}, "achieved_on"),
        ({"achieved_on": date(2012, 3, 9)}, "achieved_on"),
        ({"value": "Fine"}, "value"),
        ({"measure": "gcse", "value": "10"}, "value"),
        ({"measure": "phonics", "value": "34", "kind": "test", "stage": "ks1"}, "measure"),
        ({"measure": "a_level", "value": "A*", "kind": "test", "status": "validated"}, "measure"),
        ({"stage": "ks1"}, "stage"),
    ],
)
def test_refusals(cast: Cast, other: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record(cast, **other)
    assert field in refused.value.message_dict


def test_a_stage_of_another_age_is_kept_once_it_is_confirmed(cast: Cast) -> None:
    assert record(cast, stage="ks1", is_age_confirmed=True).stage == "ks1"
    told = {"stage": "ks1", "measure": "phonics", "value": "34", "kind": "test"}
    with pytest.raises(ValidationError, match="the child was in Year 8 or Year 9"):
        record(cast, **told, is_age_confirmed=True)
    url = reverse("pupils:record_result", args=[cast.ada.ref])
    sent = vars(said(stage="early_years", subject="Mathematics"))
    sent |= {f"achieved_on_{n}": part for n, part in enumerate((17, 7, 2026))}
    client = signed_in(cast, "teacher")
    refused = client.post(url, sent | {"is_age_confirmed": ""}).content.decode()
    assert "Early years is for children of another age than this child on that day" in refused
    assert client.post(url, sent | {"is_age_confirmed": "on"}).status_code == 302


def test_the_same_result_twice_is_refused(cast: Cast) -> None:
    record(cast)
    with pytest.raises(ValidationError, match="already on record for that day"):
        record(cast, value="Above")


def test_a_correction_keeps_its_history_and_refuses_a_stale_page(cast: Cast) -> None:
    row = record(cast)
    told = {"actor": cast.officer, "result": row, "reason": "Marked again"}
    correct_result(version=1, facts=said(value="Above", status="validated"), **told)
    with pytest.raises(StaleRecordError, match="Above"):
        withdraw_result(version=1, **told)
    withdraw_result(version=2, **told)
    events = apps.get_model("pupils", "AttainmentResultEvent").objects.order_by("pgh_id")
    assert [(e.pgh_label, e.value) for e in events] == [
        ("insert", "Below"),
        ("update", "Above"),
        ("delete", "Above"),
    ]
    assert events[1].pgh_context["reason"] == "Marked again"


def test_the_pages(cast: Cast) -> None:
    client = signed_in(cast, "teacher")
    url = reverse("pupils:record_result", args=[cast.ada.ref])
    told = {name: value for name, value in vars(said()).items() if name != "achieved_on"}
    told |= {"achieved_on_day": 17, "achieved_on_month": 7, "achieved_on_year": 2026}
    told |= {"subject": "other"}
    answer = client.post(url, told).content.decode()
    assert "Enter the subject" in answer
    answer = client.post(url, told | {"other_subject": "Welsh", "value": "B"}).content.decode()
    assert "Enter the result on this scale: Well below, Below, Expected or Above" in answer
    assert client.post(url, told | {"other_subject": "Welsh"}).status_code == 302
    row = AttainmentResult.objects.get()
    change = reverse("pupils:correct_result", args=[cast.ada.ref, row.pk])
    assert 'value="Welsh"' in client.get(change).content.decode()
    told |= {"other_subject": "Welsh", "version": 1, "reason": "Wrong child", "is_withdrawn": "on"}
    assert client.post(change, told).status_code == 302
    assert not AttainmentResult.objects.exists()


def test_a_result_stands_against_its_target_and_the_stage_beside_england(cast: Cast) -> None:
    record(cast, target="expected")
    record(cast, target="Below", achieved_on=date(2026, 10, 23))
    with pytest.raises(ValidationError, match="target on this scale"):
        record(cast, target="A lot", achieved_on=date(2026, 10, 24))
    for subject in ("Reading", "Mathematics"):
        record(
            cast,
            stage="ks2",
            subject=subject,
            measure="scaled_score",
            kind="test",
            value="101",
            achieved_on=date(2023, 7, 4),
        )
    record(
        cast,
        stage="ks4",
        subject="All subjects",
        measure="attainment_8",
        kind="test",
        value="41.5",
        achieved_on=date(2026, 10, 23),
    )
    page = signed_in(cast, "teacher").get(reverse("pupils:attainment", args=[cast.ada.ref]))
    body = page.content.decode()
    for words in ("41.5 of 90", "17.3 (2024-25)", "46.0 (2024-25)"):
        assert words in body
    for words in ("Below target: Expected", "On target: Below", "Reading: the expected standard"):
        assert words in body
    assert "51% (2024-25)" in body
    assert "Reading, writing and mathematics" not in body
    assert 'aria-label="Line chart: results in Reading over time' in body
