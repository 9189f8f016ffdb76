"""Sixteen people report the same at one moment: it is on record once, and nobody sees a 500."""

from collections import Counter
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from placements.models import (
    AttendanceDay,
    Exclusion,
    ExclusionMeeting,
    ExclusionRisk,
    SchoolSearch,
    SentHome,
    SettingNotification,
    TimetableReview,
)
from placements.services import record_exclusion
from tests.cast import Cast, assemble_cast
from tests.placements.test_exclusions import FACTS

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 16


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


def posted_at_once(cast: Cast, url: str, told: dict[str, Any], *others: str) -> Counter[int]:
    """The statuses that sixteen sessions of officer and head got for the same form, at one address
    or in turn at several."""
    urls = (url, *others)
    clients = [Client(raise_request_exception=False) for _ in range(WRITERS)]
    for number, client in enumerate(clients):
        client.force_login(cast.head if number % 2 else cast.officer)
    start, statuses = Barrier(WRITERS), []

    def post(client: Client, address: str) -> None:
        start.wait()
        try:
            statuses.append(client.post(address, told).status_code)
        finally:
            connection.close()

    addresses = [urls[number // 2 % len(urls)] for number in range(WRITERS)]
    threads = [Thread(target=post, args=pair) for pair in zip(clients, addresses, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(statuses)


def day(name: str, date: int, month: int) -> dict[str, int]:
    return {f"{name}_day": date, f"{name}_month": month, f"{name}_year": 2026}


FORMS: dict[str, tuple[type[Model], dict[str, Any]]] = {
    "record_exclusion": (
        Exclusion,
        {"kind": "suspension", "days": "2", "reasons": ["DB"], **day("started_on", 2, 11)},
    ),
    "raise_risk": (ExclusionRisk, {"worries": "a", "support_tried": "b", "asked_for": "c"}),
    "record_sent_home": (
        SentHome,
        {"sessions": "1", "said_by": "Head", "reason": "d", **day("sent_home_on", 3, 11)},
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_it_is_on_record_once(cast: Cast, name: str) -> None:
    model, told = FORMS[name]
    url = reverse(f"placements:{name}", args=[cast.ada.ref])
    told = told | {"place": cast.ada.enrolments.get().pk}
    assert posted_at_once(cast, url, told) == {302: 1, 200: WRITERS - 1}
    assert model._default_manager.count() == 1


def test_so_is_a_day_and_the_same_week_of_all_is_one(cast: Cast) -> None:
    place = cast.ada.enrolments.get()
    url = reverse("placements:correct_day", args=[cast.ada.ref, place.pk, "2026-11-03"])
    told = {"version": 0, "am": "I", "pm": "\\", "reason": "The school rang"}
    assert posted_at_once(cast, url, told) == {302: 1, 200: WRITERS - 1}
    url = reverse("placements:attendance_week") + "?week=2026-11-02"
    told = {"school": place.setting_id, f"am_{place.pk}_2026-11-02": "I"}
    assert posted_at_once(cast, url, told) == {302: WRITERS}
    assert list(AttendanceDay.objects.values_list("version", flat=True)) == [1, 1]


def test_so_is_a_meeting(cast: Cast) -> None:
    place = cast.ada.enrolments.get()
    row = record_exclusion(actor=cast.teacher, enrolment=place, facts=FACTS)
    url = reverse("placements:record_exclusion_meeting", args=[cast.ada.ref, row.pk])
    told = {"version": 0, "body": "governors", "outcome": "", **day("meets_on", 12, 11)}
    assert posted_at_once(cast, url, told) == {302: 1, 200: WRITERS - 1}
    assert ExclusionMeeting.objects.count() == 1


def test_so_is_a_timetable_what_a_school_is_told_and_a_search(cast: Cast) -> None:
    place = cast.ada.enrolments.get()
    cast.ada.enrolments.update(is_full_time=False, hours_a_week=10, part_time_reason="Tired")
    forms: list[tuple[str, list[int], type[Model], dict[str, Any]]] = [
        (
            "review_timetable",
            [place.pk],
            TimetableReview,
            {
                "decided": "Two hours more",
                **day("reviewed_on", 3, 11),
                **day("next_review_on", 17, 11),
                **day("until_on", 18, 12),
            },
        ),
        (
            "tell_setting",
            [place.pk],
            SettingNotification,
            {"whom": ["head_teacher"], "how": "phone", **day("told_on", 3, 11)},
        ),
        ("open_search", [], SchoolSearch, {"why": "It is part time"}),
    ]
    for name, args, model, told in forms:
        url = reverse(f"placements:{name}", args=[cast.ada.ref, *args])
        assert posted_at_once(cast, url, told) == {302: 1, 200: WRITERS - 1}, name
        assert model._default_manager.count() == 1, name
