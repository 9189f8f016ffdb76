"""Who corrects an entry sees what stood there before, who changed it and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from placements.services import correct_exclusion
from pupils.entry_history import stood_before
from pupils.models import WellbeingSupport
from pupils.services.needs import correct_need
from tests.cast import Cast
from tests.placements.test_exclusions import report, said
from tests.pupils.test_needs import SUPPORT, record


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, url: str) -> str:
    return signed_in(user).get(url).content.decode()


def test_the_former_length_and_reasons_stand_beside_the_form(cast: Cast) -> None:
    row = report(cast, facts=said(days=Decimal(10)))
    url = reverse("placements:correct_exclusion", args=[cast.ada.ref, row.pk])
    assert "What stood here before" not in page(cast.officer, url)
    told = {"version": 1, "kind": "suspension", "days": "1", "reasons": row.reasons}
    for name in ("started_on", "notified_on", "provision_from_on"):
        told |= {f"{name}_day": 12, f"{name}_month": 10, f"{name}_year": 2026}
    told |= {"provision": row.provision, "reason": "A slip"}
    assert signed_in(cast.teacher).post(url, told).status_code == 302
    facts = said(days=Decimal(1), reasons=["TH"])
    correct_exclusion(actor=cast.teacher, exclusion=row, version=2, facts=facts, reason="New")
    shown = page(cast.officer, url)
    assert "What stood here before" in shown
    assert f"changed by {cast.teacher.name}: A slip" in shown
    assert "Length:</dt>" in shown
    assert "10 school days</dd>" in shown
    assert "None:" not in shown
    before = stood_before(row, {"sessions": "Half days", "reasons": "Why"}, {})
    assert [(one.reason, one.said[0]) for one in before] == [
        ("New", ("Why", row.reason_words)),
        ("A slip", ("Half days", "20")),
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("notified_on", date(2026, 10, 12), "12 October 2026"),
        ("misses_exam", False, "No"),
        ("provision", "", "Not recorded"),
        ("kind", "suspension", "Suspension"),
    ],
)
def test_former_values_are_told_in_words(cast: Cast, name: str, value: object, words: str) -> None:
    row = report(cast)
    type(row).objects.filter(pk=row.pk).update(**{name: value})
    later = {"notified_on": None, "misses_exam": True, "provision": "Work", "kind": "lunchtime"}
    type(row).objects.filter(pk=row.pk).update(**{name: later[name]})
    (one, *_) = stood_before(row, {name: "What"}, {})
    assert one.said == [("What", words)]
    assert one.changed_by == "a file or the system"


def test_of_support_nothing_is_shown_that_the_school_was_not_told(cast: Cast) -> None:
    row = record(cast, WellbeingSupport, "social_worker", **SUPPORT)
    facts = SUPPORT | {"is_shared_with_school": True}
    correct_need(actor=cast.officer, row=row, version=1, facts=facts, reason="Agreed")
    url = reverse("pupils:correct_support", args=[cast.ada.ref, row.pk])
    assert "What stood here before" not in page(cast.officer, url)
