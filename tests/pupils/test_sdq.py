"""SDQ scores are recorded and corrected; a carer's that is raised asks the school for its own."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from pupils.models import CarePeriod, Deadline, SdqScore
from pupils.services.locking import StaleRecordError
from pupils.services.sdq import SdqAsItIs, correct_sdq, record_sdq, withdraw_sdq
from pupils.waiting import sdq_waiting_for
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.notices.models import Notice

DAY = date(2026, 10, 12)


def said(**other) -> SdqAsItIs:
    facts = {"completed_on": DAY, "respondent": "carer", "score": 18, "reason_none": ""}
    return SdqAsItIs(**facts | other)


def record(cast: Cast, who: str = "social_worker", **other) -> SdqScore:
    return record_sdq(actor=cast.people[who], pupil=cast.ada, facts=said(**other))


def waiting(cast: Cast, who: str = "teacher") -> list[tuple[bool, bool]]:
    rows = sdq_waiting_for(cast.people[who], on=TODAY)
    return [(row.wants_school, row.wants_child) for row in rows]


def test_a_raised_score_of_the_carer_asks_the_school_once_until_it_is_there(cast: Cast) -> None:
    row = record(cast)
    told = Notice.objects.get(stage="school_asked")
    assert told.recipient == cast.teacher
    assert told.about == f"sdq:{row.pk}"
    assert "Canary" not in told.body + told.subject
    assert not re.search(r"\b18\b", told.body), "the score is not in a message"
    assert waiting(cast) == [(True, True)]
    assert waiting(cast, "other_teacher") == waiting(cast, "officer") == []
    correct_sdq(
        actor=cast.officer, row=row, version=1, facts=said(score=20), reason="Added up again"
    )
    assert Notice.objects.filter(stage="school_asked").count() == 1
    record(cast, "teacher", respondent="teacher", score=12, completed_on=TODAY)
    assert waiting(cast) == [(False, True)]
    record(cast, "teacher", respondent="child", score=None, reason_none="SDQ5")
    assert waiting(cast) == []


@pytest.mark.parametrize(
    "other",
    [
        {"score": 13},
        {"score": None, "reason_none": "SDQ2"},
        {"completed_on": date(2025, 11, 4)},  # a year old
        {"respondent": "teacher"},
    ],
)
def test_no_other_score_asks_for_more(cast: Cast, other: dict) -> None:
    record(cast, "officer", **other)
    assert not Notice.objects.filter(stage="school_asked").exists()
    assert waiting(cast) == []


def test_an_earlier_raised_score_asks_for_nothing_once_a_newer_is_there(cast: Cast) -> None:
    record(cast, score=3)
    record(cast, completed_on=DAY - timedelta(days=90))
    assert not Notice.objects.exists()
    assert waiting(cast) == []


@pytest.mark.parametrize(
    ("who", "respondent"),
    [
        ("teacher", "carer"),
        ("other_teacher", "teacher"),
        ("head_teacher", "teacher"),
        ("iro", "carer"),
        ("data", "carer"),
        ("outsider", "child"),
    ],
)
def test_others_may_not(cast: Cast, who: str, respondent: str) -> None:
    with pytest.raises(PermissionDenied):
        record(cast, who, respondent=respondent)


def test_a_teacher_makes_no_score_of_their_own_into_the_carers(cast: Cast) -> None:
    row = record(cast, "teacher", respondent="teacher")
    with pytest.raises(PermissionDenied):
        correct_sdq(actor=cast.teacher, row=row, version=1, facts=said(), reason="Mine")
    carers = record(cast)
    with pytest.raises(PermissionDenied):
        withdraw_sdq(actor=cast.teacher, row=carers, version=1, reason="Mine")
    change = reverse("pupils:correct_sdq", args=[cast.ada.ref, carers.pk])
    assert signed_in(cast, "teacher").get(change).status_code == 403


def test_a_teachers_score_of_the_same_round_is_one(cast: Cast) -> None:
    record(cast, "teacher", respondent="teacher", completed_on=DAY - timedelta(days=91))
    record(cast)
    assert waiting(cast) == [(False, True)]
    SdqScore.objects.filter(respondent="teacher").update(completed_on=DAY - timedelta(days=92))
    assert waiting(cast) == [(True, True)]


def test_nobody_is_asked_once_care_has_ended(cast: Cast) -> None:
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    record(cast, "officer")
    assert not Notice.objects.filter(stage="school_asked").exists()
    tab = reverse("pupils:wellbeing", args=[cast.ada.ref])
    assert "The school is asked" not in signed_in(cast, "officer").get(tab).content.decode()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"completed_on": date(2026, 11, 5)}, "completed_on"),
        ({"completed_on": date(2014, 3, 9)}, "completed_on"),
        ({"respondent": "child", "completed_on": date(2016, 3, 9)}, "respondent"),
        ({"score": 41}, "__all__"),
        ({"reason_none": "SDQ2"}, "__all__"),
        ({"score": None}, "__all__"),
    ],
)
def test_refusals(cast: Cast, other: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record(cast, **other)
    assert field in refused.value.message_dict


def test_a_correction_moves_the_clock_and_keeps_the_history(cast: Cast) -> None:
    row = record(cast)
    with pytest.raises(ValidationError, match="already on record for that day"):
        record(cast, score=3)
    clock = Deadline.objects.get(kind="sdq", trigger_key__startswith="sdq:")
    assert (clock.started_on, clock.due_on) == (DAY, date(2027, 10, 12))
    told = {"actor": cast.officer, "row": row, "reason": "Wrong day"}
    correct_sdq(version=1, facts=said(completed_on=date(2026, 10, 13)), **told)
    clock = Deadline.objects.get(kind="sdq", trigger_key__startswith="sdq:")
    assert clock.due_on == date(2027, 10, 13)
    with pytest.raises(StaleRecordError, match="13 October 2026"):
        withdraw_sdq(version=1, **told)
    withdraw_sdq(version=2, **told)
    assert Deadline.objects.get(kind="sdq").met_on is None
    events = apps.get_model("pupils", "SdqScoreEvent").objects.order_by("pgh_id")
    assert [one.pgh_label for one in events] == ["insert", "update", "delete"]
    assert events[2].pgh_context["reason"] == "Wrong day"


def test_the_pages(cast: Cast) -> None:
    client = signed_in(cast, "teacher")
    tab = reverse("pupils:wellbeing", args=[cast.ada.ref])
    few = queries_of(client, tab)
    for years in range(1, 6):
        record(cast, completed_on=DAY - timedelta(days=200 * years), score=5 * years)
    record(cast)
    page = client.get(tab).content.decode()
    assert "The school is asked for its own questionnaire and the child’s own" in page
    assert "Cause for concern" in page
    assert 'role="img"' in page
    assert queries_of(client, tab) <= max(few, MOST_QUERIES)
    home = client.get("/").content.decode()
    assert "The school’s part of the SDQ" in home
    assert "your questionnaire and the child’s" in home
    url = reverse("pupils:record_sdq", args=[cast.ada.ref])
    assert 'value="carer"' not in client.get(url).content.decode()
    day = {"completed_on_day": 2, "completed_on_month": 11, "completed_on_year": 2026}
    answer = client.post(url, day | {"respondent": "teacher"}).content.decode()
    assert "Enter the score, or below why there is none" in answer
    answer = client.post(url, day | {"respondent": "carer", "score": 3}).content.decode()
    assert "Select" in answer
    answer = client.post(url, day | {"respondent": "teacher", "score": 41}).content.decode()
    assert "40" in answer
    assert client.post(url, day | {"respondent": "teacher", "score": 9}).status_code == 302
    assert client.post(url, day | {"respondent": "teacher", "score": 9}).status_code == 200
    row = SdqScore.objects.get(respondent="teacher")
    change = reverse("pupils:correct_sdq", args=[cast.ada.ref, row.pk])
    told = day | {"respondent": "teacher", "version": 1, "reason": "Not mine", "is_withdrawn": "on"}
    assert client.post(change, told | {"score": 9}).status_code == 302
    assert not SdqScore.objects.filter(respondent="teacher").exists()
