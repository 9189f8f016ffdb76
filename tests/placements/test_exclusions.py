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
from placements.services.exclusion_overlaps import ExclusionAsItIs
from pupils.models import Deadline, RestrictedAccess
from pupils.reminders import sweep
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast
from vsh.notices.models import Notice

FACTS = ExclusionAsItIs(
    kind="suspension",
    started_on=date(2026, 10, 12),
    days=Decimal("2.5"),
    reasons=["DB", "VA"],
    notified_on=date(2026, 10, 12),
    provision="Work set and marked by Ms Day; library with a mentor.",
    provision_from_on=date(2026, 10, 12),
)


FULL_TIME = {
    "sixth_day_provision": "The learning centre, 25 hours a week.",
    "sixth_day_from_on": date(2026, 10, 19),
    "is_sixth_day_full_time": True,
}
LATER = {"provision_from_on": date(2026, 10, 15)}
CANCELLED = {
    "cancelled_on": date(2026, 10, 14),
    "cancelled_because": "No evidence",
    "days_missed": Decimal(2),
}


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
        ({"started_on": date(2027, 1, 4)}, "started_on"),  # 61 days ahead
        ({"started_on": date(2025, 8, 31)}, "started_on"),
        ({"days": None}, "days"),
        ({"days": Decimal("0.3")}, "days"),
        ({"reasons": []}, "reasons"),
        ({"reasons": ["DB", "VA", "PP", "TH"]}, "reasons"),
        ({"notified_on": date(2026, 11, 5)}, "notified_on"),
        ({"provision_from_on": date(2026, 10, 11)}, "__all__"),
        ({"provision_from_on": None}, "provision_from_on"),
        ({"provision": " "}, "provision"),
        ({"sixth_day_provision": "Tuition"}, "sixth_day_from_on"),
        ({"is_sixth_day_full_time": True}, "sixth_day_from_on"),
        ({"sixth_day_from_on": date(2026, 10, 19)}, "sixth_day_provision"),
        ({**FULL_TIME, "sixth_day_from_on": date(2026, 10, 11)}, "__all__"),
        ({"cancelled_on": date(2026, 10, 13)}, "cancelled_because"),
        ({"cancelled_because": "No evidence"}, "cancelled_on"),
        ({**CANCELLED, "cancelled_on": date(2026, 11, 5)}, "cancelled_on"),
        ({**CANCELLED, "cancelled_on": date(2026, 10, 11)}, "__all__"),
        ({**CANCELLED, "days_missed": None}, "days_missed"),
        ({**CANCELLED, "days_missed": Decimal("0.3")}, "days_missed"),
        ({"days_missed": Decimal(1)}, "cancelled_on"),
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
    with pytest.raises(ValidationError, match="It covers the same day"):
        report(cast)
    report(cast, facts=said(started_on=date(2026, 10, 15), days=Decimal(44), **LATER))
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
    told |= {"version": 1, "reasons": ["PA"], "reason": "Not ours", "is_withdrawn": "on"}
    assert client.post(change, told).status_code == 302
    assert not Exclusion.objects.exists()


def test_of_one_that_was_cancelled_the_days_missed_by_then_count(cast: Cast) -> None:
    row = report(cast, facts=said(days=Decimal(44)))
    told = {"actor": cast.teacher, "exclusion": row, "reason": "Cancelled"}
    correct_exclusion(version=1, facts=said(days=Decimal(44), **CANCELLED), **told)
    assert not Exclusion.objects.standing().exists()
    assert Exclusion.objects.counted().get().sessions_out == 4
    client = Client()
    client.force_login(cast.officer)
    page = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert "Cancelled</strong> 14 October 2026: No evidence" in page
    assert "44 school days this year" not in page
    assert "1 suspension of 2 school days" in page
    clock = Deadline.objects.get(pupil=cast.ada, kind="suspension_provision")
    assert (clock.closed_on, clock.met_on) == (date(2026, 10, 14), None)
    at_once = said(days=Decimal(44), **CANCELLED | {"days_missed": Decimal(0)})
    correct_exclusion(version=2, facts=at_once, **told)
    assert not Exclusion.objects.counted().exists()
    correct_exclusion(version=3, facts=said(days=Decimal(44)), **told)  # it stands after all
    assert Exclusion.objects.counted().get().sessions_out == 88


def test_lunchtimes_count_as_half_days_and_have_no_clock(cast: Cast) -> None:
    row = report(cast, facts=said(kind="lunchtime", days=Decimal("1.5")))
    assert (row.sessions, row.days) == (3, "1.5 school days")
    assert not Deadline.objects.filter(kind="suspension_provision").exists()
    with pytest.raises(ValidationError, match="half days"):
        report(cast, facts=said(kind="lunchtime", days=None))


def test_the_clock_follows_what_is_reported_corrected_and_withdrawn(cast: Cast) -> None:
    row = report(cast, facts=said(days=Decimal(8), provision="", provision_from_on=None))
    clock = Deadline.objects.get(pupil=cast.ada, kind="suspension_provision")
    assert (clock.due_on, clock.met_on, clock.owner_role) == (
        date(2026, 10, 19),
        None,
        "designated_teacher",
    )
    told = {"actor": cast.teacher, "exclusion": row, "reason": "Shorter"}
    correct_exclusion(
        version=1, facts=said(days=Decimal(2), provision="", provision_from_on=None), **told
    )
    clock.refresh_from_db()
    assert clock.closed_on == date(2026, 10, 14)
    withdraw_exclusion(version=2, **told)
    assert not Deadline.objects.filter(kind="suspension_provision").exists()


@pytest.mark.parametrize(
    ("told", "met_on", "words"),
    [
        ({}, None, "Day one: Work set and marked by Ms Day; library with a mentor.<br>"),
        ({"provision": "", "provision_from_on": None}, None, "Day one: none on record<br>"),
        (
            {"provision_from_on": date(2026, 10, 13)},
            None,
            "Day one: none on record. From 13 October 2026: Work set",
        ),
        (FULL_TIME, date(2026, 10, 19), "25 hours a week. From 19 October 2026, full time"),
        (FULL_TIME | {"is_sixth_day_full_time": False}, None, "19 October 2026, not full time"),
    ],
)
def test_only_full_time_education_meets_the_sixth_day(
    cast: Cast, told: dict, met_on: date | None, words: str
) -> None:
    row = report(cast, facts=said(days=Decimal(8), **told))
    assert Deadline.objects.get(kind="suspension_provision").met_on == met_on
    client = Client()
    client.force_login(cast.officer)
    page = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert words in page
    lines = "Education from day one:</dt>" in page and "None on record for 1 of 1" in page
    assert lines is (not row.has_day_one)
    meeting = reverse("placements:record_exclusion_meeting", args=[cast.ada.ref, row.pk])
    assert words in client.get(meeting).content.decode()


def test_what_was_asked_in_the_form_is_kept_apart(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.teacher)
    told = {"place": cast.ada.enrolments.get().pk, "kind": "suspension", "days": "7"}
    for name, day in (("started_on", 12), ("provision_from_on", 12), ("sixth_day_from_on", 19)):
        told |= {f"{name}_day": day, f"{name}_month": 10, f"{name}_year": 2026}
    told |= {"provision": "Work set", "reasons": ["PA"], "is_sixth_day_full_time": "on"}
    url = reverse("placements:record_exclusion", args=[cast.ada.ref])
    answer = client.post(url, told).content.decode()
    assert "Say what education is provided from the sixth day" in answer
    assert client.post(url, told | {"sixth_day_provision": "Elm"}).status_code == 302
    row = Exclusion.objects.get()
    assert (row.provision, row.sixth_day_provision) == ("Work set", "Elm")
    change = reverse("placements:correct_exclusion", args=[cast.ada.ref, row.pk])
    shown = client.get(change).context["form"].initial
    assert (shown["sixth_day_from_on"], shown["is_sixth_day_full_time"]) == (
        date(2026, 10, 19),
        True,
    )


def test_two_in_a_row_raise_the_sixth_day(cast: Cast) -> None:
    first = report(cast, facts=said(days=Decimal(3), started_on=date(2026, 10, 12)))
    clocks = Deadline.objects.filter(kind="suspension_provision")
    assert clocks.get().closed_on == date(2026, 10, 15)
    second = report(cast, facts=said(started_on=date(2026, 10, 15), days=Decimal(3), **LATER))
    clock = clocks.get()
    assert (clock.due_on, clock.closed_on, clock.met_on) == (date(2026, 10, 19), None, None)
    withdraw_exclusion(actor=cast.officer, exclusion=first, version=1, reason="Another child")
    assert clocks.get().closed_on == date(2026, 10, 20)
    assert clocks.get().trigger_key == f"suspension:{second.started_on}"


def test_the_social_worker_and_the_officer_are_told_once_without_a_name(cast: Cast) -> None:
    row = report(cast)
    told = {"actor": cast.teacher, "exclusion": row, "reason": "Longer"}
    correct_exclusion(version=1, facts=said(reasons=["TH"]), **told)
    correct_exclusion(version=2, facts=said(reasons=["TH"], days=Decimal(4)), **told)
    notices = Notice.objects.filter(about=f"exclusion:{row.pk}")
    assert [(n.recipient, n.stage) for n in notices.order_by("stage", "recipient__email")] == [
        (cast.officer, "corrected 3"),  # the length is news, the reason is not
        (cast.social_worker, "corrected 3"),
        (cast.officer, "reported"),
        (cast.social_worker, "reported"),
    ]
    for notice in notices:
        assert "Canary" not in notice.subject + notice.body
        assert reverse("placements:school", args=[cast.ada.ref]) in notice.body
    assert "suspension, 4 school days, from 12" in notices.filter(stage="corrected 3")[0].body
    correct_exclusion(version=3, facts=said(**CANCELLED), **told)
    assert recipients("cancelled") == {cast.officer, cast.social_worker}
    withdraw_exclusion(actor=cast.officer, exclusion=row, version=4, reason="Another child")
    assert recipients("withdrawn") == {cast.social_worker}  # the officer did it


def recipients(stage: str) -> set:
    return {notice.recipient for notice in Notice.objects.filter(stage__startswith=stage)}


def test_of_a_restricted_child_only_who_is_named_is_told_and_else_the_head(cast: Cast) -> None:
    RestrictedAccess.objects.create(
        pupil=cast.eve,
        user=cast.teacher,
        granted_by=cast.head,
        reason="Teaches her.",
        started_on=TODAY,
    )
    place = cast.eve.enrolments.get()
    row = record_exclusion(actor=cast.teacher, enrolment=place, facts=FACTS)
    notice = Notice.objects.get(about=f"exclusion:{row.pk}")
    assert notice.recipient == cast.head
    assert cast.eve.initials not in notice.body.split("http")[0]


def test_a_corrected_first_day_takes_its_reminders_along(cast: Cast) -> None:
    still_out = {"days": Decimal(14), "provision": "", "provision_from_on": None}
    row = report(cast, facts=said(**still_out))
    sweep(TODAY)
    about = f"{cast.ada.ref}:suspension_provision:suspension:"
    told = Notice.objects.filter(about__startswith=about)
    assert {notice.about for notice in told} == {f"{about}2026-10-12"}
    correct_exclusion(
        actor=cast.officer,
        exclusion=row,
        version=1,
        facts=said(started_on=date(2026, 10, 13), **still_out),
        reason="A day later",
    )
    assert {notice.about for notice in told.all()} == {f"{about}2026-10-13"}
