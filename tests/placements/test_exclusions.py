"""Suspensions and exclusions are reported by the school, corrected and withdrawn."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from placements.models import Exclusion
from placements.services import correct_exclusion, record_exclusion, withdraw_exclusion
from placements.services.exclusions import ExclusionAsItIs
from pupils.services.locking import StaleRecordError
from tests.cast import Cast

FACTS = ExclusionAsItIs(
    kind="suspension",
    started_on=date(2026, 10, 12),
    days=Decimal("2.5"),
    reasons=["DB", "VA"],
    notified_on=date(2026, 10, 12),
    provision="Work set and marked by Ms Day; library with a mentor.",
    provision_from_on=date(2026, 10, 12),
)


def said(**other) -> ExclusionAsItIs:
    return ExclusionAsItIs(**vars(FACTS) | other)


def report(cast: Cast, who: str = "teacher", facts: ExclusionAsItIs = FACTS) -> Exclusion:
    place = cast.ada.enrolments.get()
    return record_exclusion(actor=cast.people[who], enrolment=place, facts=facts)


def test_a_teacher_reports_it_in_half_days(cast: Cast) -> None:
    row = report(cast)
    assert (row.sessions, row.days, row.reported_by) == (5, "2.5 school days", cast.teacher)
    assert row.reason_words.startswith("Persistent or general disruptive behaviour; Verbal abuse")


@pytest.mark.parametrize("who", ["school_staff", "social_worker", "head_teacher", "other_teacher"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        report(cast, who)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"started_on": date(2026, 11, 5)}, "started_on"),
        ({"started_on": date(2025, 8, 31)}, "started_on"),
        ({"days": None}, "days"),
        ({"days": Decimal("0.3")}, "days"),
        ({"reasons": []}, "reasons"),
        ({"reasons": ["DB", "VA", "PP", "TH"]}, "reasons"),
        ({"notified_on": date(2026, 11, 5)}, "notified_on"),
        ({"provision_from_on": date(2026, 10, 11)}, "__all__"),
    ],
)
def test_refusals(cast: Cast, other: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        report(cast, facts=said(**other))
    assert field in refused.value.message_dict


def test_the_database_refuses_more_than_three_reasons_and_a_suspension_without_length(
    cast: Cast,
) -> None:
    row = report(cast)
    for wrong in ({"reasons": []}, {"reasons": ["OT"]}, {"sessions": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exclusion.objects.filter(pk=row.pk).update(**wrong)


def test_the_same_twice_is_refused_and_more_than_the_law_allows_is_told(cast: Cast) -> None:
    report(cast)
    with pytest.raises(ValidationError, match="already on record"):
        report(cast)
    report(cast, facts=said(started_on=date(2026, 9, 7), days=Decimal(44)))
    client = Client()
    client.force_login(cast.officer)
    page = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert "46.5 school days this year: more than the 45 that the law allows." in page


def test_it_is_corrected_and_withdrawn_with_its_history(cast: Cast) -> None:
    row = report(cast)
    told = {"actor": cast.officer, "exclusion": row, "reason": "Shortened by the head"}
    correct_exclusion(version=1, facts=said(days=Decimal(1)), **told)
    with pytest.raises(StaleRecordError):
        withdraw_exclusion(version=1, **told)
    withdraw_exclusion(version=2, **told)
    events = apps.get_model("placements", "ExclusionEvent").objects.order_by("pgh_id")
    assert [(e.pgh_label, e.sessions) for e in events] == [
        ("insert", 5),
        ("update", 2),
        ("delete", 2),
    ]
    assert events[2].pgh_context["reason"] == "Shortened by the head"


def test_the_pages_from_report_to_withdrawal(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.teacher)
    url = reverse("placements:record_exclusion", args=[cast.ada.ref])
    told = {
        "place": cast.ada.enrolments.get().pk,
        "kind": "permanent",
        "started_on_day": 2,
        "started_on_month": 11,
        "started_on_year": 2026,
        "reasons": ["PA", "DB", "TH", "BU"],
    }
    answer = client.post(url, told).content.decode()
    assert "Select no more than 3 reasons" in answer
    assert "Error: " in answer
    with_days = client.post(url, told | {"reasons": ["PA"], "days": "3"}).content.decode()
    assert "A permanent exclusion has no length" in with_days
    assert not Exclusion.objects.exists()
    assert client.post(url, told | {"reasons": ["PA"]}).status_code == 302
    row = Exclusion.objects.get()
    assert (row.kind, row.sessions) == ("permanent", None)
    change = reverse("placements:correct_exclusion", args=[cast.ada.ref, row.pk])
    assert "Oakfield School, since 1 September 2025" in client.get(change).content.decode()
    told |= {"version": 1, "reasons": ["PA"], "reason": "Cancelled", "is_withdrawn": "on"}
    assert client.post(change, told).status_code == 302
    assert not Exclusion.objects.exists()
